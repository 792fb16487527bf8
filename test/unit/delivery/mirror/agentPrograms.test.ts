import assert from 'node:assert/strict';
import { join } from 'node:path';
import { Emitter } from '../../../../src/base/event.ts';
import { mirrorName } from '../../../../src/delivery/handover/targetEncoding.ts';
import type { Target } from '../../../../src/profiles/profiles.ts';
import { AgentAccess, type AgentSettings } from '../../../../src/session/agents/agentAccess.ts';
import { nextCode } from '../../../aws/iam/mfa.ts';
import { type LocalAws, startLocalAws } from '../../../aws/localAws.ts';
import { s3Program } from '../../../aws/programs/s3Program.ts';
import { phone, testWorld } from '../../../aws/testWorld.ts';
import { fakeVscode } from '../../../fakes/useFakeVscode.ts';
import { readOnly } from '../../plan/access/scopedPlans.ts';
import { profile } from '../../session/testWindows/window.ts';
import { awsCli, cliArn, run } from '../awsPrograms.ts';
import { type LiveWindow, openLiveWindow, useLiveFolder } from './liveWindow.ts';

assert.ok(fakeVscode, 'the sentences are those of the editor');
const { describeFailure } = await import('../../../../src/host/messages/messages.ts');

/** Variables of a program that an AI agent runs. */
const agent = { AI_AGENT: 'a-test-of-rolecall' };
const sso = `[sso-session corp]
sso_start_url = https://corp.awsapps.com/start
sso_region = eu-west-1
[profile sso]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = Admin
`;

describe('programs in a terminal that AI agents and the user share', function () {
  this.timeout(60_000);
  if (process.platform === 'win32') return;
  let aws: LocalAws;
  let opened: LiveWindow;
  let settings: AgentSettings;
  let agents: AgentAccess;
  const folder = useLiveFolder();

  beforeEach(async () => {
    aws = await startLocalAws({ world: testWorld });
    settings = { access: readOnly, profile: undefined };
    agents = new AgentAccess({
      settings: {
        get agents() {
          return settings;
        },
        onChange: new Emitter<unknown>().event,
        ready: async () => {},
      },
      planOf: (target) => opened.window.planOf(target),
      readOnlyRole: async () => undefined,
      now: Date.now,
    });
    opened = await open();
  });
  afterEach(async () => {
    opened.live.dispose();
    agents.dispose();
    await aws.close();
  });

  const open = (): Promise<LiveWindow> =>
    openLiveWindow({
      url: aws.url,
      ...folder(),
      agents: { targetFor: (target) => agents.targetFor(target) },
      describe: (failure) => describeFailure(failure),
    });

  /** Lists and writes with S3. Such as `Plain/me: list put`, or what the program prints if it has no credentials. */
  async function tried(env: Readonly<Record<string, string>> = {}): Promise<string> {
    const all = { ...opened.env, AWS_REGION: 'eu-central-1', ...env };
    const runs = await Promise.all(
      [
        ['list', 'data'],
        ['put', 'data/new.txt'],
      ].map((args) => run(process.execPath, [s3Program, ...args], all)),
    );
    const [{ stdout, stderr } = assert.fail()] = runs;
    const arn = stdout.trim().split('\n').at(-1) ?? '';
    const rights = ['list', 'put'].filter((_, i) => runs[i]?.stdout.startsWith('allowed'));
    return arn === '' ? stderr : `${arn.split(/user\/|role\//u).at(-1)}: ${rights.join(' ')}`;
  }

  /** What an agent's program is told in place of credentials. */
  async function reason(env: Readonly<Record<string, string>> = {}): Promise<string> {
    const program = join(import.meta.dirname, '..', 'whyNot.mjs');
    const { stdout, stderr } = await run(process.execPath, [program], { ...opened.env, ...agent, ...env });
    assert.ok(stdout, stderr);
    return (JSON.parse(stdout) as { reason: string }).reason;
  }

  /** How many different sessions AWS has issued for an ARN that ends like this. */
  const issued = (end: string): number =>
    aws.sessions.issued.filter(({ caller }) => caller.arn.endsWith(end)).length;

  it('get different sessions: an agent’s may read, is named for it, and leaves the user’s as it is', async () => {
    assert.equal(await tried(), 'Plain/me: list put');
    const { credentials } = await opened.window.get('plain');
    assert.equal(await tried(agent), 'Plain/me-agent: list');
    assert.equal(await tried(), 'Plain/me: list put');
    assert.equal((await opened.window.get('plain')).credentials.accessKeyId, credentials.accessKeyId);
    assert.deepEqual([issued('Plain/me'), issued('Plain/me-agent')], [1, 1]);
  });

  it('share the code of an MFA device, whoever comes first', async () => {
    opened.window.prompts.type(() => nextCode(phone, aws.clock));
    const named = { AWS_PROFILE: 'next' };
    assert.equal(await tried({ ...agent, ...named }), 'Next/me-agent: list');
    assert.equal(await tried(named), 'Next/me: list put');
    assert.equal(opened.window.prompts.questions.length, 1);
    const [question] = opened.window.prompts.questions;
    assert.partialDeepStrictEqual(await question?.requester, { agent: agent.AI_AGENT });
  });

  it('get less for every profile that an agent names, and by the keys of a user, too', async () => {
    assert.equal(await tried({ ...agent, AWS_PROFILE: 'long' }), 'Long/me-agent: list');
    assert.match(await tried({ ...agent, AWS_PROFILE: 'keys' }), /me-agent: $/u);
    assert.equal(issued('federated-user/me-agent'), 1);
    if (!awsCli) return;
    assert.match(await cliArn({ ...opened.env, ...agent }, '--profile', 'long'), /Long\/me-agent$/u);
    assert.match(await cliArn(opened.env, '--profile', 'long'), /Long\/me$/u);
    assert.match(await cliArn({ ...opened.env, ...agent }), /Plain\/me-agent$/u);
  });

  it('get less of a target with an access of its own, never more', async () => {
    const target: Target = { ...profile('plain'), access: { managed: ['viewOnly'] } };
    await opened.live.prepare(target);
    const named = { AWS_PROFILE: mirrorName(target) };
    assert.equal(await tried(named), 'Plain/me: list');
    assert.equal(await tried({ ...agent, ...named }), 'Plain/me-agent: list');
    const full: Target = { ...profile('plain'), access: { managed: [] } };
    await opened.live.prepare(full);
    assert.equal(await tried({ ...agent, AWS_PROFILE: mirrorName(full) }), 'Plain/me-agent: list');
    assert.equal(await tried({ AWS_PROFILE: mirrorName(full) }), 'Plain/me: list put');
  });

  it('have it still after the window is loaded again, whose terminals VS Code keeps', async () => {
    const target: Target = { ...profile('plain'), access: { managed: ['viewOnly'] } };
    await opened.live.prepare(target);
    const named = { AWS_PROFILE: mirrorName(target) };
    assert.equal(await tried(named), 'Plain/me: list');
    opened.live.dispose();
    opened = await open();
    assert.equal(await tried(named), 'Plain/me: list');
    assert.equal(await tried({ ...agent, ...named }), 'Plain/me-agent: list');
  });

  it('get the profile for agents, whatever they name', async () => {
    settings = { access: readOnly, profile: 'long' };
    for (const env of [{}, { AWS_PROFILE: 'keys' }])
      assert.equal(await tried({ ...agent, ...env }), 'Long/me-agent: list put');
    assert.equal(await tried(), 'Plain/me: list put');
  });

  it('are told why agents get nothing, and the way out', async () => {
    settings = { access: 'none', profile: undefined };
    assert.match(await reason(), /AI agents get no AWS access.*rolecall\.agents\.access.*Let Agents Write/u);
    settings = { access: readOnly, profile: undefined };
    opened.window.files.config += sso;
    await opened.reread();
    assert.match(
      await reason({ AWS_PROFILE: 'sso' }),
      /AI agents get less access.*rolecall\.agents\.access.*rolecall\.agents\.profile.*Let Agents Write/u,
    );
    settings = {
      access: { code: 'unknownAccess', profile: '', setting: 'a.b', value: 'x' },
      profile: undefined,
    };
    assert.match(await reason(), /a\.b.*“x”/u);
    assert.deepEqual([issued('Plain/me'), issued('Plain/me-agent')], [0, 0]);
    assert.equal(await tried(), 'Plain/me: list put');
  });

  it('get as much for an agent as the user while that is allowed, in a session of its own', async () => {
    assert.equal(await tried(agent), 'Plain/me-agent: list');
    agents.grant(profile('plain'), undefined);
    assert.equal(await tried(agent), 'Plain/me-agent: list put');
    assert.equal(await tried({ ...agent, AWS_PROFILE: 'long' }), 'Long/me-agent: list');
    agents.revokeAll();
    assert.equal(await tried(agent), 'Plain/me-agent: list');
    assert.deepEqual([issued('Plain/me'), issued('Plain/me-agent')], [0, 2]);
  });

  it('share one session of an agent, if many of them start at once', async () => {
    const runs = await Promise.all(Array.from({ length: 6 }, () => tried(agent)));
    assert.deepEqual([...new Set(runs)], ['Plain/me-agent: list']);
    assert.equal(issued('Plain/me-agent'), 1);
  });
});
