import { once } from 'node:events';
import type { Prompts } from '../../../src/credentials/mfa.ts';
import { FileLock } from '../../../src/session/lock.ts';
import { DirectorySecrets } from '../../fakes/directorySecrets.ts';
import { RecordedLog } from '../../fakes/recordedLog.ts';
import { openWindow } from './window.ts';

/** What the test says to a window, and what the window says to the test. */
export type ToWindow = { readonly get: string } | { readonly code: string };
export type FromWindow =
  | { readonly kind: 'open' }
  | { readonly kind: 'asked' }
  | { readonly kind: 'session'; readonly accessKeyId: string }
  | { readonly kind: 'failed'; readonly reason: string };

// One window in a process of its own; it ends when the test that started it lets go.
const [url = '', lockDirectory = '', secretDirectory = ''] = process.argv.slice(2);

const say = (message: FromWindow): void => void process.send?.(message);

const prompts: Prompts = {
  async askMfaCode(_question, attempt, signal) {
    say({ kind: 'asked' });
    const [message] = (await once(process, 'message', { signal })) as [{ code: string }];
    const failure = await attempt(message.code, signal);
    if (failure) throw new Error(JSON.stringify(failure));
  },
};

const window = openWindow({
  url,
  prompts,
  lock: new FileLock(lockDirectory, new RecordedLog()),
  secrets: new DirectorySecrets(secretDirectory),
});

process.on('message', (message: ToWindow) => {
  if (!('get' in message)) return;
  window.get(message.get).then(
    ({ credentials }) => say({ kind: 'session', accessKeyId: credentials.accessKeyId }),
    (error: unknown) => say({ kind: 'failed', reason: String(error) }),
  );
});
process.on('disconnect', () => process.exit());
say({ kind: 'open' });
