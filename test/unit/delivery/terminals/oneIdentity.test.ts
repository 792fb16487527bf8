import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from '../../../../src/base/environment.ts';
import type { GivenSession } from '../../../../src/delivery/handover/givenSession.ts';
import { overInherited } from '../../../../src/delivery/handover/handover.ts';
import {
  relevantIn,
  variablesIn,
  variablesOfProfiles,
  variablesOfTasks,
} from '../../../../src/delivery/handover/namedVariables.ts';
import { profilesIn, variablesOfScript } from '../../../../src/delivery/handover/namingFiles.ts';
import { type Mode, windowHandover } from '../../../../src/delivery/handover/terminalModes.ts';
import type { Target } from '../../../../src/profiles/profiles.ts';
import type { Session } from '../../../../src/session/sessions.ts';
import { type LocalAws, startLocalAws } from '../../../aws/localAws.ts';
import { bobKey, testWorld } from '../../../aws/testWorld.ts';
import { profile } from '../../session/testWindows/window.ts';
import { awsCli, cliArn, sdkArn } from '../awsPrograms.ts';
import { type LiveWindow, openLiveWindow, useLiveFolder } from '../mirror/liveWindow.ts';

const window = /assumed-role\/Plain\//u;
const named = /assumed-role\/Long\//u;
const bob = /user\/bob$/u;

const bobKeys = { AWS_ACCESS_KEY_ID: bobKey.accessKeyId, AWS_SECRET_ACCESS_KEY: bobKey.secretAccessKey };

/** What somebody sets, and who a program in the mode `live` is then. In the other modes, the window's profile wins. */
const choices: readonly (readonly [what: string, env: Readonly<Record<string, string>>, inLive: RegExp])[] = [
  ['another profile', { AWS_PROFILE: 'long' }, named],
  ['another default profile', { AWS_PROFILE: 'long', AWS_DEFAULT_PROFILE: 'long' }, named],
  ['keys', bobKeys, bob],
  ['a stale token', { AWS_SESSION_TOKEN: 'stale', AWS_SECURITY_TOKEN: 'stale' }, window],
  ['an empty profile', { AWS_PROFILE: '' }, window],
  ['a blank default profile', { AWS_DEFAULT_PROFILE: ' ' }, window],
  ['an empty region', { AWS_REGION: '', AWS_DEFAULT_REGION: '' }, window],
  ['blank keys', { AWS_ACCESS_KEY_ID: ' ', AWS_SECRET_ACCESS_KEY: ' ', AWS_SESSION_TOKEN: ' ' }, window],
  ['empty files', { AWS_CONFIG_FILE: '', AWS_SHARED_CREDENTIALS_FILE: '' }, window],
  ['blank settings of calls', { AWS_RETRY_MODE: '', AWS_MAX_ATTEMPTS: ' ', AWS_DEFAULTS_MODE: '' }, window],
  [
    'blank settings of endpoints',
    { AWS_ACCOUNT_ID_ENDPOINT_MODE: '', AWS_STS_REGIONAL_ENDPOINTS: '', AWS_ENDPOINT_DISCOVERY_ENABLED: ' ' },
    window,
  ],
  ['blank files', { AWS_CONFIG_FILE: ' ', AWS_SHARED_CREDENTIALS_FILE: ' ' }, window],
];

type Env = Readonly<Record<string, string>>;

/** Who sets it, in the form in which VS Code or a shell has it, and how Rolecall finds it. */
const places: readonly (readonly [where: string, find: (env: Env) => Environment])[] = [
  ['the settings', variablesIn],
  ['a profile of terminals', (env) => variablesOfProfiles({ bash: { path: 'bash', env }, zsh: null })],
  ['a task', (env) => variablesOfTasks({ tasks: [{}, { label: 'a', options: { env } }] }, 'linux')],
  ['all tasks', (env) => variablesOfTasks({ linux: { options: { env } } }, 'linux')],
  [
    'a start-up file',
    (env) =>
      variablesOfScript(
        Object.entries(env)
          .map(([name, value]) => `  export ${name}="${value.trim()}" # mine\n`)
          .join(''),
      ),
  ],
];

/** Asserts who the SDK for JavaScript and the AWS CLI are, if it is installed. */
async function assertOne(environment: Environment, who: RegExp): Promise<void> {
  const env = { ...environment };
  const arns = await Promise.all([sdkArn(env), ...(awsCli ? [cliArn(env)] : [])]);
  const text = arns.join('\n');
  for (const arn of arns) assert.match(arn.split('\n').at(-1) ?? '', who, text);
}

describe('programs in one terminal', function () {
  this.timeout(240_000);
  let aws: LocalAws;
  let opened: LiveWindow;
  const folder = useLiveFolder();

  before(async () => {
    aws = await startLocalAws({ world: testWorld });
    opened = await openLiveWindow({ url: aws.url, ...folder() });
    const home = join(folder().folder, '.aws');
    await mkdir(home, { recursive: true });
    await writeFile(join(home, 'config'), opened.window.files.config);
    await writeFile(join(home, 'credentials'), opened.window.files.credentials);
  });
  after(async () => {
    opened.live.dispose();
    await aws.close();
  });

  const shell = (): Record<string, string> => ({
    PATH: process.env['PATH'] ?? '',
    HOME: folder().folder,
    AWS_ENDPOINT_URL_STS: aws.url,
    AWS_EC2_METADATA_DISABLED: 'true',
  });

  /** The environment of a terminal in which `env` is set. VS Code applies Rolecall's variables last. */
  async function terminal(
    mode: Mode,
    env: Env,
    inherited: Env,
    found: Environment,
    agentsGetLess = false,
  ): Promise<Environment> {
    const target = profile('plain');
    const { window: sessions, mirror, record } = opened;
    await opened.live.prepare(target);
    const delivering = {
      mode,
      agentsGetLess,
      mirror,
      planOf: (each: Target) => sessions.planOf(each),
      give: <T>(session: Session, use: (given: GivenSession) => T) =>
        record.give(session, { kind: 'newTerminals', folder: undefined }, use),
    };
    const state = { kind: 'ready', target, session: await sessions.get('plain') } as const;
    const own = {
      config: join(folder().folder, '.aws', 'config'),
      credentials: join(folder().folder, '.aws', 'credentials'),
    };
    const delivered = overInherited(windowHandover(state, delivering), inherited, {
      own,
      named: relevantIn(found),
    });
    return { ...shell(), ...inherited, ...env, ...Object.fromEntries(delivered) };
  }

  for (const mode of ['environment', 'profile', 'live'] as const) {
    for (const [what, env, inLive] of choices) {
      it(`are one identity in the mode “${mode}” if VS Code inherits ${what}`, async () => {
        await assertOne(await terminal(mode, {}, env, {}), window);
      });

      it(`are one identity in the mode “${mode}” if a task sets ${what}`, async () => {
        const found = places[2]?.[1](env) ?? {};
        await assertOne(await terminal(mode, env, {}, found), mode === 'live' ? inLive : window);
      });
    }
  }

  for (const mode of ['environment', 'profile'] as const)
    for (const [what, env] of choices)
      it(`are one identity in the mode “${mode}” without keys, for agents, if VS Code inherits ${what}`, async () => {
        const environment = await terminal(mode, {}, env, {}, true);
        assert.doesNotMatch(JSON.stringify(environment), /"(?:AKIA|ASIA)/u);
        await assertOne(environment, window);
      });

  for (const [where, find] of places)
    it(`have the window’s profile, whatever ${where} sets`, async () => {
      for (const env of [{ AWS_PROFILE: 'long' }, { AWS_PROFILE: '' }, bobKeys])
        for (const mode of ['environment', 'profile'] as const)
          await assertOne(await terminal(mode, env, {}, find(env)), window);
    });

  for (const mode of ['environment', 'profile'] as const)
    it(`have the window’s profile in the mode “${mode}”, even if they load a file that names another one`, async () => {
      const env = { AWS_PROFILE: 'long', AWS_DEFAULT_PROFILE: 'long' };
      // Such a file sets only variables that are not set yet.
      await assertOne({ ...env, ...(await terminal(mode, {}, {}, profilesIn(env))) }, window);
    });

  it('are the keys of a task in the mode “live”, even if VS Code inherits a profile', async () => {
    const inherited = { AWS_PROFILE: 'long' };
    await assertOne(await terminal('live', bobKeys, inherited, variablesIn(bobKeys)), window);
  });
});
