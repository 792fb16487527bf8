import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cancelled } from '../../../../src/base/failure.ts';
import { assumeWithToken } from '../../../../src/credentials/sources/webIdentity.ts';
import { noProfiles } from '../../../../src/profiles/profiles.ts';
import { type LocalAws, startLocalAws } from '../../../aws/localAws.ts';
import { commandLine } from '../../../aws/programs/credentialProgram.ts';
import { callerArn } from '../../../aws/sts/stsClient.ts';
import {
  audience,
  issuer,
  plainRole,
  subject,
  testWorld,
  webRole,
  webSubjectRole,
} from '../../../aws/testWorld.ts';
import { idpCommunicationError, idpRejectedClaim } from '../../../aws/webIdentity/webIdentityRefusals.ts';
import type { World } from '../../../aws/world.ts';
import { RecordedLog } from '../../../fakes/recordedLog.ts';
import { TypedCodes } from '../../../fakes/typedCodes.ts';
import { createRunner, failureFrom, outcomes, type Runner } from '../runner.ts';

const hour = 3_600_000;
const action = 'AssumeRoleWithWebIdentity';

const world: World = {
  accounts: [
    ...testWorld.accounts,
    { id: '333333333333', roles: [{ name: 'Behind', trust: { principals: [webRole] } }] },
  ],
};

describe('a web identity', () => {
  let aws: LocalAws;
  let folder: string;
  let file: string;
  /** The script that the program runs, as JSON. */
  let act: string;
  let runner: Runner;

  const token = (aud = audience): string => aws.identityProvider(issuer).signToken({ sub: subject, aud });

  beforeEach(async () => {
    aws = await startLocalAws({ world });
    folder = await mkdtemp(join(tmpdir(), 'token-'));
    file = join(folder, 'token');
    act = join(folder, 'act.json');
    runner = createRunner(aws.url, new TypedCodes(), {
      config: `
[profile web]
role_arn = ${webRole}
web_identity_token_file = ${file}
[profile web-long]
role_arn = ${webRole}
web_identity_token_file = ${file}
role_session_name = build-7
duration_seconds = 7200
[profile web-too-long]
role_arn = ${webSubjectRole}
web_identity_token_process = ${commandLine('act', act)}
duration_seconds = 7200
[profile web-program]
role_arn = ${webRole}
web_identity_token_process = ${commandLine('act', act)}
[profile web-strange]
role_arn = ${plainRole}
web_identity_token_file = ${file}
[profile behind]
role_arn = arn:aws:iam::333333333333:role/Behind
source_profile = web
`,
      environment: { AWS_WEB_IDENTITY_TOKEN_FILE: file, AWS_ROLE_ARN: webRole },
    });
    await writeFile(file, token());
  });

  afterEach(async () => {
    await aws.close();
    await rm(folder, { recursive: true });
  });

  it('becomes a role session', async () => {
    const credentials = await runner.run('web');
    const { accessKeyId, secretAccessKey, sessionToken = '' } = credentials.reveal();
    assert.equal(
      await callerArn(aws, { accessKeyId, secretAccessKey, sessionToken }),
      'arn:aws:sts::222222222222:assumed-role/Web/me',
    );
    assert.ok(Math.abs((credentials.expiration ?? 0) - aws.clock.now() - hour) < 10_000);
    assert.equal(runner.yielded.length, 1, 'it is cached');
  });

  it('requests the session name of the profile, but not its duration, as the CLI', async () => {
    const { expiration = 0 } = await runner.run('web-long');
    assert.ok(Math.abs(expiration - aws.clock.now() - hour) < 10_000);
    const { RoleSessionName, DurationSeconds } = aws.requests[0]?.parameters ?? {};
    assert.deepEqual([RoleSessionName, DurationSeconds], ['build-7', undefined]);
  });

  it('can be the source of another role', async () => {
    await runner.run('behind');
    assert.deepEqual(outcomes(aws.requests), [`${action} OK`, 'AssumeRole OK']);
    assert.equal(aws.requests.at(-1)?.principalArn, 'arn:aws:sts::222222222222:assumed-role/Web/me');
  });

  it('is read from its file each time, with or without a trailing newline', async () => {
    aws.clock.advance(2 * hour);
    assert.deepEqual(await runner.fail('web'), {
      code: 'webIdentityExpired',
      profile: 'web',
      token: { kind: 'file', path: file },
    });
    await writeFile(file, `${token()}\r\n`);
    await runner.run('web');
  });

  it("can come from VS Code's environment", async () => {
    const { accessKeyId, secretAccessKey, sessionToken = '' } = (await runner.run('environment')).reveal();
    assert.equal(
      await callerArn(aws, { accessKeyId, secretAccessKey, sessionToken }),
      'arn:aws:sts::222222222222:assumed-role/Web/me',
    );
  });

  it('sends an unsigned request', async () => {
    await runner.run('web');
    assert.equal(aws.requests[0]?.accessKeyId, undefined);
  });

  it("is refused with AWS's message", async () => {
    await writeFile(file, token('somebody-else'));
    const refused = { profile: 'web', roleArn: webRole, token: { kind: 'file', path: file } };
    assert.deepEqual(await runner.fail('web'), {
      code: 'webIdentityRefused',
      ...refused,
      awsCode: 'InvalidIdentityToken',
      detail: 'Incorrect token audience',
    });
    aws.faults.next({ kind: 'refusal', refusal: idpRejectedClaim() });
    assert.deepEqual(await runner.fail('web'), {
      code: 'webIdentityRefused',
      ...refused,
      awsCode: 'IDPRejectedClaim',
      detail: idpRejectedClaim().message,
    });
    await writeFile(file, token());
    assert.deepEqual(await runner.fail('web-strange'), {
      code: 'webRoleRefused',
      ...refused,
      profile: 'web-strange',
      roleArn: plainRole,
      awsCode: 'AccessDenied',
      detail: `Not authorized to perform sts:${action}`,
    });
    assert.equal(aws.requests.length, 3, 'refusals are not retried');
  });

  it('of a program is refused for a duration longer than the role allows', async () => {
    await acts({ output: token() });
    assert.deepEqual(await runner.fail('web-too-long'), {
      code: 'durationRefused',
      profile: 'web-too-long',
      roleArn: webSubjectRole,
      durationSeconds: 7200,
      detail: 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    });
  });

  it('can be printed by a program', async () => {
    await acts({ output: `${token()}\n` });
    const { accessKeyId, secretAccessKey, sessionToken = '' } = (await runner.run('web-program')).reveal();
    assert.equal(
      await callerArn(aws, { accessKeyId, secretAccessKey, sessionToken }),
      'arn:aws:sts::222222222222:assumed-role/Web/me',
    );
  });

  it('is missing if the program prints nothing or fails', async () => {
    const program = { profile: 'web-program', key: 'web_identity_token_process', program: 'node' };
    await acts({ output: '\n' });
    assert.deepEqual(await runner.fail('web-program'), {
      code: 'processBadOutput',
      ...program,
      trouble: 'nothing',
      isLogged: false,
    });
    await acts({ output: token(), complaint: 'sign in first', exit: 1 });
    assert.deepEqual(await runner.fail('web-program'), {
      code: 'processFailed',
      ...program,
      exit: 1,
      isLogged: true,
    });
    assert.equal(aws.requests.length, 0);
    await acts({ output: token('somebody-else') });
    const refused = await runner.fail('web-program');
    assert.ok(refused.code === 'webIdentityRefused', refused.code);
    assert.deepEqual(refused.token, { kind: 'program' }, 'the command may contain secrets');
  });

  it('does not run its program in an untrusted workspace', async () => {
    const step = runner.plan('web-program').steps[0];
    assert.ok(step?.kind === 'webIdentity');
    const host = {
      profiles: () => noProfiles,
      environment: {},
      isTrusted: () => false,
      log: new RecordedLog(),
    };
    assert.deepEqual(await failureFrom(assumeWithToken(step, host, new AbortController().signal)), {
      code: 'untrusted',
      profile: 'web-program',
      key: 'web_identity_token_process',
    });
  });

  it('is retried if the identity provider is temporarily unreachable', async () => {
    aws.faults.next({ kind: 'refusal', refusal: idpCommunicationError(), times: 2 });
    await runner.run('web');
    aws.faults.next({ kind: 'refusal', refusal: idpCommunicationError(), times: 3 });
    assert.deepEqual(await runner.fail('web'), { code: 'identityProviderSilent', profile: 'web' });
    assert.equal(aws.requests.length, 6);
  });

  it('is missing if its file is missing', async () => {
    await writeFile(file, '\n');
    const key = 'web_identity_token_file';
    const unreadable = { code: 'tokenFileUnreadable', profile: 'web', key, path: file };
    assert.deepEqual(await runner.fail('web'), { ...unreadable, reason: 'empty' });
    await rm(file);
    assert.deepEqual(await runner.fail('web'), { ...unreadable, reason: 'ENOENT' });
    assert.equal(aws.requests.length, 0);
  });

  it('has the same connection failures as any call', async () => {
    aws.faults.next({ kind: 'drop', times: 3 });
    assert.deepEqual(await runner.fail('web'), {
      code: 'network',
      profile: 'web',
      host: new URL(aws.url).host,
      reason: 'ECONNRESET',
    });
  });

  it("expires by this machine's clock, however wrong it is", async () => {
    aws.clock.setSkew(3 * hour);
    await writeFile(file, token());
    const { expiration = 0 } = await runner.run('web');
    assert.ok(Math.abs(expiration - Date.now() - hour) < 10_000, `${expiration - Date.now()} ms left`);
  });

  it('can be canceled immediately', async () => {
    await assert.rejects(runner.run('web', AbortSignal.abort()), Cancelled);
    assert.equal(aws.requests.length, 0);
  });

  function acts(behavior: { readonly output: string; readonly complaint?: string; readonly exit?: number }) {
    return writeFile(act, JSON.stringify({ complaint: '', exit: 0, ...behavior }));
  }
});
