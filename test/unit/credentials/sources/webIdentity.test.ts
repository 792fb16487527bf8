import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cancelled } from '../../../../src/base/failure.ts';
import { assumeWithToken } from '../../../../src/credentials/sources/webIdentity.ts';
import { noProfiles } from '../../../../src/profiles/profiles.ts';
import { commandLine } from '../../../aws/credentialProgram.ts';
import { type LocalAws, startLocalAws } from '../../../aws/localAws.ts';
import { callerArn } from '../../../aws/stsClient.ts';
import {
  audience,
  issuer,
  plainRole,
  subject,
  testWorld,
  webRole,
  webSubjectRole,
} from '../../../aws/testWorld.ts';
import { idpCommunicationError, idpRejectedClaim } from '../../../aws/webIdentityRefusals.ts';
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
  /** What the program does, in JSON. */
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
web_identity_token_file = ${file}
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

  it('becomes a session of the role', async () => {
    const credentials = await runner.run('web');
    const { accessKeyId, secretAccessKey, sessionToken = '' } = credentials.reveal();
    assert.equal(
      await callerArn(aws, { accessKeyId, secretAccessKey, sessionToken }),
      'arn:aws:sts::222222222222:assumed-role/Web/me',
    );
    assert.ok(Math.abs((credentials.expiration ?? 0) - aws.clock.now() - hour) < 10_000);
    assert.equal(runner.yielded.length, 1, 'it is kept');
  });

  it('asks for the session name and duration of the profile', async () => {
    const { expiration = 0 } = await runner.run('web-long');
    assert.ok(Math.abs(expiration - aws.clock.now() - 2 * hour) < 10_000);
    const { RoleSessionName, DurationSeconds } = aws.requests[0]?.parameters ?? {};
    assert.deepEqual([RoleSessionName, DurationSeconds], ['build-7', '7200']);
  });

  it('is what a role stands on', async () => {
    await runner.run('behind');
    assert.deepEqual(outcomes(aws.requests), [`${action} OK`, 'AssumeRole OK']);
    assert.equal(aws.requests.at(-1)?.principalArn, 'arn:aws:sts::222222222222:assumed-role/Web/me');
  });

  it('is read from its file each time, with or without a line break behind it', async () => {
    aws.clock.advance(2 * hour);
    assert.deepEqual(await runner.fail('web'), {
      code: 'webIdentityExpired',
      profile: 'web',
      token: { kind: 'file', path: file },
    });
    await writeFile(file, `${token()}\r\n`);
    await runner.run('web');
  });

  it('may be that of VS Code’s environment', async () => {
    const { accessKeyId, secretAccessKey, sessionToken = '' } = (await runner.run('environment')).reveal();
    assert.equal(
      await callerArn(aws, { accessKeyId, secretAccessKey, sessionToken }),
      'arn:aws:sts::222222222222:assumed-role/Web/me',
    );
  });

  it('is signed with nothing', async () => {
    await runner.run('web');
    assert.equal(aws.requests[0]?.accessKeyId, undefined);
  });

  it('is refused in the words of AWS', async () => {
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
    assert.equal(aws.requests.length, 3, 'refusals are not tried again');
  });

  it('is refused for longer than the role gives', async () => {
    assert.deepEqual(await runner.fail('web-too-long'), {
      code: 'durationRefused',
      profile: 'web-too-long',
      roleArn: webSubjectRole,
      durationSeconds: 7200,
      detail: 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    });
  });

  it('may be what a program prints', async () => {
    await acts({ output: `${token()}\n` });
    const { accessKeyId, secretAccessKey, sessionToken = '' } = (await runner.run('web-program')).reveal();
    assert.equal(
      await callerArn(aws, { accessKeyId, secretAccessKey, sessionToken }),
      'arn:aws:sts::222222222222:assumed-role/Web/me',
    );
  });

  it('is missed where the program prints none, or fails', async () => {
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
    assert.deepEqual(refused.token, { kind: 'program' }, 'the command may hold secrets');
  });

  it('of a program is not asked for where the workspace is not trusted', async () => {
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

  it('gets over an identity provider that is silent for a moment', async () => {
    aws.faults.next({ kind: 'refusal', refusal: idpCommunicationError(), times: 2 });
    await runner.run('web');
    aws.faults.next({ kind: 'refusal', refusal: idpCommunicationError(), times: 3 });
    assert.deepEqual(await runner.fail('web'), { code: 'identityProviderSilent', profile: 'web' });
    assert.equal(aws.requests.length, 6);
  });

  it('is missed where its file is', async () => {
    await writeFile(file, '\n');
    const unreadable = { code: 'tokenFileUnreadable', profile: 'web', path: file };
    assert.deepEqual(await runner.fail('web'), { ...unreadable, reason: 'empty' });
    await rm(file);
    assert.deepEqual(await runner.fail('web'), { ...unreadable, reason: 'ENOENT' });
    assert.equal(aws.requests.length, 0);
  });

  it('meets the same trouble on its way as any call', async () => {
    aws.faults.next({ kind: 'drop', times: 3 });
    assert.deepEqual(await runner.fail('web'), {
      code: 'network',
      profile: 'web',
      host: new URL(aws.url).host,
      reason: 'ECONNRESET',
    });
  });

  it('ends by this clock, however wrong it is', async () => {
    aws.clock.setSkew(3 * hour);
    await writeFile(file, token());
    const { expiration = 0 } = await runner.run('web');
    assert.ok(Math.abs(expiration - Date.now() - hour) < 10_000, `${expiration - Date.now()} ms left`);
  });

  it('is left at once when it is called off', async () => {
    await assert.rejects(runner.run('web', AbortSignal.abort()), Cancelled);
    assert.equal(aws.requests.length, 0);
  });

  function acts(deeds: { readonly output: string; readonly complaint?: string; readonly exit?: number }) {
    return writeFile(act, JSON.stringify({ complaint: '', exit: 0, ...deeds }));
  }
});
