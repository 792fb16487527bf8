import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cancelled, failureOf } from '../../../../src/base/failure.ts';
import {
  type DebugDependencies,
  withProfileVariables,
} from '../../../../src/delivery/debugging/debugVariables.ts';
import type { LaunchConfiguration } from '../../../../src/delivery/handover/debugConfiguration.ts';
import type { Mode } from '../../../../src/delivery/handover/terminalModes.ts';
import { BesideSlot } from '../../../../src/delivery/terminals/besideSlot.ts';
import { Active } from '../../../../src/session/active.ts';
import { DeclinedPrompts } from '../../../../src/session/declinedPrompts.ts';
import { nextCode } from '../../../aws/iam/mfa.ts';
import { type LocalAws, startLocalAws } from '../../../aws/localAws.ts';
import { phone, testWorld } from '../../../aws/testWorld.ts';
import { type HandOutRecord, recordHandOuts } from '../../../fakes/handOutRecord.ts';
import { TypedCodes } from '../../../fakes/typedCodes.ts';
import { openWindow, profile, type Window } from '../../session/testWindows/window.ts';

const launch: LaunchConfiguration = { type: 'node', request: 'launch' };
const mirror = { config: '/mirror/config', credentials: '/mirror/credentials' };
const escape = (): never => {
  throw new Cancelled();
};

describe('a debugger that launches a program', () => {
  let aws: LocalAws;
  let window: Window<TypedCodes>;
  let active: Active;
  let dependencies: DebugDependencies;
  let mode: Mode;
  let prepared: number;
  let record: HandOutRecord;
  let reported: string[];

  beforeEach(async () => {
    aws = await startLocalAws({ world: testWorld });
    window = openWindow({ url: aws.url, prompts: new TypedCodes() });
    const memory = { load: () => profile('mfa'), save: () => {} };
    const { sessions, identify, log } = window;
    active = new Active({ sessions, memory, identify, log, now: Date.now, renewMarginMs: () => 0 });
    const declinedPrompts = new DeclinedPrompts();
    active.onDidChange((state) => declinedPrompts.follow(state));
    mode = 'environment';
    prepared = 0;
    record = recordHandOuts();
    reported = [];
    dependencies = {
      stateOf: () => active.state,
      delivering: (recipient) => ({
        mode,
        agentsGetLess: false,
        mirror,
        planOf: (target) => window.planOf(target),
        give: (session, use) => record.give(session, recipient, use),
      }),
      isKeysMode: () => mode === 'environment',
      lead: (target, recipient) => record.handOuts.lead(target, recipient),
      beside: new BesideSlot(),
      recipientFor: (name) => ({ kind: 'debugSession', name, id: 1 }),
      environment: {},
      getSession: async (target, request) => {
        const session = await window.sessions.get(target, request);
        active.adopt(session);
        return session;
      },
      attempt: async (_, action) => {
        await action(false).catch((error: unknown) => {
          if (!(error instanceof Cancelled)) reported.push(failureOf(error, '').code);
        });
      },
      declinedPrompts,
      prepareMirror: async () => void prepared++,
    };
    await active.restore();
    assert.equal(active.state.kind, 'waiting');
  });

  afterEach(async () => {
    active.dispose();
    await aws.close();
  });

  async function envOf(more: object = {}): Promise<Record<string, string>> {
    const result = await withProfileVariables({ ...launch, ...more }, undefined, dependencies);
    return (result['env'] ?? {}) as Record<string, string>;
  }

  const otherCloud = async (more: object = {}): Promise<object> =>
    Object.fromEntries(
      Object.entries(await envOf({ name: 'Test', ...more })).filter(([name]) => name.startsWith('ALIBABA')),
    );

  const promptCount = (): number => window.prompts.questions.length;

  it('prompts for the MFA code that the profile in use needs, and the window gets the session, too', async () => {
    window.prompts.type(nextCode(phone, aws.clock));
    assert.match((await envOf())['AWS_ACCESS_KEY_ID'] ?? '', /^ASIA/);
    assert.equal(active.state.kind, 'ready');
    assert.match((await envOf())['AWS_ACCESS_KEY_ID'] ?? '', /^ASIA/);
    assert.equal(promptCount(), 1);
    assert.equal(prepared, 0);
  });

  it('is reported with what it gets: keys, a way to them, or nothing', async () => {
    window.prompts.type(nextCode(phone, aws.clock));
    await envOf({ name: 'Keys' });
    await envOf({ name: 'Exposed', console: 'integratedTerminal' });
    await envOf({ name: 'Own', env: { AWS_PROFILE: 'other' } });
    assert.deepEqual(
      record.reported.map(({ what, profile: name, recipient }) => [what, name, recipient]),
      [
        ['keys', 'mfa', { kind: 'debugSession', name: 'Keys', id: 1 }],
        ['access', 'mfa', { kind: 'debugSession', name: 'Exposed', id: 1 }],
      ],
    );
  });

  describe('with another cloud beside AWS', () => {
    const beside = {
      set: new Map([
        ['ALIBABA_CLOUD_ACCESS_KEY_ID', 'STS.1'],
        ['ALIBABA_CLOUD_REGION_ID', 'cn-shanghai'],
      ]),
      absent: ['ALIBABA_CLOUD_PROFILE', 'ALIBABA_CLOUD_ROLE_ARN'],
      profile: 'ali',
    };
    let givenTo: string[];
    beforeEach(() => {
      mode = 'live';
      givenTo = [];
      dependencies = {
        ...dependencies,
        environment: { ALIBABA_CLOUD_ROLE_ARN: 'other' },
        beside: {
          for: ({ kind }) => {
            givenTo.push(kind);
            return beside;
          },
          peek: () => beside,
        },
      };
    });

    it('gets its variables over inherited ones, which are recorded', async () => {
      assert.deepEqual(await otherCloud(), {
        ALIBABA_CLOUD_ROLE_ARN: '',
        ALIBABA_CLOUD_ACCESS_KEY_ID: 'STS.1',
        ALIBABA_CLOUD_REGION_ID: 'cn-shanghai',
      });
      assert.deepEqual(givenTo, ['debugSession']);
    });

    it('keeps a region that it names itself', async () => {
      const env = { ALIBABA_CLOUD_REGION_ID: 'ap-southeast-1' };
      assert.deepEqual(await otherCloud({ env }), {
        ALIBABA_CLOUD_ROLE_ARN: '',
        ALIBABA_CLOUD_ACCESS_KEY_ID: 'STS.1',
        ...env,
      });
    });

    it('gets none where a command line would show them: its terminal has them', async () => {
      assert.deepEqual(await otherCloud({ console: 'integratedTerminal' }), {});
      assert.deepEqual(givenTo, []);
    });

    it('gets none if it chooses its own, and nothing that leads elsewhere', async () => {
      const env = { ALIBABA_CLOUD_PROFILE: 'mine' };
      assert.deepEqual(await otherCloud({ env }), { ...env, ALIBABA_CLOUD_ROLE_ARN: '' });
      assert.deepEqual(await otherCloud({ env, console: 'integratedTerminal' }), {
        ...env,
        ALIBABA_CLOUD_ACCESS_KEY_ID: '',
      });
      assert.deepEqual(givenTo, []);
    });
  });

  it('does not prompt again after Escape, and does not use other credentials', async () => {
    window.prompts.type(escape);
    for (const _ of [1, 2]) {
      const env = await envOf();
      assert.deepEqual(
        [env['AWS_ACCESS_KEY_ID'], env['AWS_PROFILE'], env['AWS_CONFIG_FILE']],
        [undefined, 'mfa', mirror.config],
      );
    }
    assert.equal(promptCount(), 1);
    assert.equal(prepared, 2, 'the mirror is there before the program is');
    assert.ok(dependencies.declinedPrompts.has(profile('mfa')));
  });

  it('reports a failure, and prompts again the next time', async () => {
    await aws.close();
    for (const _ of [1, 2]) await envOf();
    assert.deepEqual(reported, ['network', 'network']);
    assert.ok(!dependencies.declinedPrompts.has(profile('mfa')));
  });

  it('prompts again once the profile is chosen again', async () => {
    window.prompts.type(escape, escape);
    await envOf();
    await assert.rejects(active.use(profile('mfa')), Cancelled);
    assert.ok(!dependencies.declinedPrompts.has(profile('mfa')));
    window.prompts.type(nextCode(phone, aws.clock));
    assert.match((await envOf())['AWS_ACCESS_KEY_ID'] ?? '', /^ASIA/);
    assert.equal(promptCount(), 3);
  });

  it('does not prompt in modes in which programs request credentials themselves', async () => {
    mode = 'profile';
    assert.equal((await envOf())['AWS_PROFILE'], 'mfa');
    mode = 'live';
    assert.equal((await envOf())['AWS_CONFIG_FILE'], mirror.config);
    assert.equal(promptCount(), 0);
  });

  it('has one identity, even if it loads a file that names another one, as `.env` files do', async () => {
    window.prompts.type(nextCode(phone, aws.clock));
    const named = { AWS_PROFILE: 'other', AWS_ACCOUNT_ID: '1' };
    dependencies = { ...dependencies, surroundings: () => ({ named }) };
    const env = await envOf();
    assert.match(env['AWS_ACCESS_KEY_ID'] ?? '', /^ASIA/);
    assert.deepEqual([env['AWS_PROFILE'], env['AWS_CONFIG_FILE'], prepared], ['mfa', mirror.config, 1]);
    assert.ok(!('AWS_ACCOUNT_ID' in env), 'it may be meant for the program');
    assert.deepEqual(await envOf({ env: { AWS_PROFILE: 'mine' } }), { AWS_PROFILE: 'mine' });
  });

  it('takes blank variables, and blank lines of its file, for absent', async () => {
    window.prompts.type(nextCode(phone, aws.clock));
    const folder = await mkdtemp(join(tmpdir(), 'rolecall-debug-'));
    const envFile = join(folder, '.env');
    await writeFile(envFile, 'AWS_PROFILE=\nAWS_REGION=""\n');
    for (const blank of [{ env: { AWS_PROFILE: '', AWS_ACCESS_KEY_ID: '' } }, { envFile }]) {
      const env = await envOf(blank);
      assert.match(env['AWS_ACCESS_KEY_ID'] ?? '', /^ASIA/);
      assert.equal(env['AWS_PROFILE'], 'mfa');
    }
    await rm(folder, { recursive: true });
  });

  it('does not prompt if the configuration selects credentials', async () => {
    assert.deepEqual(await envOf({ env: { AWS_PROFILE: 'mine' } }), { AWS_PROFILE: 'mine' });
    const folder = await mkdtemp(join(tmpdir(), 'rolecall-env-'));
    const envFile = join(folder, '.env');
    await writeFile(envFile, '# a file\nexport AWS_PROFILE="mine"\n');
    assert.deepEqual(await envOf({ envFile }), {});
    await rm(folder, { recursive: true });
    assert.equal(promptCount(), 0);
  });

  it('leaves an unreadable file to the debugger', async () => {
    mode = 'profile';
    assert.equal((await envOf({ envFile: '/nowhere/.env' }))['AWS_PROFILE'], 'mfa');
  });

  it('shows no session in a terminal, where the program keeps its profile when the window switches', async () => {
    await active.use(profile('plain'));
    const shown = await envOf({ console: 'integratedTerminal' });
    assert.deepEqual(
      [
        shown['AWS_ACCESS_KEY_ID'],
        shown['AWS_SESSION_TOKEN'],
        shown['AWS_PROFILE'],
        shown['AWS_CONFIG_FILE'],
      ],
      ['', '', 'plain', mirror.config],
    );
    mode = 'live';
    assert.equal((await envOf())['AWS_PROFILE'], 'plain');
  });
});
