import { join } from 'node:path';
import { failureOf } from '../../../../src/base/failure.ts';
import { signInAgain } from '../../../../src/credentials/login/consoleSignIn.ts';
import { Logins } from '../../../../src/credentials/login/logins.ts';
import { FileLock } from '../../../../src/session/fileLock.ts';
import { RecordedLog } from '../../../fakes/recordedLog.ts';
import { stepAt } from './loginStage.ts';

/** The messages between the test and a window. */
export type ToWindow = { readonly do: 'keys' | 'signIn'; readonly lateByMs: number };
export type FromWindow =
  | { readonly kind: 'ready' | 'waits' | 'signedIn' }
  | { readonly kind: 'opened'; readonly url: string }
  | { readonly kind: 'keys'; readonly accessKeyId: string }
  | { readonly kind: 'failed'; readonly code: string };

// A window with a sign-in with the AWS console in its own process. The test acts as its browser.
const [folder = '', url = ''] = process.argv.slice(2);
const send = (message: FromWindow): void => void process.send?.(message);
const log = new RecordedLog();
const lock = new FileLock(join(folder, 'locks'), log);
let lateByMs = 0;
const host = { withLock: lock.hold.bind(lock), log, now: () => Date.now() + lateByMs };
const logins = new Logins({ ...host, loginCacheFolder: join(folder, 'cache') });
const shown = { cancelled: new AbortController().signal, done() {} };
const signInPrompts = {
  allow: async () => {},
  mustUseCode: () => false,
  open: async (opened: string) => send({ kind: 'opened', url: opened }),
  show: () => shown,
  askCode: () => new Promise<string>(() => {}),
  showWait: () => {
    send({ kind: 'waits' });
    return shown;
  },
  page: () => '',
};
const { signal } = new AbortController();
const actions = {
  keys: async (): Promise<FromWindow> => {
    const { accessKeyId } = await logins.keysOf(stepAt(url), undefined, signal);
    return { kind: 'keys', accessKeyId };
  },
  signIn: async (): Promise<FromWindow> => {
    await signInAgain(stepAt(url), { ...host, logins, signInPrompts }, signal);
    return { kind: 'signedIn' };
  },
};

process.on('message', (message: ToWindow) => {
  ({ lateByMs } = message);
  actions[message.do]().then(send, (error: unknown) =>
    send({ kind: 'failed', code: failureOf(error, '').code }),
  );
});
process.on('disconnect', () => process.exit());
send({ kind: 'ready' });
