import assert from 'node:assert/strict';
import { Cancelled, FailureError } from '../../../../src/base/failure.ts';
import type { ConsoleContext } from '../../../../src/commands/context.ts';
import { parseConfig } from '../../../../src/config/parse.ts';
import type { ConsoleSignInState } from '../../../../src/credentials/login/consoleSignIns.ts';
import { newConsoleEndpoint } from '../../../../src/plan/endpoints/signinEndpoint.ts';
import { planTarget } from '../../../../src/plan/planner.ts';
import { buildProfiles, type Target } from '../../../../src/profiles/profiles.ts';
import type { Rewrite } from '../../../../src/profiles/writer.ts';
import { eventually } from '../../../eventually.ts';
import { fakeVscode } from '../../../fakes/useFakeVscode.ts';

const { signInAsAnswered, signInWithConsole } =
  await import('../../../../src/commands/consoleSignIn/signInWithConsole.ts');
const { buttonsAfterDeletion, signOutOfConsole } =
  await import('../../../../src/commands/consoleSignIn/signOutOfConsole.ts');
const { ChangeHistory } = await import('../../../../src/commands/change/changeHistory.ts');

const maya = 'arn:aws:iam::111122223333:user/maya';
const ada = 'arn:aws:iam::111122223333:user/ada';
const login = (session: string): string => `[profile dev]\nlogin_session = ${session}\nregion = eu-west-1\n`;

/** The window of a user who signs in as `maya`, with the config file as the only file. */
function windowWith(config: string, { inUse = false, isWritable = true, state = 'signedIn' } = {}) {
  const files = { config, credentials: '' };
  const calls: string[] = [];
  const profiles = () => buildProfiles(parseConfig(files.config), parseConfig(files.credentials));
  const planOf = (target: Target) =>
    planTarget(profiles(), target, {
      environment: {},
      sessionName: 'me',
      mfaSessionSeconds: 3600,
      isOnInstance: false,
    });
  const target: Target = { kind: 'profile', name: 'dev' };
  const disk = { isWritable };
  const context = {
    store: {
      paths: { config: 'config', credentials: 'credentials' },
      get state() {
        return { profiles: profiles() };
      },
      ready: async () => ({ profiles: profiles() }),
      reload: async () => {},
    },
    views: { planOf, describeReason: ({ code }: { readonly code: string }) => `${code}.` },
    active: {
      state: inUse ? { kind: 'waiting', target } : { kind: 'none' },
      isUsing: () => inUse,
      refresh: async () => void calls.push('refresh'),
      stop: () => void calls.push('stop'),
    },
    consoleSignIns: {
      get: async () => ({
        signIn: async ({ label, signin, accept }: never) => {
          calls.push(`sign in ${String(label)} in ${(signin as { region: string }).region}`);
          await (accept as (session: string) => Promise<void>)(maya);
          return maya;
        },
        signOut: async (session: string) => void calls.push(`sign out ${session}`),
        stateOf: async (): Promise<ConsoleSignInState> => {
          if (state !== 'unreadable') return { kind: state } as ConsoleSignInState;
          throw new FailureError({ code: 'fileUnreadable', path: 'token', reason: 'timedOut' });
        },
      }),
    },
    consoleEndpoint: async (name: string, region: string | undefined) =>
      newConsoleEndpoint(profiles(), name, region, {}),
    environmentRegion: async () => undefined,
    editableFiles: async () => ({
      current: async (path: 'config') => ({ kind: 'text', text: files[path] }),
      rewrite: async (rewrites: readonly Rewrite[]) => {
        if (!disk.isWritable)
          throw new FailureError({ code: 'fileUnwritable', path: 'config', reason: 'denied' as never });
        for (const { path, after } of rewrites) files[path as 'config'] = after;
        return 'written';
      },
    }),
    changes: new ChangeHistory(),
    attempt: (_: string, action: () => Promise<unknown>) => action(),
    run: (id: string, { name }: { readonly name: string }) => void calls.push(`${id} ${name}`),
    log: { info() {} },
  } as unknown as ConsoleContext;
  return { context, files, calls, disk };
}

const row = { kind: 'profile', name: 'dev' } as const;

describe('signing in with the AWS console', () => {
  const { showInformationMessage, showWarningMessage } = fakeVscode.window;
  let texts: string[];
  let pressed: readonly string[];

  beforeEach(() => {
    [texts, pressed] = [[], []];
    const show = async (text: string, ...more: readonly { readonly title?: string; detail?: string }[]) => {
      const details = more.flatMap(({ detail }) => detail ?? []);
      texts.push([text, ...details, ...more.flatMap(({ title }) => title ?? [])].join(' | '));
      return more.find(({ title }) => title !== undefined && pressed.includes(title));
    };
    Object.assign(fakeVscode.window, { showInformationMessage: show, showWarningMessage: show });
  });
  afterEach(() => void Object.assign(fakeVscode.window, { showInformationMessage, showWarningMessage }));

  it('needs no answer for a profile that was signed in before, and writes nothing', async () => {
    const { context, files, calls } = windowWith(login(maya), { inUse: true });
    await signInWithConsole(context, row);
    assert.deepEqual(calls, ['sign in dev in eu-west-1', 'refresh']);
    assert.deepEqual(texts, [`You are signed in as ${maya}. | New Terminal`]);
    assert.equal(files.config, login(maya));
  });

  it('signs in the profile on which the role of the row is based', async () => {
    const role = '[profile admin]\nrole_arn = arn:aws:iam::444455556666:role/Admin\nsource_profile = dev\n';
    const { context, calls } = windowWith(login(maya) + role, { inUse: true });
    await signInWithConsole(context, { kind: 'profile', name: 'admin' });
    assert.equal(calls[0], 'sign in dev in eu-west-1');
  });

  it('writes a new profile, which a window without a profile uses at once, and can undo that', async () => {
    const { context, files, calls } = windowWith('');
    await signInAsAnswered({ name: 'default', region: 'us-west-2' }, context);
    assert.equal(files.config, `[default]\nlogin_session = ${maya}\nregion = us-west-2\n`);
    assert.deepEqual(calls, ['sign in default in us-west-2', 'rolecall.useProfile default']);
    assert.deepEqual(texts, [
      `You are signed in as ${maya}. Profile “default” was added. | New Terminal | Undo`,
    ]);
    calls.length = 0;
    Object.assign(context.active, { isUsing: ({ name }: { readonly name: string }) => name === 'default' });
    assert.ok(await context.changes.undo(context.changes.last!));
    assert.equal(files.config, '');
    assert.deepEqual(calls, ['stop', `sign out ${maya}`, 'refresh']);
    assert.match(texts.at(-1)!, /^Profile “default” is signed out\./u);
  });

  it('undoes a sign-in without ending what other profiles use, or what the window has chosen since', async () => {
    const { context, calls } = windowWith(login(maya));
    await signInAsAnswered({ name: 'default', region: 'us-west-2' }, context);
    calls.length = 0;
    assert.ok(await context.changes.undo(context.changes.last!));
    assert.deepEqual(calls, []);
  });

  it('tries again without asking for the name and the region again', async () => {
    const { context, files, calls } = windowWith('');
    const retries: (() => Promise<unknown>)[] = [];
    Object.assign(context, {
      attempt: async (subject: string, action: () => Promise<unknown>) => {
        calls.push(subject);
        retries.push(action);
        return action();
      },
    });
    await signInAsAnswered({ name: 'default', region: 'us-west-2' }, context);
    assert.deepEqual([calls[0], retries.length], ['default', 1]);
    files.config = '';
    await retries[0]!();
    assert.equal(files.config, `[default]\nlogin_session = ${maya}\nregion = us-west-2\n`);
  });

  it('offers to sign out of what no profile uses any more, after a profile was deleted', async () => {
    const { context, files, calls } = windowWith(login(maya));
    const buttons = await buttonsAfterDeletion('dev', context);
    files.config = `[profile other]\nlogin_session = ${maya}\n`;
    assert.deepEqual(buttons(), []);
    files.config = '';
    const [button, ...more] = buttons();
    assert.deepEqual([button?.title, more], ['Sign Out', []]);
    await button?.follow();
    assert.deepEqual(calls, [`sign out ${maya}`, 'refresh']);
    assert.match(texts[0]!, /^Profile “dev” is signed out\./u);
  });

  it('does not offer to sign out for a deleted profile that is not signed in', async () => {
    for (const [config, state] of [
      [login(maya), 'signedOut'],
      ['[profile dev]\nregion = eu-west-1\n', 'signedIn'],
    ] as const) {
      const { context, files } = windowWith(config, { state });
      const buttons = await buttonsAfterDeletion('dev', context);
      files.config = '';
      assert.deepEqual(buttons(), []);
    }
  });

  it('offers to use the profile if the window has another one', async () => {
    const { context, calls } = windowWith('[profile dev]\noutput = json\n', { inUse: true });
    Object.assign(context.active, { isUsing: () => false });
    pressed = ['Use in This Window'];
    await signInAsAnswered({ name: 'dev', region: 'us-west-2' }, context);
    assert.deepEqual(texts, [
      `You are signed in as ${maya}. Profile “dev” uses the sign-in now. | Use in This Window | New Terminal | Undo`,
    ]);
    await eventually(() => assert.equal(calls.at(-1), 'rolecall.useProfile dev'));
  });

  it('asks before a profile becomes another identity', async () => {
    const { context, files } = windowWith(login(ada));
    await assert.rejects(signInWithConsole(context, row), Cancelled);
    assert.match(texts[0]!, /^Profile “dev” is for another identity\..*user\/ada.*user\/maya.*Replace$/su);
    assert.equal(files.config, login(ada));
    pressed = ['Replace'];
    await signInWithConsole(context, row);
    assert.equal(files.config, login(maya));
  });

  it('leaves a profile alone that gets other credentials during the sign-in', async () => {
    const { context, files } = windowWith('[profile dev]\nregion = eu-west-1\n');
    const edited = '[profile dev]\nrole_arn = arn:aws:iam::444455556666:role/Admin\nsource_profile = ada\n';
    const endpoint = context.consoleEndpoint;
    Object.assign(context, {
      consoleEndpoint: async (...facts: Parameters<typeof endpoint>) => {
        const found = await endpoint(...facts);
        files.config = edited;
        return found;
      },
    });
    await assert.rejects(signInAsAnswered({ name: 'dev' }, context), (error) => {
      assert.ok(error instanceof FailureError);
      assert.deepEqual(error.failure, { code: 'loginProfileTaken', profile: 'dev', key: 'role_arn' });
      return true;
    });
    assert.equal(files.config, edited);
  });

  it('says how the sign-in can be used if the profile cannot be written, and tries again', async () => {
    const { context, files, disk } = windowWith('', { isWritable: false });
    pressed = ['Show All'];
    await signInAsAnswered({ name: 'default', region: 'us-west-2' }, context);
    const line = `login_session = ${maya}`;
    await eventually(() => assert.equal(texts.length, 2));
    assert.match(
      texts[0]!,
      /^You are signed in, but profile “default” could not be written: fileUnwritable\./u,
    );
    assert.ok(texts[1]?.includes(`To use the sign-in, add “${line}” to the profile. | Try Again`), texts[1]);
    [disk.isWritable, pressed] = [true, ['Show All', 'Try Again']];
    await signInAsAnswered({ name: 'default', region: 'us-west-2' }, context);
    assert.ok(files.config.includes(line));
  });

  it('ends the sign-in of the profile in use, and says what stays valid', async () => {
    const { context, calls } = windowWith(login(maya), { inUse: true });
    await signOutOfConsole(context);
    assert.deepEqual(calls, [`sign out ${maya}`, 'refresh']);
    assert.match(texts[0]!, /^Profile “dev” is signed out\. Keys .* up to 15 minutes\. Your browser/u);
  });

  it('does not depend on whether the files of the sign-ins respond', async () => {
    const { context, calls } = windowWith(login(maya), { state: 'unreadable' });
    await signOutOfConsole(context);
    assert.deepEqual(calls.splice(0), [`sign out ${maya}`, 'refresh']);
    const { showQuickPick } = fakeVscode.window;
    Object.assign(fakeVscode.window, { showQuickPick: async ([first]: readonly unknown[]) => first });
    await signInWithConsole(context);
    Object.assign(fakeVscode.window, { showQuickPick });
    assert.equal(calls[0], 'sign in dev in eu-west-1');
  });

  it('says so if there is nothing to sign out of', async () => {
    for (const state of ['expired', 'signedOut']) {
      const { context, calls } = windowWith(login(maya), { state });
      await signOutOfConsole(context);
      assert.deepEqual(calls, []);
      assert.equal(texts.at(-1), 'No profile is signed in with the AWS console.');
    }
  });
});
