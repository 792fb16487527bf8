import { join } from 'node:path';
import { Cancelled, failureOf } from '../../../src/base/failure.ts';
import { createAccessPortal } from '../../../src/identityCenter/accessPortal.ts';
import { FileLock } from '../../../src/session/fileLock.ts';
import { corpSignIn } from '../../fakes/corpSignIn.ts';
import { RecordedLog } from '../../fakes/recordedLog.ts';

/** The messages between the test and a window. */
export type ToWindow =
  | { readonly do: 'call' | 'signIn' | 'signOut' }
  /** The user cancels the progress indicator. */
  | { readonly do: 'cancel' }
  | { readonly do: 'lateBy'; readonly ms: number };
export type FromWindow =
  | { readonly kind: 'ready' | 'done' | 'cancelled' | 'waits' }
  | { readonly kind: 'opened'; readonly url: string }
  | { readonly kind: 'failed'; readonly code: string };

// A window with an Identity Center in its own process. The test acts as its browser.
const [folder = '', url = '', startUrl = ''] = process.argv.slice(2);
const send = (message: FromWindow): void => void process.send?.(message);
const session = corpSignIn({ startUrl, scopes: ['sso:account:access'], oidcUrl: url, portalUrl: url });
const log = new RecordedLog();
const lock = new FileLock(join(folder, 'locks'), log);
let late = 0;
let shown = new AbortController();
const show = () => {
  shown = new AbortController();
  return { cancelled: shown.signal, done() {} };
};
const portal = createAccessPortal({
  ssoCacheFolder: join(folder, 'cache'),
  accountsFolder: join(folder, 'accounts'),
  withLock: lock.hold.bind(lock),
  log,
  now: () => Date.now() + late,
  forgetRoles: async () => {},
  sessions: () => [session],
  watch: () => ({ dispose() {} }),
  signInPrompts: {
    allow: async () => {},
    mustUseCode: () => false,
    open: async (opened) => send({ kind: 'opened', url: opened }),
    show,
    askCode: () => new Promise(() => {}),
    showWait: () => {
      send({ kind: 'waits' });
      return show();
    },
    page: () => '',
  },
});
const { signal } = new AbortController();
const actions = {
  call: () =>
    portal.signIns.withToken(session, { mayAsk: false, signal }, (center, token) =>
      center.accounts(token, signal).next(),
    ),
  signIn: () => portal.signIns.signIn(session, signal),
  signOut: () => portal.signOut(session, signal),
};

process.on('message', (message: ToWindow) => {
  if (message.do === 'cancel') return shown.abort();
  if (message.do === 'lateBy') {
    late = message.ms;
    return;
  }
  actions[message.do]().then(
    () => send({ kind: 'done' }),
    (error: unknown) =>
      send(
        error instanceof Cancelled
          ? { kind: 'cancelled' }
          : { kind: 'failed', code: failureOf(error, '').code },
      ),
  );
});
process.on('disconnect', () => process.exit());
send({ kind: 'ready' });
