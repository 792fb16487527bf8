import assert from 'node:assert/strict';
import { type LocalAws, startLocalAws } from '../localAws.ts';
import { attempt } from '../s3/s3Client.ts';
import { sampleWorld } from '../sample.ts';
import { assertRefused, callerArn } from '../sts/stsClient.ts';
import {
  allowedCode,
  authorizeLink,
  callback,
  clientIdOf,
  createDpopKey,
  createPkce,
  dpopProof,
  outcomeOf,
  refreshTokens,
  requestToken,
  signInWithConsole,
  type TokenReply,
} from './signinClient.ts';

const yuki = 'arn:aws:iam::444455556666:user/yuki';
const { verifier, challenge } = createPkce();
const minute = 60_000;
const invalid = 'ValidationException 400 INVALID_REQUEST';

type Changes = Readonly<Record<string, string | undefined>>;

describe('the token endpoint of the sign-in service, with a code', () => {
  let aws: LocalAws;
  let key: string;

  beforeEach(async () => {
    aws = await startLocalAws({ world: sampleWorld });
    key = createDpopKey();
  });
  afterEach(() => aws.close());

  const proof = (base = aws.url): string => dpopProof(key, `${base}/v1/token`);

  async function redeem(code: string, changes: Changes = {}, base = aws.url): Promise<TokenReply> {
    const fields = {
      clientId: clientIdOf('same-device'),
      grantType: 'authorization_code',
      code,
      codeVerifier: verifier,
      redirectUri: callback,
      ...changes,
    };
    return requestToken(base, fields, proof(base));
  }

  const newCode = (base = aws.url): Promise<string> => allowedCode(authorizeLink(base, challenge));

  it('issues credentials of the user for 15 minutes, who can do with them what the user can', async () => {
    const { status, body } = await redeem(await newCode());
    assert.equal(status, 200);
    const { accessToken: keys, idToken = '', ...others } = body;
    assert.ok(keys);
    assert.deepEqual(Object.keys(others).toSorted(), ['expiresIn', 'refreshToken', 'tokenType']);
    assert.deepEqual([others.tokenType, others.expiresIn], ['aws_sigv4', 900]);
    assert.ok((others.refreshToken ?? '').length <= 2048);
    const claims: unknown = JSON.parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString());
    assert.equal(Object(claims).sub, yuki);
    assert.equal(await callerArn(aws, keys), yuki);
    assert.equal(await attempt(aws, keys, 'get', 'rolecall-development/hello.txt'), 'allowed');
    aws.clock.advance(15 * minute);
    await assertRefused(callerArn(aws, keys), 'ExpiredToken', /expired/u);
  });

  it('signs in role sessions and root users as themselves', async () => {
    for (const arn of [
      'arn:aws:sts::444455556666:assumed-role/Developer/maya',
      'arn:aws:iam::777788889999:root',
    ]) {
      aws.signin.identity = arn;
      const { session, body } = await signInWithConsole(aws.url);
      assert.equal(session, arn);
      assert.equal(await callerArn(aws, body.accessToken ?? assert.fail()), arn);
    }
  });

  it('takes each code once', async () => {
    const code = await newCode();
    assert.equal(outcomeOf(await redeem(code)), 'OK');
    assert.equal(outcomeOf(await redeem(code)), 'AccessDeniedException 401 AUTHCODE_EXPIRED');
  });

  it('takes a code for ten minutes', async () => {
    const [first, second] = [await newCode(), await newCode()];
    aws.clock.advance(10 * minute - 1000);
    assert.equal(outcomeOf(await redeem(first)), 'OK');
    aws.clock.advance(1000);
    assert.equal(outcomeOf(await redeem(second)), 'AccessDeniedException 401 AUTHCODE_EXPIRED');
  });

  for (const [what, changes] of Object.entries<Changes>({
    'another verifier': { codeVerifier: createPkce().verifier },
    'another redirect URI': { redirectUri: callback.replace('5000', '5001') },
    'another client': { clientId: clientIdOf('cross-device') },
  })) {
    it(`rejects ${what}, which uses up the code`, async () => {
      const code = await newCode();
      assert.equal(outcomeOf(await redeem(code, changes)), invalid);
      assert.equal(outcomeOf(await redeem(code)), 'AccessDeniedException 401 AUTHCODE_EXPIRED');
    });
  }

  it('rejects another region', async () => {
    const [here, there] = [`${aws.url}/region/eu-central-1`, `${aws.url}/region/us-east-1`];
    assert.equal(outcomeOf(await redeem(await newCode(here), {}, there)), invalid);
    assert.equal(outcomeOf(await redeem(await newCode(here), {}, here)), 'OK');
  });

  for (const [what, changes] of Object.entries<Changes>({
    'no client': { clientId: undefined },
    'an unknown client': { clientId: 'arn:aws:signin:::devtools/other' },
    'no grant type': { grantType: undefined },
    'an unknown grant type': { grantType: 'client_credentials' },
    'no code': { code: undefined },
    'an unknown code': { code: 'unknown' },
    'a code that is too long': { code: 'a'.repeat(513) },
    'no redirect URI': { redirectUri: undefined },
    'no verifier': { codeVerifier: undefined },
    'a verifier that is too short': { codeVerifier: 'a'.repeat(42) },
    'a verifier that is too long': { codeVerifier: 'a'.repeat(129) },
    'a verifier with other characters': { codeVerifier: `${'a'.repeat(43)}+` },
  })) {
    it(`rejects ${what}, which does not use up the code`, async () => {
      const code = await newCode();
      assert.equal(outcomeOf(await redeem(code, changes)), invalid);
      assert.equal(outcomeOf(await redeem(code)), 'OK');
    });
  }

  it('takes a form with the names of OAuth, too, but nothing that is neither JSON nor a form', async () => {
    const form = new URLSearchParams({
      client_id: clientIdOf('same-device'),
      grant_type: 'authorization_code',
      code: await newCode(),
      code_verifier: verifier,
      redirect_uri: callback,
    }).toString();
    for (const [type, body, status] of [
      ['application/json', '{', 400],
      ['text/plain', form, 400],
      ['application/x-www-form-urlencoded', form, 200],
    ] as const) {
      const headers = { 'Content-Type': type, DPoP: proof() };
      const response = await fetch(`${aws.url}/v1/token`, { method: 'POST', headers, body });
      assert.equal(response.status, status, type);
    }
  });

  it('rejects a code of a sign-in that has ended, or of a user who lacks the permission', async () => {
    const code = await newCode();
    aws.signin.endAll();
    assert.equal(outcomeOf(await redeem(code)), 'AccessDeniedException 401 TOKEN_EXPIRED');
    aws.iam.deny(yuki, 'signin:CreateOAuth2Token', 'identity-based policy');
    const denied = 'AccessDeniedException 403 INSUFFICIENT_PERMISSIONS';
    assert.equal(outcomeOf(await redeem(await newCode())), denied);
  });

  it('speaks of faults in its own words', async () => {
    const code = await newCode();
    aws.faults.next({ kind: 'throttle', action: 'CreateOAuth2Token' });
    assert.equal(outcomeOf(await redeem(code)), 'TooManyRequestsError 429 INVALID_REQUEST');
    aws.faults.next({ kind: 'status', status: 500 });
    assert.equal(outcomeOf(await redeem(code)), 'InternalServerException 500 server_error');
    assert.equal(outcomeOf(await redeem(code)), 'OK');
  });

  it('records requests without their secrets', async () => {
    const base = `${aws.url}/region/eu-central-1`;
    const signedIn = await signInWithConsole(base);
    await refreshTokens(base, signedIn);
    const clientId = clientIdOf('same-device');
    const tokens = aws.requests.filter(({ action }) => action === 'CreateOAuth2Token');
    assert.deepEqual(
      tokens.map(({ parameters, outcome: result }) => [parameters, result]),
      [
        [{ grantType: 'authorization_code', clientId, region: 'eu-central-1' }, 'OK'],
        [{ grantType: 'refresh_token', clientId, region: 'eu-central-1' }, 'OK'],
      ],
    );
  });

  it('lists all secrets that it has issued', async () => {
    const { body } = await refreshTokens(aws.url, await signInWithConsole(aws.url));
    const recorded = JSON.stringify(aws.requests);
    const kinds = aws.signin.issuedSecrets.map(({ kind }) => kind);
    assert.deepEqual(kinds, ['authorization code', 'refresh token', 'refresh token']);
    assert.equal(aws.signin.issuedSecrets.at(-1)?.text, body.refreshToken);
    for (const { text } of aws.signin.issuedSecrets) assert.ok(!recorded.includes(text));
  });
});
