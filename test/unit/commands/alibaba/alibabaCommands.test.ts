import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { alibabaCommandIds, type AlibabaCommandId } from '../../../../src/base/contributions.ts';
import { Emitter } from '../../../../src/base/event.ts';
import { type Failure, FailureError, failureOf } from '../../../../src/base/failure.ts';
import type { Remedy } from '../../../../src/commands/attempt.ts';
import type { AlibabaContext, SecretLink } from '../../../../src/commands/alibaba/alibabaContext.ts';
import { Credentials, type RevealedCredentials } from '../../../../src/credentials/credentials.ts';
import type { Recipient } from '../../../../src/delivery/handover/recipient.ts';
import type { AlibabaPlan } from '../../../../src/plan/alibaba/alibabaPlan.ts';
import { isPlan } from '../../../../src/plan/plan.ts';
import type { AlibabaTarget, RamRoleTarget } from '../../../../src/profiles/alibaba/alibabaTarget.ts';
import type { ActiveState } from '../../../../src/session/activeState.ts';
import type { Session } from '../../../../src/session/sessions.ts';
import { TypedInput } from '../../../fakes/typedInput.ts';
import { fakeVscode } from '../../../fakes/useFakeVscode.ts';
import { type AlibabaWorld, alibabaWindow, minute, now } from '../../views/alibaba/alibabaWindow.ts';

const { createAlibabaCommands } = await import('../../../../src/commands/alibaba/alibabaCommands.ts');

const secret = 'TestSecretOfAlibaba0123456789';
const token = 'CAISTestSecurityToken0123456789';
const keys = { access_key_id: 'LTAI5tTestKeyOfMaya00001', access_key_secret: secret };
const uriTarget: AlibabaTarget = { kind: 'credentialsUri' };
const work: AlibabaTarget = { kind: 'cliProfile', name: 'work' };
const role: RamRoleTarget = {
  kind: 'ramRole',
  roleArn: 'acs:ram::1234567890123456:role/dev',
  source: work,
  sessionName: 'maya',
};

const world: AlibabaWorld = {
  environment: { ALIBABA_CLOUD_CREDENTIALS_URI: 'http://127.0.0.1:7002/secret-path' },
  cli: {
    profiles: [
      { name: 'work', mode: 'AK', ...keys, region_id: 'cn-hangzhou' },
      { name: 'broken', mode: 'AK', access_key_id: 'LTAI5tTestKeyOfMaya00001' },
      { name: 'abroad', mode: 'AK', ...keys, site: 'intl' },
      {
        name: '--help',
        mode: 'CloudSSO',
        cloud_sso_sign_in_url: 'https://signin-cn-shanghai.alibabacloudsso.com/x/login',
        cloud_sso_account_id: '1234567890123456',
        cloud_sso_access_config: 'ac-1',
      },
    ],
  },
};

interface Extra {
  readonly world?: AlibabaWorld;
  readonly state?: ActiveState<AlibabaPlan>;
  readonly recent?: readonly RamRoleTarget[];
  readonly fails?: Failure;
  /** That of all runs. */
  readonly lastFailure?: Failure;
  readonly forbids?: boolean;
  readonly cli?: string | undefined;
  readonly site?: 'cn' | 'intl';
}

/** A window of a user, with everything that its commands do. */
function windowWith({ fails, lastFailure, forbids = false, recent = [], site, ...extra }: Extra = {}) {
  const calls: string[] = [];
  const copied: string[] = [];
  const links: SecretLink[] = [];
  const failures: Failure[] = [];
  const remedies: (Remedy | undefined)[] = [];
  const subjects: unknown[] = [];
  const state = extra.state ?? { kind: 'none' };
  const sources = alibabaWindow({ ...(extra.world ?? world), recent, state });
  const roles = [...recent];
  const sessionOf = (target: AlibabaTarget): Session<AlibabaPlan> => {
    const plan = sources.planOf(target);
    if (!isPlan(plan)) throw new FailureError(plan.failure);
    if (fails) throw new FailureError(fails);
    const isLongTerm = plan.steps.at(-1)?.kind === 'ramKeys';
    const credentials = new Credentials({
      accessKeyId: isLongTerm ? 'LTAI5tTestKeyOfMaya00001' : 'STS.TestKey',
      secretAccessKey: secret,
      sessionToken: isLongTerm ? undefined : token,
      expiration: isLongTerm ? undefined : now + 43 * minute,
    });
    return { plan, credentials };
  };
  const check = (recipient: Recipient): void => {
    if (!forbids) return;
    const action = recipient.kind === 'clipboard' ? 'copy' : 'endpoint';
    throw new FailureError({ code: 'forbidden', action });
  };
  const known = { value: site };
  const context: AlibabaContext = {
    sources,
    active: {
      state,
      onDidChange: new Emitter<ActiveState<AlibabaPlan>>().event,
      isUsing: (target) => state.kind !== 'none' && JSON.stringify(state.target) === JSON.stringify(target),
      use: async (target, renew) => {
        const session = sessionOf(target);
        calls.push(`use ${target.kind}${renew ? ' anew' : ''}`);
        return session;
      },
      stop: () => void calls.push('stop'),
      adopt: () => void calls.push('adopt'),
      refresh: async () => void calls.push('refresh'),
      cancelSwitch: () => void calls.push('cancel'),
    },
    sessions: {
      planOf: sources.planOf,
      get: async (target) => sessionOf(target),
      withSession: async (target, _request, action) => action(sessionOf(target)),
    },
    identities: {
      identify: async () => ({
        account: '1234567890123456',
        arn: 'acs:ram::1234567890123456:assumed-role/dev/maya',
      }),
    },
    runner: {
      signinToken: async ({ credentials }: { readonly credentials: RevealedCredentials }, _signal, at) => {
        calls.push(`sign in at ${at ?? '-'} with ${credentials.secretAccessKey === secret}`);
        return 'token&of+the console';
      },
    },
    lastFailures: { of: () => lastFailure, onDidChange: () => ({ dispose() {} }) },
    engine: { get: async () => ({ cache: { longestPrefix: async () => undefined } }) },
    attempt: async (subject, action, remedy) => {
      try {
        return await action(false);
      } catch (error) {
        failures.push(failureOf(error, ''));
        remedies.push(remedy);
        subjects.push(subject);
        return undefined;
      }
    },
    handOuts: {
      check,
      give: ((session: Session<AlibabaPlan>, recipient: Recipient, use: (given: object) => unknown) => {
        check(recipient);
        calls.push(`give ${recipient.kind}`);
        return use({ plan: session.plan, credentials: session.credentials.reveal() });
      }) as AlibabaContext['handOuts']['give'],
      lead: (_target, recipient, isFollowing) =>
        void calls.push(`lead ${recipient.kind}${isFollowing ? ' following' : ''}`),
    },
    clipboard: {
      copy: async (text) => {
        copied.push(text);
        return { sentence: 'Cleared soon.', clear: { title: 'Clear', follow: () => {} } };
      },
    },
    served: { addressFor: async (target) => `http://127.0.0.1:1/alibaba/${target ? target.kind : 'window'}` },
    openLink: async (link) => void links.push(link),
    defaultSessionName: 'maya',
    recentRoles: {
      get value() {
        return roles;
      },
      onDidChange: () => ({ dispose() {} }),
      add: (added) => void roles.unshift(added),
    },
    site: known,
    findCli: async () => ('cli' in extra ? extra.cli : '/usr/bin/aliyun'),
    environment: { PATH: '/usr/bin', ALIBABA_CLOUD_IGNORE_PROFILE: 'TRUE', ELECTRON_RUN_AS_NODE: '1' },
  };
  const commands = createAlibabaCommands(context);
  const run = (id: AlibabaCommandId, argument?: unknown) => commands.run(id, argument);
  return { run, calls, copied, links, failures, remedies, subjects, roles, site: known };
}

const inUse = (target: AlibabaTarget): ActiveState<AlibabaPlan> => {
  const plan = alibabaWindow(world).planOf(target);
  assert.ok(isPlan(plan));
  const credentials = new Credentials({
    accessKeyId: 'x',
    secretAccessKey: secret,
    sessionToken: plan.steps.at(-1)?.kind === 'ramKeys' ? undefined : token,
    expiration: undefined,
  });
  return { kind: 'ready', target, session: { plan, credentials } };
};

interface Provider {
  provideTextDocumentContent(uri: unknown): Promise<string>;
}

const destination = ({ url }: SecretLink) => new URL(url).searchParams.get('Destination');

/** The input that was shown last. */
let shown: TypedInput;
const create = (): TypedInput => (shown = new TypedInput());

const next = async (fire: () => void): Promise<void> => {
  fire();
  for (let i = 0; i < 10; i++) await setImmediate();
};
const choose = (label: RegExp): Promise<void> =>
  next(() => {
    shown.selectedItems = shown.items.filter((row) => label.test(row.label)).slice(0, 1);
    assert.equal(shown.selectedItems.length, 1, `${label.source}: ${JSON.stringify(shown.items)}`);
    shown.accepted.fire();
  });
const enter = (text: string): Promise<void> =>
  next(() => {
    shown.value = text;
    shown.changed.fire(text);
    shown.selectedItems = [];
    shown.accepted.fire();
  });
const escape = (): Promise<void> => next(() => shown.hidden.fire());

describe('the commands for Alibaba Cloud', () => {
  const { createInputBox, createQuickPick, createTerminal, showQuickPick } = fakeVscode.window;
  const { openTextDocument } = fakeVscode.workspace;
  let picked: RegExp | undefined;
  /** The options of the pickers that were shown. */
  let asked: object[] = [];
  let terminals: Record<string, unknown>[] = [];

  before(() => {
    Object.assign(fakeVscode.window, {
      createInputBox: create,
      createQuickPick: create,
      showQuickPick: async (rows: readonly { readonly label: string }[], options: object) => {
        asked.push(options);
        return rows.find(({ label }) => picked?.test(label));
      },
      createTerminal: (options: Record<string, unknown>) => {
        terminals.push(options);
        return { show() {} };
      },
      showTextDocument: async () => {},
    });
  });
  after(() => {
    Object.assign(fakeVscode.window, { createInputBox, createQuickPick, createTerminal, showQuickPick });
    Object.assign(fakeVscode.workspace, { openTextDocument });
  });
  beforeEach(() => {
    picked = undefined;
    asked = [];
    terminals = [];
    fakeVscode.takeShownTexts();
  });

  describe('Use', () => {
    it('switches to a row, a source that a keybinding names, or what the user chooses', async () => {
      const { run, calls, failures } = windowWith();
      await run('rolecall.alibabaUseThis', { kind: 'alibabaProfile', target: work });
      await run('rolecall.alibabaUse', uriTarget);
      picked = /work/u;
      await run('rolecall.alibabaUse');
      await run('rolecall.alibabaUse', { kind: 'cliProfile', name: 5 });
      assert.deepEqual(calls, ['use cliProfile', 'use credentialsUri', 'use cliProfile', 'use cliProfile']);
      assert.deepEqual(failures, []);
    });

    it('says why a broken one does not work, and opens its file', async () => {
      const { run, calls, failures, remedies } = windowWith();
      await run('rolecall.alibabaUse', { kind: 'cliProfile', name: 'broken' });
      assert.deepEqual(calls, []);
      assert.deepEqual(
        failures.map(({ code }) => code),
        ['alibabaKeyMissing'],
      );
      assert.equal(remedies[0]?.title, 'Open File');
      assert.ok(remedies[0]?.isFor?.(failures[0]!));
      assert.equal(remedies[0].isFor?.({ code: 'network', profile: '', host: '', reason: '' }), false);
    });

    it('shows a role first that the user has not assumed yet', async () => {
      const { run, calls, roles } = windowWith();
      const running = run('rolecall.alibabaUse', role);
      await next(() => {});
      assert.deepEqual(calls, []);
      assert.equal(shown.title, 'Assume RAM Role');
      await escape();
      await running;
      assert.deepEqual([calls, roles], [[], []]);
    });

    it('uses a role again at once that the user has assumed before', async () => {
      const { run, calls } = windowWith({ recent: [role] });
      await run('rolecall.alibabaUse', role);
      assert.deepEqual(calls, ['use ramRole']);
    });
  });

  describe('Assume RAM Role', () => {
    it('asks for the ARN and the source, and shows the rest', async () => {
      const { run, calls, roles } = windowWith();
      const running = run('rolecall.assumeRamRole');
      await next(() => {});
      await enter('arn:aws:iam::123456789012:role/x');
      assert.match(shown.validationMessage ?? '', /an ARN of AWS/u);
      await enter(role.roleArn);
      assert.deepEqual(
        shown.items.map(({ label }) => label).filter((label) => /broken/u.test(label)),
        [],
      );
      await choose(/^work/u);
      await choose(/^Session name/u);
      await enter('a+b');
      assert.match(shown.validationMessage ?? '', /2 to 64 characters/u);
      await enter('maya.k');
      await choose(/^Duration/u);
      await choose(/^4h/u);
      await choose(/^Policy/u);
      await enter('{"Version":"2012-10-17","Statement":[]}');
      assert.match(shown.validationMessage ?? '', /"Version": "1"/u);
      await enter('{"Version":"1","Statement":[]}');
      await choose(/^External ID/u);
      await escape();
      await choose(/^Assume dev@1234567890123456/u);
      await running;
      const assumed = {
        ...role,
        sessionName: 'maya.k',
        durationSeconds: '14400',
        policy: '{"Version":"1","Statement":[]}',
      };
      assert.deepEqual(roles, [assumed]);
      assert.deepEqual(calls, ['use ramRole']);
    });

    it('assumes from the row that it was called for, and takes an ARN that was typed', async () => {
      const { run, roles } = windowWith();
      let running = run('rolecall.assumeRamRole', { kind: 'alibabaProfile', target: uriTarget });
      await next(() => {});
      await enter(role.roleArn);
      await choose(/^Assume /u);
      await running;
      running = run('rolecall.assumeRamRole', role.roleArn);
      await next(() => {});
      await choose(/^work/u);
      await choose(/^Assume /u);
      await running;
      assert.deepEqual(
        roles.map(({ source }) => source.kind),
        ['cliProfile', 'credentialsUri'],
      );
    });

    it('offers to change a role that was refused, and does not remember it', async () => {
      const fails = { code: 'ramRoleMissing', profile: 'x', roleArn: role.roleArn } as const;
      const { run, roles, remedies } = windowWith({ fails });
      const running = run('rolecall.assumeRamRole', role);
      await next(() => {});
      await choose(/^Assume /u);
      await running;
      assert.deepEqual([roles, remedies[0]?.title], [[], 'Change Role…']);
    });
  });

  it('renew what is in use, unless it is a key that only others can renew', async () => {
    const uri = windowWith({ state: inUse(uriTarget) });
    await uri.run('rolecall.alibabaRenew');
    assert.deepEqual(uri.calls, ['use credentialsUri anew']);
    const longTerm = windowWith({ state: inUse(work) });
    await longTerm.run('rolecall.alibabaRenew');
    assert.deepEqual(longTerm.calls, []);
    assert.match(fakeVscode.takeShownTexts().join(' '), /long-term AccessKey pair/u);
  });

  it('stop what is in use', async () => {
    const { run, calls } = windowWith({ state: inUse(uriTarget) });
    await run('rolecall.alibabaStopUsing');
    assert.deepEqual(calls, ['stop']);
  });

  it('verify what is in use, and a target that it now has a session for', async () => {
    const failure = { code: 'credentialsUriUnset', profile: '' } as const;
    const { run, calls } = windowWith({ state: { kind: 'waiting', target: uriTarget, failure } });
    await run('rolecall.alibabaVerify');
    assert.match(
      fakeVscode.takeShownTexts().join(' '),
      /Instance RAM role \(credentials URI\): account 1234567890123456, acs:ram::.*maya.*Copy ARN/u,
    );
    assert.deepEqual(calls, ['refresh']);
  });

  it('say how to find a target in the list of all', async () => {
    await windowWith().run('rolecall.alibabaVerify');
    assert.deepEqual(asked, [
      {
        title: 'Verify Alibaba Cloud Identity',
        placeHolder: 'Type to search by name, account, role, or region',
        matchOnDescription: true,
      },
    ]);
  });

  describe('Copy Credentials', () => {
    it('copies what tools can read', async () => {
      const { run, copied, calls } = windowWith();
      const running = run('rolecall.alibabaCopyCredentials', uriTarget);
      await next(() => {});
      assert.ok(!shown.items.some(({ label }) => label.startsWith('INI')));
      await choose(/^bash/u);
      await running;
      assert.match(copied[0] ?? '', new RegExp(`export ALIBABA_CLOUD_SECURITY_TOKEN='?${token}`, 'u'));
      assert.deepEqual(calls, ['adopt', 'give clipboard']);
      const texts = fakeVscode.takeShownTexts().join(' ');
      assert.match(texts, /They expire in 43.*Cleared soon\./u);
      assert.ok(![secret, token].some((each) => texts.includes(each)));
    });

    it('offers the INI file for long-term keys only', async () => {
      const { run, copied } = windowWith();
      const running = run('rolecall.alibabaCopyCredentials', work);
      await next(() => {});
      assert.ok(!shown.items.some((item) => JSON.stringify(item).includes('credentials URI')));
      await choose(/^INI/u);
      await running;
      assert.match(copied[0] ?? '', /^\[work\]\nenable = true\n/u);
    });

    it('obeys the policy before it asks', async () => {
      const { run, copied, failures } = windowWith({ forbids: true });
      await run('rolecall.alibabaCopyCredentials', uriTarget);
      await run('rolecall.alibabaCopyUri', uriTarget);
      assert.deepEqual(copied, []);
      assert.deepEqual(
        failures.map((failure) => failure.code === 'forbidden' && failure.action),
        ['copy', 'endpoint'],
      );
    });
  });

  describe('Copy Credentials URI', () => {
    it('follows the window unless a row was chosen', async () => {
      const { run, copied, calls } = windowWith({ state: inUse(uriTarget) });
      await run('rolecall.alibabaCopyUri');
      await run('rolecall.alibabaCopyUri', uriTarget);
      assert.deepEqual(copied, [
        'http://127.0.0.1:1/alibaba/window',
        'http://127.0.0.1:1/alibaba/credentialsUri',
      ]);
      assert.deepEqual(
        calls.filter((call) => call.startsWith('lead')),
        ['lead copiedEndpoint following', 'lead copiedEndpoint'],
      );
    });

    it('copies nothing for long-term keys, which no reader accepts', async () => {
      const { run, copied, failures } = windowWith();
      await run('rolecall.alibabaCopyUri', work);
      assert.deepEqual([copied, failures.map(({ code }) => code)], [[], ['credentialsUriNeedsToken']]);
    });
  });

  describe('Open Console', () => {
    it('asks for the site once, and opens a link that encodes the token', async () => {
      const { run, links, calls, site } = windowWith();
      picked = /International/u;
      await run('rolecall.alibabaOpenConsole', uriTarget);
      picked = undefined;
      await run('rolecall.alibabaOpenConsole', uriTarget);
      assert.equal(links.length, 2);
      const url = new URL(links[0]!.url);
      assert.equal(url.origin + url.pathname, 'https://signin.alibabacloud.com/federation');
      assert.equal(url.searchParams.get('SigninToken'), 'token&of+the console');
      assert.equal(destination(links[0]!), 'https://home.console.alibabacloud.com');
      assert.deepEqual(calls.slice(0, 2), ['give console', 'sign in at intl with true']);
      assert.equal(site.value, 'intl');
    });

    it('asks for no site if there are only long-term keys', async () => {
      const { run, failures, calls, site } = windowWith();
      picked = /International/u;
      await run('rolecall.alibabaOpenConsole', work);
      assert.deepEqual([failures[0]?.code, calls, site.value], ['ramConsoleImpossible', [], undefined]);
    });

    it('does not open a console if the user chooses no site', async () => {
      const { run, links, calls } = windowWith();
      await run('rolecall.alibabaOpenConsole', uriTarget);
      assert.deepEqual([links, calls], [[], []]);
    });

    it('knows the site of a profile, and the account of a role', async () => {
      const { run, links } = windowWith({
        recent: [{ ...role, source: { kind: 'cliProfile', name: 'abroad' } }],
      });
      await run('rolecall.alibabaOpenConsole', { ...role, source: { kind: 'cliProfile', name: 'abroad' } });
      assert.equal(destination(links[0]!), 'https://home.console.alibabacloud.com');
      assert.equal(links[0]?.account, '1234567890123456');
    });

    it('asks again for a site that has refused', async () => {
      const fails = {
        code: 'alibabaRequestRefused',
        profile: '',
        action: 'GetSigninToken',
        alibabaCode: 'x',
        detail: '',
      } as const;
      const { run, site } = windowWith({ fails, site: 'cn' });
      await run('rolecall.alibabaOpenConsole', uriTarget);
      assert.equal(site.value, undefined);
    });
  });

  describe('Sign In with CLI', () => {
    it('runs the CLI itself, for which the name of the profile is only a value', async () => {
      const { run } = windowWith();
      await run('rolecall.alibabaSignIn', { kind: 'cliProfile', name: '--help' });
      const [{ shellPath, shellArgs, strictEnv, env } = {}] = terminals;
      assert.equal(shellPath, '/usr/bin/aliyun');
      assert.deepEqual(shellArgs, ['configure', '--mode', 'CloudSSO', '--profile=--help']);
      assert.deepEqual([strictEnv, env], [true, { PATH: '/usr/bin' }]);
    });

    it('says when the CLI is not installed', async () => {
      const { run } = windowWith({ cli: undefined });
      await run('rolecall.alibabaSignIn');
      assert.deepEqual(terminals, []);
      assert.match(fakeVscode.takeShownTexts().join(' '), /is not installed/u);
    });
  });

  it('open a file at the profile', async () => {
    const opened: unknown[] = [];
    Object.assign(fakeVscode.workspace, {
      openTextDocument: async ({ path }: { readonly path: string }) => {
        opened.push(path);
        return { getText: () => '' };
      },
    });
    const { run, failures } = windowWith();
    await run('rolecall.alibabaOpenFile', { kind: 'alibabaProfile', target: work });
    await run('rolecall.alibabaOpenFile', { kind: 'alibabaProfile', target: uriTarget });
    assert.deepEqual([opened, failures], [['/home/maya/.aliyun/config.json'], []]);
  });

  describe('Explain', () => {
    const { registerTextDocumentContentProvider } = fakeVscode.workspace;
    after(() => Object.assign(fakeVscode.workspace, { registerTextDocumentContentProvider }));

    const opened: string[] = [];

    beforeEach(() => {
      opened.splice(0);
      Object.assign(fakeVscode.workspace, {
        registerTextDocumentContentProvider: (...[, provider]: readonly [string, Provider]) => {
          Object.assign(fakeVscode.workspace, {
            openTextDocument: async (uri: unknown) =>
              void opened.push(await provider.provideTextDocumentContent(uri)),
          });
          return { dispose() {} };
        },
      });
    });

    it('explains a target, what is in use, or what tools use here', async () => {
      const { run } = windowWith({ state: inUse(work) });
      await run('rolecall.alibabaExplain');
      await run('rolecall.alibabaExplain', { kind: 'alibabaProfile', target: uriTarget });
      await run('rolecall.alibabaExplain', { kind: 'alibabaRemark', about: { code: 'frontRunner' } });
      const [ofWork = '', ofUri = '', ofAll = ''] = opened;
      assert.match(ofWork, /^How Rolecall gets credentials for work$/mu);
      assert.match(ofUri, /from the service at 127\.0\.0\.1:7002/u);
      assert.match(ofAll, /SDK for Node\.js/u);
      assert.doesNotMatch(ofAll, /^Rolecall calls STS at/mu);
      assert.ok(!opened.some((text) => text.includes(secret) || text.includes('secret-path')));
    });

    it('begins with the last failure of the target', async () => {
      const lastFailure: Failure = { code: 'alibabaSourceStale', profile: 'credentials URI' };
      const { run } = windowWith({ lastFailure });
      await run('rolecall.alibabaExplain', uriTarget);
      assert.match(opened.at(-1) ?? '', /^How Rolecall gets .*\n\nwhole alibabaSourceStale\n/u);
    });

    it('is told by each command what has failed', async () => {
      const { run, subjects } = windowWith({
        fails: { code: 'alibabaSourceStale', profile: 'x' },
        site: 'cn',
      });
      const failing = ['alibabaUse', 'alibabaVerify', 'alibabaCopyUri', 'alibabaOpenConsole'] as const;
      for (const command of failing) await run(alibabaCommandIds[command], uriTarget);
      assert.deepEqual(
        subjects,
        failing.map(() => uriTarget),
      );
    });
  });

  it('never show a secret in what they list', async () => {
    const { run } = windowWith();
    for (const id of Object.values(alibabaCommandIds)) {
      if (id === 'rolecall.assumeRamRole' || id === 'rolecall.alibabaCopyCredentials') continue;
      await run(id, { kind: 'nonsense', target: { kind: '__proto__' } });
    }
    const texts = fakeVscode.takeShownTexts().join(' ');
    assert.ok(![secret, token, 'secret-path'].some((each) => texts.includes(each)));
  });
});
