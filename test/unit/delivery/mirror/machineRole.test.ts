import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Cancelled } from '../../../../src/base/failure.ts';
import { overInherited } from '../../../../src/delivery/handover/handover.ts';
import {
  type Delivering,
  fixedHandover,
  type Mode,
  windowHandover,
} from '../../../../src/delivery/handover/terminalModes.ts';
import type { Target } from '../../../../src/profiles/profiles.ts';
import { type LocalAws, startLocalAws } from '../../../aws/localAws.ts';
import { type InstanceMetadata, startInstanceMetadata } from '../../../aws/machineRoles/instanceMetadata.ts';
import { aliceKey, instanceRole, plainRole, testWorld } from '../../../aws/testWorld.ts';
import { recordHandOuts } from '../../../fakes/handOutRecord.ts';
import { profile } from '../../session/testWindows/window.ts';
import { awsCli, cliArn, run } from '../awsPrograms.ts';
import { type LiveWindow, openLiveWindow, useLiveFolder } from './liveWindow.ts';

const keys = `aws_access_key_id = ${aliceKey.accessKeyId}\naws_secret_access_key = ${aliceKey.secretAccessKey}`;
/** Profiles without a plan, by the code of the failure. */
const planless = `
[profile hardwareKey-passkey]
${keys}
mfa_serial = arn:aws:iam::111111111111:u2f/user/alice/key
[profile invalidValue-serial]
${keys}
mfa_serial = ???
[profile invalidValue-region]
${keys}
region = us east
[profile incompleteKeys-half]
aws_access_key_id = ${aliceKey.accessKeyId}
[profile invalidValue-process]
credential_process =
[profile ssoIncomplete-account]
sso_account_id = 111122223333
[profile noSource-orphan]
role_arn = ${plainRole}
[profile incompleteKeys-maya's role]
aws_access_key_id = ${aliceKey.accessKeyId}
`;

const sentence = (code: string): RegExp => new RegExp(`Rolecall: (?:failure ${code}|refused .*)\\n`, 'u');

describe('on an EC2 instance with a role', function () {
  this.timeout(120_000);
  let aws: LocalAws;
  let instance: InstanceMetadata;
  let opened: LiveWindow;
  const folder = useLiveFolder();

  beforeEach(async () => {
    aws = await startLocalAws({ world: testWorld });
    instance = await startInstanceMetadata(aws, { role: instanceRole });
    opened = await openLiveWindow({ url: aws.url, ...folder() });
    await changeFiles(planless);
  });

  afterEach(async () => {
    opened.live.dispose();
    await Promise.all([aws.close(), instance.close()]);
  });

  /** Adds profiles, also to the files that programs find without Rolecall. */
  async function changeFiles(more: string): Promise<void> {
    const { window, reread } = opened;
    window.files.config += more;
    const home = join(folder().folder, '.aws');
    await mkdir(home, { recursive: true });
    await writeFile(join(home, 'config'), window.files.config);
    await writeFile(join(home, 'credentials'), window.files.credentials);
    await reread();
  }

  const inherited = (): Record<string, string> => ({
    PATH: process.env['PATH'] ?? '',
    HOME: folder().folder,
    AWS_ENDPOINT_URL_STS: aws.url,
    INSTANCE_METADATA: instance.url,
    AWS_EC2_METADATA_SERVICE_ENDPOINT: instance.url,
    AWS_DEFAULT_OUTPUT: 'text',
    AWS_REGION: 'eu-central-1',
    AWS_DEFAULT_REGION: 'eu-central-1',
  });

  /** The environment of a terminal that has no session for the target: that of the window, and of a bound folder. */
  function terminals(
    target: Target | undefined,
    mode: Mode,
    agentsGetLess = false,
  ): readonly NodeJS.ProcessEnv[] {
    const planOf = (each: Target) => opened.window.planOf(each);
    const { give } = recordHandOuts();
    const delivering: Delivering = {
      mode,
      agentsGetLess,
      mirror: opened.mirror,
      planOf,
      give: (session, use) => give(session, { kind: 'newTerminals', folder: undefined }, use),
    };
    const waiting =
      target && ({ kind: 'waiting', target, failure: { code: 'needsPerson', profile: '' } } as const);
    const handovers = [
      windowHandover(waiting ?? { kind: 'none' }, delivering),
      // In the other modes, they are the same.
      ...(waiting && mode === 'live' ? [fixedHandover(waiting, delivering)] : []),
    ];
    return handovers.map((handover) => ({
      ...inherited(),
      ...Object.fromEntries(overInherited(handover, inherited())),
    }));
  }

  /**
   * Asserts that no program has the role, and that those that read the mirror have no identity and print the sentence.
   * Those that read the user's own files may support what Rolecall does not.
   */
  async function assertNoIdentity(env: NodeJS.ProcessEnv, reason: RegExp, asked = 0): Promise<void> {
    const { caller, reason: found } = await whyNot(env);
    const isMirrored = env['AWS_CONFIG_FILE'] !== undefined;
    const cli = awsCli ? await cliArn(env) : undefined;
    const where = JSON.stringify({ caller, found, cli, env }, undefined, 2);
    assert.doesNotMatch(caller, isMirrored ? /^arn:/u : /Instance/u, where);
    if (isMirrored) assert.match(found, reason, where);
    if (cli !== undefined) assert.doesNotMatch(cli, /Instance/u, where);
    if (cli !== undefined && isMirrored) assert.match(`${cli}\n`, reason, where);
    assert.equal(instance.requests.length, asked, where);
  }

  it('every program finds that role while no profile is in use', async () => {
    await opened.use(undefined);
    for (const [env] of [terminals(undefined, 'live'), terminals(undefined, 'profile')]) {
      assert.match((await whyNot(env ?? {})).caller, /assumed-role\/Instance/u);
      if (awsCli) assert.match(await cliArn(env ?? {}), /assumed-role\/Instance/u);
    }
  });

  for (const [mode, agentsGetLess] of [
    ['live', false],
    ['environment', false],
    ['profile', false],
    ['environment', true],
  ] as const) {
    const inMode = `in the mode “${mode}”${agentsGetLess ? ' if agents get less' : ''}`;
    it(`no program gets it by a profile without a plan ${inMode}`, async () => {
      const names = [...planless.matchAll(/^\[profile (.*)\]$/gmu)].map(([, name = '']) => name);
      for (const name of [...names, 'noSuchProfile-gone', 'default']) {
        const target = profile(name);
        await opened.use(target);
        await opened.live.prepare(target);
        const code = name === 'default' ? 'noSuchProfile' : name.split('-')[0];
        const envs = terminals(target, mode, agentsGetLess);
        await Promise.all(envs.map((env) => assertNoIdentity(env, sentence(code ?? ''))));
      }
    });

    it(`no program gets it ${inMode} for a role or an assignment without a plan`, async () => {
      const role = { kind: 'role', roleArn: plainRole, sourceProfile: 'gone', sessionName: 'me' } as const;
      const assignment = { kind: 'assignment', signIn: 'gone', accountId: '1', roleName: 'a=b' } as const;
      for (const target of [role, assignment]) {
        await opened.use(target);
        await opened.live.prepare(target);
        const envs = terminals(target, mode, agentsGetLess);
        await Promise.all(envs.map((env) => assertNoIdentity(env, sentence('\\w+'))));
      }
    });
  }

  it('no program gets it when the user closes the prompt for an MFA code', async () => {
    opened.window.prompts.type(...Array.from({ length: 9 }, () => pressEscape));
    await opened.use(profile('mfa'));
    for (const mode of ['live', 'environment'] as const)
      for (const env of terminals(profile('mfa'), mode))
        await assertNoIdentity(env, /Rolecall: refused mfa\n/u);
  });

  it('a profile with a name that no tool can read works in every mode', async () => {
    const target = profile("maya's role");
    await changeFiles(`[profile maya's role]\n${keys}\n`);
    await opened.use(target);
    await opened.live.prepare(target);
    for (const mode of ['live', 'environment', 'profile'] as const)
      for (const env of terminals(target, mode)) {
        assert.match((await whyNot(env)).caller, /user\/alice$/u);
        if (awsCli) assert.match(await cliArn(env), /user\/alice$/u);
      }
    assert.deepEqual(instance.requests, []);
  });

  it('no program gets it by a name that a terminal’s user mistypes', async () => {
    const [env] = terminals(profile('plain'), 'live');
    const { caller } = await whyNot({ ...env, AWS_PROFILE: 'plian' });
    assert.doesNotMatch(caller, /^arn:/u);
    assert.deepEqual(instance.requests, []);
  });

  it('no program gets it after its window is gone, until the window is opened again', async () => {
    const envs = [...terminals(profile('plain'), 'live'), ...terminals(profile('plain'), 'environment')];
    opened.live.dispose();
    for (const env of envs) await assertNoIdentity(env, /Rolecall: Rolecall is not running in this window/u);
    opened = await openLiveWindow({ url: aws.url, ...folder() });
    await opened.live.prepare(profile('plain'));
    for (const env of envs) assert.match((await whyNot(env)).caller, /assumed-role\/Plain/u);
  });

  it('no program gets it before the mirror is written', async () => {
    const [env] = terminals(profile('plain'), 'live');
    const nowhere = {
      AWS_CONFIG_FILE: '/nowhere/config',
      AWS_SHARED_CREDENTIALS_FILE: '/nowhere/credentials',
    };
    const { caller } = await whyNot({ ...env, ...nowhere });
    assert.doesNotMatch(caller, /^arn:/u);
    if (awsCli) assert.doesNotMatch(await cliArn({ ...env, ...nowhere }), /Instance/u);
    assert.deepEqual(instance.requests, []);
  });

  it('a terminal that was opened while no profile was in use gets no role either, once one is', async () => {
    await changeFiles(
      `[profile lost]\nrole_arn = ${plainRole}\nec2_metadata_service_endpoint = ${instance.url}\n`,
    );
    await opened.use(undefined);
    const [env = {}] = terminals(undefined, 'live');
    // Otherwise the environment would overrule the files.
    delete env['AWS_EC2_METADATA_SERVICE_ENDPOINT'];
    assert.match((await whyNot(env)).caller, /assumed-role\/Instance/u);
    const asked = instance.requests.length;
    await opened.use(profile('lost'));
    await assertNoIdentity(env, sentence('noSource'), asked);
    opened.live.dispose();
    await assertNoIdentity(env, /Rolecall: Rolecall is not running in this window/u, asked);
  });
});

/** A user who presses Escape. */
function pressEscape(): never {
  throw new Cancelled();
}

async function whyNot(env: NodeJS.ProcessEnv): Promise<{ caller: string; reason: string }> {
  const program = join(import.meta.dirname, '..', 'whyNot.mjs');
  const { stdout, stderr } = await run(process.execPath, [program], env);
  assert.ok(stdout, stderr);
  return JSON.parse(stdout) as { caller: string; reason: string };
}
