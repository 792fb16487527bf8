import { once } from 'node:events';
import { join } from 'node:path';
import type { Failure } from '../../../../src/base/failure.ts';
import type { Prompts } from '../../../../src/credentials/run/mfa.ts';
import { createCodeClaims } from '../../../../src/session/codeClaims.ts';
import { FileLock } from '../../../../src/session/fileLock.ts';
import { clockRecordPath, MachineClock, machineClocks } from '../../../../src/session/machineClock.ts';
import { Windows } from '../../../../src/session/windows.ts';
import { DirectorySecrets } from '../../../fakes/directorySecrets.ts';
import { MemorySecrets } from '../../../fakes/memorySecrets.ts';
import { RecordedLog } from '../../../fakes/recordedLog.ts';
import { openWindow } from './window.ts';

/** The messages between the test and a window. */
export type ToWindow =
  | { readonly get: string; readonly mayAsk?: boolean; readonly renew?: boolean }
  | { readonly code: string }
  | { readonly forgetAll: true };
export type FromWindow =
  | { readonly kind: 'open' }
  | { readonly kind: 'prompting' }
  /** `expiration`: by the clock of this process. */
  | { readonly kind: 'session'; readonly accessKeyId: string; readonly expiration: number | undefined }
  | { readonly kind: 'refused'; readonly failure: Failure }
  | { readonly kind: 'forgotten' }
  | { readonly kind: 'failed'; readonly reason: string };

// A window in its own process, which ends when the test that started it disconnects. Without a shared directory for
// secrets, it keeps them to itself.
const [url = '', directory = '', secretDirectory] = process.argv.slice(2);

const send = (message: FromWindow): void => void process.send?.(message);

const prompts: Prompts = {
  async askMfaCode(_question, attempt, signal) {
    send({ kind: 'prompting' });
    const [message] = (await once(process, 'message', { signal })) as [{ code: string }];
    const failure = await attempt(message.code, signal);
    if (!failure) return;
    send({ kind: 'refused', failure });
    throw new Error(failure.code);
  },
};

const clock = new MachineClock(machineClocks, clockRecordPath(directory));
const windows = new Windows(join(directory, 'windows'), new RecordedLog());
const window = openWindow({
  url,
  prompts,
  otherWindows: windows,
  claims: createCodeClaims(join(directory, 'codes'), new RecordedLog(), Date.now, machineClocks.uptime),
  lock: new FileLock(join(directory, 'locks'), new RecordedLog()),
  secrets: secretDirectory ? new DirectorySecrets(secretDirectory) : new MemorySecrets(),
  clock,
});

window.cache.onForgottenAll(() => send({ kind: 'forgotten' }));
process.on('message', (message: ToWindow) => {
  if ('forgetAll' in message) void window.cache.forgetAll();
  if (!('get' in message)) return;
  window.get(message.get, message).then(
    ({ credentials: { accessKeyId, expiration } }) => send({ kind: 'session', accessKeyId, expiration }),
    (error: unknown) => send({ kind: 'failed', reason: String(error) }),
  );
});
process.on('disconnect', () => {
  clock.dispose();
  windows.dispose();
  process.exit();
});
send({ kind: 'open' });
