import assert from 'node:assert/strict';
import { FailureError } from '../../../../src/base/failure.ts';
import { type LocalAlibaba, startLocalAlibaba } from '../../../alibaba/localAlibaba.ts';
import { AlibabaStage, cli, failureOf, keyProfile } from './alibabaStage.ts';

const hour = 3_600_000;

describe('a token for the console', () => {
  let alibaba: LocalAlibaba;
  beforeEach(async () => {
    alibaba = await startLocalAlibaba();
  });
  afterEach(() => alibaba.close());

  const { signal } = new AbortController();
  const stageOf = () =>
    new AlibabaStage(alibaba, {
      environment: { ALIBABA_CLOUD_CREDENTIALS_URI: alibaba.credentialsUri },
      entries: [keyProfile('lin')],
    });
  const tokenFor = async (stage: AlibabaStage, target: Parameters<AlibabaStage['run']>[0]) => {
    const credentials = (await stage.run(target)).reveal();
    return stage.runner.signinToken({ plan: stage.plan(target), credentials }, signal);
  };
  const uri = { kind: 'credentialsUri' } as const;

  it('opens it once', async () => {
    const SigninToken = await tokenFor(stageOf(), uri);
    const query = new URLSearchParams({
      Action: 'Login',
      LoginUrl: 'https://example.com',
      Destination: 'https://home.console.aliyun.com',
      SigninToken,
    });
    const open = async () => (await fetch(`${alibaba.url}/federation?${query.toString()}`)).status;
    assert.deepEqual([await open(), await open()], [200, 401]);
  });

  it('is for temporary keys only', async () => {
    const failure = await failureOf(tokenFor(stageOf(), cli('lin')));
    assert.deepEqual(failure, { code: 'ramConsoleImpossible', profile: 'lin' });
    assert.deepEqual(alibaba.requests, []);
  });

  it('is refused for keys that are over', async () => {
    const stage = stageOf();
    const credentials = (await stage.run(uri)).reveal();
    alibaba.clock.advance(2 * hour);
    const token = stage.runner.signinToken({ plan: stage.plan(uri), credentials }, signal);
    assert.deepEqual(await failureOf(token, [credentials.secretAccessKey, credentials.sessionToken ?? '']), {
      code: 'alibabaRequestRefused',
      profile: 'credentials URI',
      action: 'GetSigninToken',
      alibabaCode: 'InvalidCredential.AuthenticateFail',
      detail: 'The credential you provided is invalid.',
    });
  });

  it('does not come from a page', async () => {
    alibaba.faults.next({ kind: 'body', action: 'GetSigninToken', body: '<html>' });
    const failure = await failureOf(tokenFor(stageOf(), uri));
    assert.partialDeepStrictEqual(failure, { code: 'notAlibaba', status: 200 });
  });

  it('needs a valid address', async () => {
    const stage = new AlibabaStage(alibaba, {
      environment: {
        ALIBABA_CLOUD_CREDENTIALS_URI: alibaba.credentialsUri,
        ROLECALL_ALIBABA_SIGNIN_URL: 'https://user:secret@example.com',
      },
    });
    const error = await tokenFor(stage, uri).catch((reason: unknown) => reason);
    assert.ok(error instanceof FailureError);
    assert.equal(error.failure.code, 'alibabaValueInvalid');
  });
});
