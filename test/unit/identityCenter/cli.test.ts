import assert from 'node:assert/strict';
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fetchRole } from '../../../src/credentials/sso/roleCredentials.ts';
import { cliRolePath } from '../../../src/credentials/sso/ssoTokens.ts';
import type { IdentityCenterStep, SsoSession } from '../../../src/plan/plan.ts';
import { sampleDirectory } from '../../aws/identityCenter/sampleDirectory.ts';
import { RecordedLog } from '../../fakes/recordedLog.ts';
import { awsCli, awsCli2, run } from '../delivery/awsPrograms.ts';
import { SsoStage } from './ssoStage.ts';

const { signal } = new AbortController();
const isWindows = process.platform === 'win32';

/** The start of every CLI config, and the CLI's token folder relative to `~`. */
const config = `[sso-session corp]
sso_start_url = ${sampleDirectory.startUrl}
sso_region = us-east-1
sso_registration_scopes = sso:account:access

[profile sandbox]
sso_session = corp
sso_account_id = 444455556666
sso_role_name = Developer
region = us-east-1

[profile older]
sso_start_url = ${sampleDirectory.startUrl}
sso_region = us-east-1
sso_account_id = 444455556666
sso_role_name = Developer
region = us-east-1
`;

describe('a sign-in shared with the AWS CLI', function () {
  this.timeout(60_000);
  let stage: SsoStage;
  let env: NodeJS.ProcessEnv;
  let ssoCacheFolder: string;

  beforeEach(async () => {
    stage = await SsoStage.open(sampleDirectory);
    const home = stage.folder;
    ssoCacheFolder = join(home, '.aws', 'sso', 'cache');
    await mkdir(join(home, '.aws'), { recursive: true });
    await writeFile(join(home, '.aws', 'config'), config);
    env = {
      PATH: process.env['PATH'],
      HOME: home,
      USERPROFILE: home,
      AWS_ENDPOINT_URL_STS: stage.aws.url,
      AWS_ENDPOINT_URL_SSO: stage.center.url,
      AWS_ENDPOINT_URL_SSO_OIDC: stage.center.url,
      AWS_DATA_PATH: await modelsFor(stage),
      NO_PROXY: '*',
    };
  });
  afterEach(() => stage.close());

  const identity = async (cli: string, profile: string): Promise<string> => {
    const args = ['sts', 'get-caller-identity', '--query', 'Arn', '--output', 'text', '--profile', profile];
    const { stdout, stderr } = await run(cli, args, env);
    return stdout.trim() || stderr.trim();
  };
  const developer =
    /^arn:aws:sts::444455556666:assumed-role\/AWSReservedSSO_Developer_\w+\/maya@example\.com$/u;

  it('works in the CLI if it was created here, for a session and for a legacy profile', async function () {
    if (!awsCli) this.skip();
    const { signIns } = stage.window({ ssoCacheFolder });
    await signIns.signIn(stage.session(), signal);
    await signIns.signIn(stage.session({ name: undefined }), signal);
    assert.match(await identity(awsCli, 'sandbox'), developer);
    assert.match(await identity(awsCli, 'older'), developer);
    assert.equal(stage.browser.opened.length, 2);
  });

  it('works here if the CLI created it, is renewed here, and works in the CLI again', async function () {
    const cli = awsCli2();
    if (!cli || isWindows) this.skip();
    // The browser that the CLI opens approves the sign-in.
    const browser = join(stage.folder, 'browser');
    const answers = join(import.meta.dirname, 'approve.ts');
    await writeFile(browser, `#!/bin/sh\nexec '${process.execPath}' '${answers}' "$1"\n`);
    await chmod(browser, 0o700);
    const login = await run(cli, ['sso', 'login', '--sso-session', 'corp'], { ...env, BROWSER: browser });
    assert.equal(login.code, 0, login.stdout + login.stderr);
    const { signIns } = stage.window({ ssoCacheFolder });
    await signIns.refresh([stage.session()]);
    assert.partialDeepStrictEqual(signIns.stateOf(stage.session()), { kind: 'signedIn', isRenewed: true });
    const roleHere = () =>
      fetchRole(
        developerBy(stage.session()),
        {
          ssoCacheFolder,
          withLock: (_, __, action) => action(),
          log: new RecordedLog(),
          now: () => stage.aws.clock.now(),
        },
        signal,
      );
    await roleHere();
    assert.match(await identity(cli, 'sandbox'), developer);
    const kept = await readdir(join(stage.folder, '.aws', 'cli', 'cache'));
    assert.deepEqual(kept, [cliRolePath('', developerBy(stage.session()))]);
    const before = stage.calls('CreateToken');
    stage.aws.clock.advance(57 * 60_000);
    await roleHere();
    assert.equal(stage.calls('CreateToken'), before + 1);
    assert.equal(stage.browser.opened.length, 0, 'no sign-in happened here');
  });
});

function developerBy(session: SsoSession): IdentityCenterStep {
  return {
    kind: 'identityCenter',
    profile: 'sandbox',
    session,
    accountId: '444455556666',
    roleName: 'Developer',
  };
}

/** Points a CLI without endpoint variables to the local services, using its own endpoint rules. */
async function modelsFor({ folder, center, aws }: SsoStage): Promise<string> {
  const services = {
    'sso-oidc/2019-06-10': center.url,
    'sso/2019-06-10': center.url,
    'sts/2011-06-15': aws.url,
  };
  for (const [service, url] of Object.entries(services)) {
    const rules = {
      version: '1.0',
      parameters: {
        Region: { builtIn: 'AWS::Region', required: false, type: 'String' },
        Endpoint: { builtIn: 'SDK::Endpoint', required: false, type: 'String' },
      },
      rules: [{ conditions: [], endpoint: { url, properties: {}, headers: {} }, type: 'endpoint' }],
    };
    const path = join(folder, 'models', service);
    await mkdir(path, { recursive: true });
    await writeFile(join(path, 'endpoint-rule-set-1.json'), JSON.stringify(rules));
  }
  return join(folder, 'models');
}
