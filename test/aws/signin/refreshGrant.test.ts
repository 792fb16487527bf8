import assert from 'node:assert/strict';
import { type LocalAws, startLocalAws } from '../localAws.ts';
import { sampleWorld } from '../sample.ts';
import { assertRefused, callerArn } from '../sts/stsClient.ts';
import {
  clientIdOf,
  createDpopKey,
  outcomeOf,
  type RefreshChanges,
  refreshTokens,
  type SignedIn,
  signInWithConsole,
  type TokenReply,
} from './signinClient.ts';

const yuki = 'arn:aws:iam::444455556666:user/yuki';
const minute = 60_000;
const hour = 60 * minute;
const invalid = 'ValidationException 400 INVALID_REQUEST';
const expired = 'AccessDeniedException 401 TOKEN_EXPIRED';

describe('the token endpoint of the sign-in service, with a refresh token', () => {
  let aws: LocalAws;
  let signedIn: SignedIn;

  beforeEach(async () => {
    aws = await startLocalAws({ world: sampleWorld });
    signedIn = await signInWithConsole(aws.url);
  });
  afterEach(() => aws.close());

  const refresh = (refreshToken = signedIn.body.refreshToken): Promise<TokenReply> =>
    refreshTokens(aws.url, signedIn, { refreshToken });

  it('issues new credentials and another refresh token, but no ID token', async () => {
    const { body } = await refresh();
    assert.deepEqual(Object.keys(body), ['accessToken', 'tokenType', 'expiresIn', 'refreshToken']);
    assert.notEqual(body.refreshToken, signedIn.body.refreshToken);
    assert.equal(await callerArn(aws, body.accessToken ?? assert.fail()), yuki);
    assert.equal(outcomeOf(await refresh(body.refreshToken)), 'OK');
  });

  it('answers the same for a short time, and then no more', async () => {
    const first = await refresh();
    aws.clock.advance(minute - 1000);
    const second = await refresh();
    assert.deepEqual(second.body.accessToken, first.body.accessToken);
    assert.equal(second.body.refreshToken, first.body.refreshToken);
    assert.ok((second.body.expiresIn ?? 900) <= 900 - 59);
    aws.clock.advance(1000);
    assert.equal(outcomeOf(await refresh()), expired);
    assert.equal(outcomeOf(await refresh(first.body.refreshToken)), 'OK');
  });

  it('is bound to the key, the client, and the region of the sign-in', async () => {
    const here = `${aws.url}/region/eu-central-1`;
    const inRegion = await signInWithConsole(here);
    const attempt = async (url: string, changes: RefreshChanges = {}): Promise<string> =>
      outcomeOf(await refreshTokens(url, inRegion, changes));
    assert.equal(await attempt(here, { dpopKey: createDpopKey() }), invalid);
    assert.equal(await attempt(here, { clientId: clientIdOf('cross-device') }), invalid);
    assert.equal(await attempt(`${aws.url}/region/us-east-1`), invalid);
    assert.equal(await attempt(aws.url), invalid);
    assert.equal(await attempt(here), 'OK');
  });

  it('rejects an unknown token', async () => {
    assert.equal(outcomeOf(await refresh('unknown')), invalid);
  });

  it('works for twelve hours after the sign-in, and the last credentials end with it', async () => {
    aws.clock.advance(12 * hour - 5 * minute);
    const { body } = await refresh();
    assert.ok((body.expiresIn ?? 900) <= 300, `${body.expiresIn}`);
    aws.clock.advance(5 * minute);
    assert.equal(outcomeOf(await refresh(body.refreshToken)), expired);
    await assertRefused(callerArn(aws, body.accessToken ?? assert.fail()), 'ExpiredToken', /expired/u);
  });

  it('ends when the password is changed, but the credentials so far stay valid', async () => {
    aws.signin.changePassword('arn:aws:iam::111122223333:user/maya');
    assert.equal(outcomeOf(await refresh()), 'OK', 'the password of somebody else');
    aws.signin.changePassword(yuki);
    assert.equal(outcomeOf(await refresh()), 'AccessDeniedException 403 USER_CREDENTIALS_CHANGED');
    assert.equal(await callerArn(aws, signedIn.body.accessToken ?? assert.fail()), yuki);
    const again = await signInWithConsole(aws.url);
    assert.equal(outcomeOf(await refreshTokens(aws.url, again)), 'OK', 'a sign-in with the new password');
  });

  it('ends when all sign-ins are ended, and when the user is deleted', async () => {
    aws.signin.endAll();
    assert.equal(outcomeOf(await refresh()), expired);
    const again = await signInWithConsole(aws.url);
    aws.iam.deletePrincipal(yuki);
    assert.equal(outcomeOf(await refreshTokens(aws.url, again)), expired);
  });

  it('needs a permission of the user', async () => {
    aws.iam.deny(yuki, 'signin:CreateOAuth2Token', 'identity-based policy');
    const reply = await refresh();
    assert.equal(outcomeOf(reply), 'AccessDeniedException 403 INSUFFICIENT_PERMISSIONS');
    assert.match(reply.body.message ?? '', /perform: signin:CreateOAuth2Token/u);
  });
});
