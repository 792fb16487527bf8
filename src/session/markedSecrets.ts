import type { Log } from '../log.ts';
import type { SecretStore } from './stored.ts';

/** What is remembered when VS Code is closed, and is no secret. */
export interface RememberedFacts {
  has(fact: string): boolean;
  add(fact: string): void;
}

const mark = 'mark';
const wasMarked = 'secretsWereMarked';

/**
 * Secret storage with a mark in it. Without a keyring VS Code takes secrets as always and forgets them with the window
 * (its `BaseSecretStorageService` falls back to memory), and extensions are not told. But a mark that an earlier window
 * has left, and that is gone, tells it. It is looked for when something is first stored.
 */
export function markSecrets(
  secrets: SecretStore,
  facts: RememberedFacts,
  log: Log,
  onLost: () => void,
): SecretStore {
  // In a browser, a window does not see the mark of one that was opened after it: what came before counts.
  const mustBeThere = facts.has(wasMarked);
  let hasLooked = false;
  const look = async (): Promise<void> => {
    if ((await secrets.get(mark)) === undefined) {
      if (mustBeThere) {
        log.warn('Secret storage has lost what was in it: sessions are kept in memory only');
        onLost();
      }
      await secrets.store(mark, 'kept');
    }
    facts.add(wasMarked);
  };
  return {
    keys: () => secrets.keys(),
    get: (key) => secrets.get(key),
    delete: (key) => secrets.delete(key),
    async store(key, value) {
      await secrets.store(key, value);
      if (hasLooked) return;
      hasLooked = true;
      await look();
    },
  };
}
