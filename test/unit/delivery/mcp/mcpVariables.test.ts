import assert from 'node:assert/strict';
import type { Failure } from '../../../../src/base/failure.ts';
import { Cancelled, FailureError } from '../../../../src/base/failure.ts';
import { mcpServersIn } from '../../../../src/delivery/mcp/mcpServers.ts';
import { type McpDependencies, mcpVariables } from '../../../../src/delivery/mcp/mcpVariables.ts';
import type { Target } from '../../../../src/profiles/profiles.ts';
import { nextCode } from '../../../aws/iam/mfa.ts';
import { type LocalAws, startLocalAws } from '../../../aws/localAws.ts';
import { aliceKey, phone, testWorld } from '../../../aws/testWorld.ts';
import { profile } from '../../session/testWindows/window.ts';
import { sdkArn } from '../awsPrograms.ts';
import { type LiveWindow, openLiveWindow, useLiveFolder } from '../mirror/liveWindow.ts';

/** Agents may only read. */
const agents: McpDependencies['agents'] = {
  targetFor: async (target) => ({ ...target, access: { managed: ['readOnly'], isForAgent: true } }),
};

describe('the variables of an MCP server', function () {
  this.timeout(60_000);
  let aws: LocalAws;
  const opened: LiveWindow[] = [];
  const folder = useLiveFolder();

  beforeEach(async () => void (aws = await startLocalAws({ world: testWorld })));
  afterEach(async () => {
    for (const { live } of opened.splice(0)) live.dispose();
    await aws.close();
  });

  async function open() {
    const live = await openLiveWindow({ url: aws.url, ...folder(), agents });
    opened.push(live);
    const given: McpDependencies = {
      label: 'MCP server my tools',
      ready: async () => {},
      inUse: () => profile('plain'),
      isTrusted: () => true,
      agents,
      get: (target, request) => live.window.sessions.get(target, request),
      prepareMirror: (target) => live.live.prepare(target),
      planOf: (target) => live.window.planOf(target),
      mirror: live.mirror,
      environment: {},
      describe: ({ code }: Failure) => `sentence about ${code}`,
      log: live.window.log,
    };
    const variables = (more: Partial<McpDependencies> = {}) =>
      mcpVariables('my tools', new AbortController().signal, { ...given, ...more });
    return { ...live, variables };
  }

  const inherited = () => ({
    PATH: process.env['PATH'],
    HOME: folder().folder,
    AWS_ENDPOINT_URL_STS: aws.url,
    // All of these lead to other credentials.
    AWS_ACCESS_KEY_ID: aliceKey.accessKeyId,
    AWS_SECRET_ACCESS_KEY: aliceKey.secretAccessKey,
    AWS_DEFAULT_PROFILE: 'long',
    AWS_ROLE_ARN: 'arn:aws:iam::222222222222:role/Long',
    AWS_WEB_IDENTITY_TOKEN_FILE: '/token',
    AWS_API_MCP_PROFILE_NAME: 'long',
    AWS_MCP_PROXY_PROFILES: 'long next',
  });

  it('lead the server to the session of agents, whatever it inherits', async () => {
    const { variables } = await open();
    const environment = inherited();
    const server = processEnvironment(environment, await variables({ environment }));
    assert.equal(await sdkArn(server), 'arn:aws:sts::222222222222:assumed-role/Plain/me-agent');
    assert.equal(server['AI_AGENT'], 'mcp_server_my_tools');
    assert.equal(server['AWS_SDK_UA_APP_ID'], 'rolecall-agent');
    assert.equal(server['AWS_EC2_METADATA_DISABLED'], 'true');
    assert.equal(server['AWS_API_MCP_PROFILE_NAME'], undefined);
    assert.equal(server['AWS_MCP_PROXY_PROFILES'], undefined);
    assert.doesNotMatch(JSON.stringify(server), /A[KS]IA|secret-of/u);
  });

  it('lead to a profile with less access, which is not in the files of the user', async () => {
    const { variables } = await open();
    const target = { ...profile('plain'), access: { managed: ['viewOnly'] } };
    const server = processEnvironment(inherited(), await variables({ inUse: () => target }));
    assert.notEqual(server['AWS_PROFILE'], 'plain');
    assert.equal(await sdkArn(server), 'arn:aws:sts::222222222222:assumed-role/Plain/me-agent');
  });

  it('contain the region of the profile', async () => {
    const { variables } = await open();
    const given = await variables({ inUse: () => profile('keys'), agents: same });
    assert.equal(given['AWS_REGION'], 'eu-central-1');
  });

  it('are there once the user has entered the code, and name the server in the box', async () => {
    const { variables, window } = await open();
    window.prompts.type(() => nextCode(phone, aws.clock));
    const given = await variables({ inUse: () => profile('mfa') });
    assert.equal(window.prompts.questions.length, 1);
    assert.partialDeepStrictEqual(await window.prompts.questions[0]?.requester, {
      agent: 'MCP server my tools',
    });
    const server = processEnvironment({ ...inherited(), AWS_REGION: 'us-east-1' }, given);
    assert.match(await sdkArn(server), /assumed-role\/Mfa\/me-agent$/u);
    assert.equal(window.prompts.questions.length, 1);
  });

  it('are a sentence if the server cannot start', async () => {
    const { variables, window } = await open();
    const fails = (more: Partial<McpDependencies>, code: string) =>
      assert.rejects(variables(more), { message: `sentence about ${code}` });
    await fails({ isTrusted: () => false }, 'mcpServerUntrusted');
    await fails({ inUse: () => undefined }, 'mcpServerWithoutProfile');
    await fails({ inUse: () => profile('gone') }, 'noSuchProfile');
    const refused = new FailureError({ code: 'agentsHaveNoAccess', profile: 'plain' });
    await fails({ agents: { targetFor: () => Promise.reject(refused) } }, 'agentsHaveNoAccess');
    await fails({ prepareMirror: () => Promise.reject(new Error('secret-of-x')) }, 'unexpected');
    assert.equal(window.log.errors.length, 1);
    window.prompts.type(() => {
      throw new Cancelled();
    });
    await fails({ inUse: () => profile('mfa') }, 'mcpServerDeclined');
  });
});

/** The environment of a process that VS Code starts: that of the extension host, and the variables on top. */
function processEnvironment(
  inherited: NodeJS.ProcessEnv,
  variables: Readonly<Record<string, string | null>>,
): NodeJS.ProcessEnv {
  const all = Object.entries({ ...inherited, ...variables });
  return Object.fromEntries(all.flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
}

const same = { targetFor: (target: Target) => Promise.resolve(target) };

describe('the setting for MCP servers', () => {
  it('may contain anything', () => {
    const good = { name: ' tools ', command: ['uvx', 'x'] };
    const bad = [
      null,
      1,
      'uvx',
      [],
      {},
      { name: 'a' },
      { name: '', command: ['a'] },
      { name: 'a', command: 'uvx' },
    ];
    const worse = [
      { name: 'a', command: [] },
      { name: 'a', command: ['', 'x'] },
      { name: 'a', command: ['a', 1] },
    ];
    assert.deepEqual(mcpServersIn([...bad, good, ...worse, { name: 'tools', command: ['other'] }]), [
      { name: 'tools', command: ['uvx', 'x'] },
    ]);
    for (const setting of [undefined, null, {}, 'x', 3]) assert.deepEqual(mcpServersIn(setting), []);
  });
});
