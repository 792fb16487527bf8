import type { Log } from '../base/log.ts';
import type { SecretStore } from './storedSessions.ts';

/** Facts, not secrets, that are remembered when VS Code is closed. */
export interface RememberedFacts {
  /** When the fact was added, in milliseconds since the epoch; undefined if it was not. */
  since(fact: string): number | undefined;
  add(fact: string): void;
}

const mark = 'mark';
const wasMarked = 'secretsWereMarked';

/**
 * Secret storage with a marker. Without a keyring, VS Code accepts secrets but forgets them when the window closes (its
 * `BaseSecretStorageService` falls back to memory), and does not inform extensions. If the marker of an earlier window
 * is missing, that has happened. The check runs when a secret is first stored.
 *
 * `openedAt`: when this window was opened, in milliseconds since the epoch. In a browser, a window does not see markers
 * that were stored later.
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
