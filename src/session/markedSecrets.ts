import type { Log } from '../base/log.ts';
import type { SecretStore } from './storedSessions.ts';

/** What is remembered when VS Code is closed, and is no secret. */
export interface RememberedFacts {
  /** When it was added, in milliseconds since the epoch; undefined where it was not. */
  since(fact: string): number | undefined;
  add(fact: string): void;
}

const mark = 'mark';
const wasMarked = 'secretsWereMarked';

/**
 * Secret storage with a mark in it. Without a keyring VS Code takes secrets as always and forgets them with the window
 * (its `BaseSecretStorageService` falls back to memory), and extensions are not told. But a mark that an earlier window
 * has left, and that is gone, tells it. It is looked for when something is first stored.
 *
 * `openedAt`: when this window was opened, in milliseconds since the epoch. In a browser, it does not see a mark that
 * was left later.
 */
export function markSecrets(
  secrets: SecretStore,
  facts: RememberedFacts,
  openedAt: number,
  log: Log,
  onLost: () => void,
): SecretStore {
  let hasLooked = false;
  const look = async (): Promise<void> => {
    if ((await secrets.get(mark)) !== undefined) return facts.add(wasMarked);
    if ((facts.since(wasMarked) ?? openedAt) < openedAt) {
      log.warn('Secret storage has lost what was in it: sessions are kept in memory only');
      onLost();
    }
    await secrets.store(mark, 'kept');
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
