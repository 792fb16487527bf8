import assert from 'node:assert/strict';
import type { Logins } from '../../../../src/credentials/login/logins.ts';
import { failureOfLogin, LoginStage, minute, yuki } from './loginStage.ts';

const keys = { accessKeyId: 'ASIA7777EXAMPLE77777', secretAccessKey: 'secret', sessionToken: 'token' };
const usual = { accessToken: keys, tokenType: 'aws_sigv4', expiresIn: 900, refreshToken: 'refresh' };

function idTokenOf(claims: object): string {
  return `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.e30`;
}

describe('an answer of AWS Sign-In that is not as documented', function () {
  this.timeout(30_000);
  let stage: LoginStage;
  let logins: Logins;

  beforeEach(async () => {
    stage = await LoginStage.open();
    logins = stage.window();
  });
  afterEach(() => stage.close());

  const answer = (changes: object): void => {
    const body = JSON.stringify({ ...usual, idToken: idTokenOf({ sub: yuki }), ...changes });
    stage.aws.faults.next({ kind: 'body', body, action: 'CreateOAuth2Token' });
  };

  for (const [what, changes] of Object.entries({
    'keys that are no texts': { accessToken: { ...keys, accessKeyId: 7 } },
    'keys that have expired': { expiresIn: 0 },
    'keys that expired before': { expiresIn: -900 },
    'a life that is no number': { expiresIn: 'soon' },
    'a refresh token that is no text': { refreshToken: 7 },
  }))
    it(`is refused with ${what}, and leaves the keys in the file alone`, async () => {
      answer(changes);
      assert.equal((await failureOfLogin(stage, stage.signIn(logins))).code, 'notAws');
      assert.deepEqual(await logins.stateOf(yuki), { kind: 'signedOut' });
      await stage.signIn(logins);
      const before = await stage.file();
      stage.aws.clock.advance(11 * minute);
      answer(changes);
      assert.equal((await stage.keys(logins)).accessKeyId, before.accessToken.accessKeyId);
      assert.deepEqual(await stage.file(), before);
      await stage.isYuki(await stage.keys(logins));
      assert.notEqual((await stage.file()).refreshToken, before.refreshToken);
    });

  for (const [what, idToken] of Object.entries({
    'no identity': undefined,
    'an identity token that is no text': 7,
    'an identity that is no text': idTokenOf({ sub: 7 }),
    'an identity that is no ARN': idTokenOf({ sub: 'yuki' }),
    'an identity of several lines': idTokenOf({ sub: `${yuki}\n[profile other]` }),
    'an identity with a comment': idTokenOf({ sub: `${yuki} # other` }),
  }))
    it(`is refused with ${what}`, async () => {
      answer({ idToken });
      assert.equal((await failureOfLogin(stage, stage.signIn(logins))).code, 'notAws');
    });

  for (const expiresIn of [901, 1e9, 1e300])
    it(`does not keep the keys from being renewed with a life of ${expiresIn} s`, async () => {
      answer({ expiresIn });
      await stage.signIn(logins);
      const { expiration = 0 } = await stage.keys(logins);
      assert.ok(Math.abs(expiration - stage.aws.clock.now() - 15 * minute) < 2000);
    });
});
