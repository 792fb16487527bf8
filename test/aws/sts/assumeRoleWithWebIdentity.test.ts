import assert from 'node:assert/strict';
import { type LocalAws, startLocalAws } from '../localAws.ts';
import { sendRaw } from '../signing/rawRequest.ts';
import {
  alice,
  aliceKey,
  audience,
  issuer,
  nextRole,
  plainRole,
  subject,
  testWorld,
  webRole,
  webSubjectRole,
} from '../testWorld.ts';
import { IdentityProvider } from '../webIdentity/identityProvider.ts';
import { idpCommunicationError, idpRejectedClaim } from '../webIdentity/webIdentityRefusals.ts';
import { assertRefused, assume, assumeWithToken, callerArn } from './stsClient.ts';

const claims = { sub: 'somebody', aud: audience };
const notAuthorized = 'Not authorized to perform sts:AssumeRoleWithWebIdentity';

describe('AssumeRoleWithWebIdentity', () => {
  let aws: LocalAws;

  const token = (changes: Partial<Parameters<IdentityProvider['signToken']>[0]> = {}) =>
    aws.identityProvider(issuer).signToken({ ...claims, ...changes });
  const assumeWebRole = (WebIdentityToken: string, RoleArn = webRole) =>
    assumeWithToken(aws, { RoleArn, WebIdentityToken });

  beforeEach(async () => {
    aws = await startLocalAws({ world: testWorld });
  });

  afterEach(() => aws.close());

  it('returns credentials of a role that trusts the provider of the token', async () => {
    const session = await assumeWebRole(token());
    assert.equal(await callerArn(aws, session), 'arn:aws:sts::222222222222:assumed-role/Web/test');
  });

  it('returns the values that it read from the token', async () => {
    const { status, body } = await send({ WebIdentityToken: token() });
    assert.equal(status, 200);
    assert.equal(
      body
        .replaceAll(/(AROA|ASIA)\w{16,17}/g, '$1…')
        .replaceAll(/<(SecretAccessKey|SessionToken|Expiration|RequestId)>[^<]+</g, '<$1>…<'),
      `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <AssumeRoleWithWebIdentityResult>
    <AssumedRoleUser>
      <AssumedRoleId>AROA…:test</AssumedRoleId>
      <Arn>arn:aws:sts::222222222222:assumed-role/Web/test</Arn>
    </AssumedRoleUser>
    <Audience>sts.amazonaws.com</Audience>
    <Credentials>
      <AccessKeyId>ASIA…</AccessKeyId>
      <SecretAccessKey>…</SecretAccessKey>
      <SessionToken>…</SessionToken>
      <Expiration>…</Expiration>
    </Credentials>
    <Provider>arn:aws:iam::222222222222:oidc-provider/oidc.example.com/id/TEST</Provider>
    <SubjectFromWebIdentityToken>somebody</SubjectFromWebIdentityToken>
  </AssumeRoleWithWebIdentityResult>
  <ResponseMetadata>
    <RequestId>…</RequestId>
  </ResponseMetadata>
</AssumeRoleWithWebIdentityResponse>
`,
    );
  });

  it('accepts a token until the second in which it expires', async () => {
    const short = token({ exp: Math.floor(aws.clock.now() / 1000) + 600 });
    aws.clock.advance(590_000);
    await assumeWebRole(short);
    aws.clock.advance(10_000);
    await assertRefused(
      assumeWebRole(short),
      'ExpiredTokenException',
      /^Token expired: current date\/time \d{10} must be before the expiration date\/time \d{10}$/,
    );
    await assumeWebRole(token());
  });

  it('rejects malformed tokens', async () => {
    const [header = '', payload = '', signature = ''] = token().split('.');
    const other = 'Provided Token is not a Login With Amazon token';
    const access =
      'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)';
    const unsigned = Buffer.from(JSON.stringify({ alg: 'none', kid: 'a' })).toString('base64url');
    const cases = [
      ['Atza|something', other],
      [`${token()}\n`, other],
      [`${header}.${payload}`, other],
      [`${header}.${payload.slice(2)}.${signature}`, access],
      [`${unsigned}.${payload}.${signature}`, access],
    ] as const;
    for (const [text, message] of cases) {
      await assertRefused(assumeWebRole(text), 'InvalidIdentityTokenException', message);
    }
  });

  it('rejects modified and forged tokens', async () => {
    const [header = '', payload = '', signature = ''] = token().split('.');
    const claimed = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
    const changed = Buffer.from(JSON.stringify({ ...claimed, sub: 'admin' })).toString('base64url');
    const cannot = /could not be validated/;
    const noKey = /^Couldn't retrieve verification key from your identity provider, {2}please/;
    const refused = (text: string, message: RegExp) =>
      assertRefused(assumeWebRole(text), 'InvalidIdentityTokenException', message);
    await refused(`${header}.${changed}.${signature}`, cannot);
    await refused(new IdentityProvider(issuer, aws.clock).signToken(claims), noKey);
    aws.identityProvider(issuer).rotateKey();
    await refused(`${header}.${payload}.${signature}`, noKey);
    await assumeWebRole(token());
  });

  it('accepts only tokens of a provider that the role’s account knows', async () => {
    const stranger = new IdentityProvider('https://elsewhere.example.com', aws.clock);
    const message = 'No OpenIDConnect provider found in your account for ';
    await assertRefused(
      assumeWebRole(stranger.signToken(claims)),
      'InvalidIdentityTokenException',
      `${message}https://elsewhere.example.com`,
    );
    await assertRefused(
      assumeWebRole(token(), 'arn:aws:iam::111111111111:role/Any'),
      'InvalidIdentityTokenException',
      message + issuer,
    );
  });

  it('accepts only tokens for an audience that is registered with the provider', async () => {
    const wrong = [{ aud: 'somebody-else' }, { aud: [] }, { azp: 'somebody-else' }];
    for (const changes of wrong) {
      await assertRefused(
        assumeWebRole(token(changes)),
        'InvalidIdentityTokenException',
        'Incorrect token audience',
      );
    }
    await assumeWebRole(token({ aud: ['somebody-else', audience] }));
    await assumeWebRole(token({ aud: 'somebody-else', azp: audience }));
  });

  it('returns only roles that trust the provider, the audience, and the subject', async () => {
    const missing = 'arn:aws:iam::222222222222:role/Missing';
    await assertRefused(assumeWebRole(token({ aud: 'another-client' })), 'AccessDenied', notAuthorized);
    for (const role of [webSubjectRole, plainRole, missing]) {
      await assertRefused(assumeWebRole(token(), role), 'AccessDenied', notAuthorized);
    }
    await assumeWebRole(token({ sub: subject }), webSubjectRole);
    await assertRefused(
      assume(aws, aliceKey, { RoleArn: webRole }),
      'AccessDenied',
      `User: ${alice} is not authorized to perform: sts:AssumeRole on resource: ${webRole}`,
    );
  });

  it('lasts an hour or the requested time, up to the role’s maximum', async () => {
    const lasts = async (DurationSeconds: number | undefined, seconds: number) => {
      const input = { RoleArn: webRole, WebIdentityToken: token(), DurationSeconds };
      const { expiresAt } = await assumeWithToken(aws, input);
      assert.ok(Math.abs(expiresAt - aws.clock.now() - seconds * 1000) < 5000);
    };
    await lasts(undefined, 3600);
    await lasts(43_200, 43_200);
    await assertRefused(
      assumeWithToken(aws, {
        RoleArn: webSubjectRole,
        WebIdentityToken: token({ sub: subject }),
        DurationSeconds: 3601,
      }),
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  });

  it('returns a session that AWS treats as a role session', async () => {
    const session = await assumeWebRole(token());
    await assertRefused(
      assume(aws, session, { RoleArn: nextRole }),
      'AccessDenied',
      /assumed-role\/Web\/test/,
    );
  });

  it('validates its parameters before the token, and does not repeat the token', async () => {
    const { status, body } = await send({ WebIdentityToken: 'a.b', DurationSeconds: '899' });
    assert.equal(status, 400);
    assert.ok(
      body.includes(
        "<Message>2 validation errors detected: Value '899' at 'durationSeconds' failed to satisfy constraint: " +
          "Member must have value greater than or equal to 900; Value at 'webIdentityToken' failed to satisfy " +
          'constraint: Member must have length greater than or equal to 4</Message>',
      ),
      body,
    );
    const long = await send({ WebIdentityToken: 'a'.repeat(20_001) });
    assert.match(long.body, /Value at 'webIdentityToken' .* length less than or equal to 20000/);
    const bucket = await send({ RoleArn: 'arn:aws:s3:::a-bucket-of-mine', WebIdentityToken: token() });
    assert.match(bucket.body, /<Code>ValidationError<.*<Message>Request ARN is invalid</s);
    const policy = await send({ WebIdentityToken: token(), ProviderId: 'www.amazon.com' });
    assert.match(policy.body, /<Code>NotModelled</);
  });

  it('sends its errors in the format of AWS', async () => {
    const cases = [
      ['not a token', 400, 'InvalidIdentityToken'],
      [token({ exp: 1 }), 400, 'ExpiredTokenException'],
      [token({ aud: 'another-client' }), 403, 'AccessDenied'],
    ] as const;
    for (const [WebIdentityToken, status, code] of cases) {
      const reply = await send({ WebIdentityToken });
      assert.equal(reply.status, status);
      assert.match(reply.body, new RegExp(`<Code>${code}</Code>`));
    }
  });

  it('can be made to fail with an error of the provider', async () => {
    aws.faults.next({ kind: 'refusal', refusal: idpRejectedClaim() });
    await assertRefused(assumeWebRole(token()), 'IDPRejectedClaimException', /authentication failed/);
    aws.faults.next({ kind: 'refusal', refusal: idpCommunicationError() });
    const input = { RoleArn: webRole, WebIdentityToken: token() };
    await assumeWithToken(aws, input, { attempts: 2 });
    assert.deepEqual(
      aws.requests.map(({ outcome }) => outcome),
      ['IDPRejectedClaim', 'IDPCommunicationError', 'OK'],
    );
  });

  it('records the request without the token', async () => {
    await assumeWebRole(token());
    assert.deepEqual(aws.requests[0]?.parameters, { RoleArn: webRole, RoleSessionName: 'test' });
  });

  function send(parameters: Readonly<Record<string, string>>) {
    const form = new URLSearchParams({
      Action: 'AssumeRoleWithWebIdentity',
      Version: '2011-06-15',
      RoleArn: webRole,
      RoleSessionName: 'test',
      ...parameters,
    });
    return sendRaw(aws, { parameters: form.toString() });
  }
});
