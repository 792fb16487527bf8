import assert from 'node:assert/strict';
import type { Credentials } from '../../../src/credentials/credentials.ts';
import { type LocalAws, startLocalAws } from '../../aws/localAws.ts';
import { assume, callerArn, type IssuedKeys } from '../../aws/sts/stsClient.ts';
import { alice, aliceKey, bobKey, nextRole, plainRole, testWorld } from '../../aws/testWorld.ts';
import { TypedCodes } from '../../fakes/typedCodes.ts';
import { createRunner, outcomes } from './runner.ts';

const plainSession = 'arn:aws:sts::222222222222:assumed-role/Plain/test';
const longKeys = { AWS_ACCESS_KEY_ID: aliceKey.accessKeyId, AWS_SECRET_ACCESS_KEY: aliceKey.secretAccessKey };
const behind = `
[profile next]
role_arn = ${nextRole}
source_profile = given
[profile next-environment]
role_arn = ${nextRole}
credential_source = Environment
[profile plain-environment]
role_arn = ${plainRole}
credential_source = Environment
`;

/** The lines of a profile; `tokens` are appended to each session token key. */
function given(
  { accessKeyId, secretAccessKey }: IssuedKeys,
  tokens: Readonly<Record<string, string>>,
): string {
  const pairs = { aws_access_key_id: accessKeyId, aws_secret_access_key: secretAccessKey, ...tokens };
  return Object.entries(pairs)
    .map(([key, value]) => `${key} = ${value}\n`)
    .join('');
}

describe('temporary keys that were issued elsewhere', () => {
  let aws: LocalAws;
  let issued: IssuedKeys;

  beforeEach(async () => {
    aws = await startLocalAws({ world: testWorld });
    issued = await assume(aws, aliceKey, { RoleArn: plainRole });
  });

  afterEach(() => aws.close());

  const whoIs = (credentials: Credentials): Promise<string | undefined> => {
    const { accessKeyId, secretAccessKey, sessionToken } = credentials.reveal();
    return callerArn(aws, { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) });
  };

  const names: readonly (readonly [string, () => Readonly<Record<string, string>>])[] = [
    ['aws_session_token', () => ({ aws_session_token: issued.sessionToken })],
    ['the older aws_security_token', () => ({ aws_security_token: issued.sessionToken })],
    [
      'both, of which the older one takes effect',
      () => ({ aws_session_token: 'stale', aws_security_token: issued.sessionToken }),
    ],
  ];
  for (const [name, tokens] of names) {
    it(`work from the credentials file, with ${name}`, async () => {
      const credentials = `[given]\n${given(issued, tokens())}`;
      const runner = createRunner(aws.url, new TypedCodes(), { config: behind, credentials });
      assert.equal(await whoIs(await runner.run('given')), plainSession);
      assert.deepEqual(outcomes(aws.requests.slice(1)), ['GetCallerIdentity OK', 'GetCallerIdentity OK']);
      await runner.run('next');
      assert.equal(aws.requests.at(-1)?.principalArn, plainSession);
    });
  }

  it('work from the config file', async () => {
    const config = `${behind}[profile given]\n${given(issued, { aws_session_token: issued.sessionToken })}`;
    const runner = createRunner(aws.url, new TypedCodes(), { config });
    assert.equal(await whoIs(await runner.run('given')), plainSession);
    await runner.run('next');
    assert.equal(aws.requests.at(-1)?.principalArn, plainSession);
  });

  it('work with the access key ID in one file and the rest in the other', async () => {
    const [id = '', ...rest] = given(issued, { aws_session_token: issued.sessionToken }).split(/(?<=\n)/u);
    const texts = { config: `[profile given]\n${id}`, credentials: `[given]\n${rest.join('')}` };
    assert.equal(
      await whoIs(await createRunner(aws.url, new TypedCodes(), texts).run('given')),
      plainSession,
    );
  });

  it('are verified with AWS before they are handed over, since their expiration is unknown', async () => {
    const credentials = `[given]\n${given(issued, { aws_session_token: issued.sessionToken })}`;
    const runner = createRunner(aws.url, new TypedCodes(), { credentials });
    aws.clock.advance(2 * 3_600_000);
    const failure = await runner.fail('given');
    assert.ok(failure.code === 'expiredKeys', failure.code);
    assert.deepEqual(failure.caller, {
      kind: 'keys',
      profile: 'given',
      accessKeyId: issued.accessKeyId,
      place: 'credentials',
    });
  });

  describe("in VS Code's environment", () => {
    it('are used unchanged', async () => {
      const runner = createRunner(aws.url, new TypedCodes(), { environment: longKeys });
      assert.equal(await whoIs(await runner.run('environment')), alice);
    });

    for (const variable of ['AWS_SESSION_TOKEN', 'AWS_SECURITY_TOKEN']) {
      it(`are used with their ${variable}`, async () => {
        const environment = environmentOf(issued, { [variable]: issued.sessionToken });
        const runner = createRunner(aws.url, new TypedCodes(), { config: behind, environment });
        assert.equal(await whoIs(await runner.run('environment')), plainSession);
        await runner.run('next-environment');
        assert.equal(aws.requests.at(-1)?.principalArn, plainSession);
      });
    }

    it('can really assume a role', async () => {
      const options = { config: behind, environment: longKeys };
      const credentials = await createRunner(aws.url, new TypedCodes(), options).run('plain-environment');
      assert.equal(aws.requests.at(-1)?.principalArn, alice);
      assert.equal(await whoIs(credentials), 'arn:aws:sts::222222222222:assumed-role/Plain/me');
    });

    it('are distinguished from keys in the files when the role refuses them', async () => {
      const environment = environmentOf(bobKey, {});
      const runner = createRunner(aws.url, new TypedCodes(), { config: behind, environment });
      const failure = await runner.fail('plain-environment');
      assert.ok(failure.code === 'roleRefused', failure.code);
      assert.deepEqual(failure.caller, {
        kind: 'keys',
        profile: 'plain-environment',
        accessKeyId: bobKey.accessKeyId,
        place: 'environment',
      });
    });
  });
});

function environmentOf(
  { accessKeyId, secretAccessKey }: { readonly accessKeyId: string; readonly secretAccessKey: string },
  more: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, ...more };
}
