import { once } from 'node:events';
import { join } from 'node:path';
import type { Failure } from '../../../src/base/failure.ts';
import type { Prompts } from '../../../src/credentials/run/mfa.ts';
import { FileLock } from '../../../src/session/fileLock.ts';
import { createTakenCodes } from '../../../src/session/takenCodes.ts';
import { Windows } from '../../../src/session/windows.ts';
import { DirectorySecrets } from '../../fakes/directorySecrets.ts';
import { MemorySecrets } from '../../fakes/memorySecrets.ts';
import { RecordedLog } from '../../fakes/recordedLog.ts';
import { openWindow } from './window.ts';

/** What the test says to a window, and what the window says to the test. */
export type ToWindow =
  | { readonly get: string; readonly mayAsk?: boolean; readonly renew?: boolean }
  | { readonly code: string }
  | { readonly forgetAll: true };
export type FromWindow =
  | { readonly kind: 'open' }
  | { readonly kind: 'asked' }
  | { readonly kind: 'session'; readonly accessKeyId: string }
  | { readonly kind: 'refused'; readonly failure: Failure }
  | { readonly kind: 'forgotten' }
  | { readonly kind: 'failed'; readonly reason: string };

// One window in a process of its own; it ends when the test that started it lets go. Without a place for secrets that
// it shares with others, it keeps them to itself.
const [url = '', directory = '', secretDirectory] = process.argv.slice(2);

const say = (message: FromWindow): void => void process.send?.(message);

const prompts: Prompts = {
  async askMfaCode(_question, attempt, signal) {
    say({ kind: 'asked' });
    const [message] = (await once(process, 'message', { signal })) as [{ code: string }];
    const failure = await attempt(message.code, signal);
    if (!failure) return;
    say({ kind: 'refused', failure });
    throw new Error(failure.code);
  },
};

const windows = new Windows(join(directory, 'windows'), new RecordedLog());
const window = openWindow({
  url,
  prompts,
  otherWindows: windows,
  claims: createTakenCodes(join(directory, 'codes'), new RecordedLog(), Date.now),
  lock: new FileLock(join(directory, 'locks'), new RecordedLog()),
  secrets: secretDirectory ? new DirectorySecrets(secretDirectory) : new MemorySecrets(),
});

window.cache.onForgottenAll(() => say({ kind: 'forgotten' }));
process.on('message', (message: ToWindow) => {
  if ('forgetAll' in message) void window.cache.forgetAll();
  if (!('get' in message)) return;
  window.get(message.get, message).then(
    ({ credentials }) => say({ kind: 'session', accessKeyId: credentials.accessKeyId }),
    (error: unknown) => say({ kind: 'failed', reason: String(error) }),
  );
});
process.on('disconnect', () => {
  windows.dispose();
  process.exit();
});
say({ kind: 'open' });
