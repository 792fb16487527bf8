import assert from 'node:assert/strict';
import type { PolicyDocument } from '../iam/policies.ts';
import { answerPage } from '../identityCenter/clients.ts';
import { type LocalAws, startLocalAws } from '../localAws.ts';
import { sampleWorld } from '../sample.ts';
import { authorizeLink, callback, clientIdOf, createPkce } from './signinClient.ts';

const { challenge } = createPkce();
const yuki = 'arn:aws:iam::444455556666:user/yuki';

describe('the sign-in page', () => {
  let aws: LocalAws;

  beforeEach(async () => {
    aws = await startLocalAws({ world: sampleWorld });
  });
  afterEach(() => aws.close());

  it('names the identity that will be signed in: the user without keys, or another one', async () => {
    const shown = async (): Promise<string | undefined> => {
      const page = await fetch(authorizeLink(aws.url, challenge));
      return /id="identity">([^<]*)</u.exec(await page.text())?.[1];
    };
    assert.equal(await shown(), yuki);
    aws.signin.identity = 'arn:aws:iam::111122223333:root';
    assert.equal(await shown(), 'arn:aws:iam::111122223333:root');
  });

  it('redirects to the program on this machine, with a code or with an error', async () => {
    const link = authorizeLink(aws.url, challenge);
    const allowed = new URL((await answerPage(link, 'allow')) ?? '');
    assert.equal(`${allowed.origin}${allowed.pathname}`, callback);
    assert.deepEqual([...allowed.searchParams.keys()], ['state', 'code']);
    assert.equal(allowed.searchParams.get('state'), 'the-state');
    assert.equal(await answerPage(link, 'deny'), `${callback}?state=the-state&error=access_denied`);
  });

  it('shows a program on another device what to paste', async () => {
    for (const base of [aws.url, `${aws.url}/region/eu-central-1`]) {
      const link = authorizeLink(base, challenge, crossDevice(base));
      const allowed = (await answerPage(link, 'allow')) ?? '';
      assert.ok(allowed.startsWith(`${base}/v1/sessions/confirmation?`), allowed);
      const [, pasted = ''] = /<code>([^<]*)<\/code>/u.exec(await textOf(allowed)) ?? [];
      const text = Buffer.from(pasted, 'base64').toString();
      assert.equal(text, `state=the-state&code=${new URL(allowed).searchParams.get('code')}`);
      const denied = await textOf((await answerPage(link, 'deny')) ?? '');
      assert.match(denied, /Request denied/u);
      assert.doesNotMatch(denied, /<code>/u);
    }
  });

  it('rejects links that are not complete or not right', async () => {
    const elsewhere = `${aws.url}/v1/sessions/confirmation`;
    const wrong: Readonly<Record<string, readonly (string | undefined)[]>> = {
      response_type: [undefined, 'token'],
      client_id: [undefined, 'arn:aws:signin:::devtools/any-device', `${clientIdOf('same-device')}s`],
      state: [undefined, ''],
      code_challenge_method: [undefined, 'S256', 'plain'],
      scope: [undefined, 'openid email'],
      redirect_uri: [
        undefined,
        elsewhere,
        'http://127.0.0.1/oauth/callback',
        'http://localhost:5000/oauth/callback',
        'https://127.0.0.1:5000/oauth/callback',
        'http://127.0.0.1:5000/callback',
      ],
      code_challenge: [undefined, `${challenge}=`, challenge.slice(1)],
    };
    for (const [name, values] of Object.entries(wrong)) {
      for (const value of values) {
        const link = authorizeLink(aws.url, challenge, { [name]: value });
        assert.equal((await fetch(link)).status, 400, `${name}: ${value}`);
        const answered = await fetch(link, {
          method: 'POST',
          body: new URLSearchParams({ answer: 'allow' }),
        });
        assert.equal(answered.status, 400, `${name}: ${value}`);
      }
    }
    assert.deepEqual(aws.signin.issuedSecrets, []);
  });

  it('rejects a redirect of another client, region, or host for a program on another device', async () => {
    const base = `${aws.url}/region/eu-central-1`;
    for (const uri of [
      callback,
      `${aws.url}/v1/sessions/confirmation`,
      `${aws.url}/region/us-east-1/v1/sessions/confirmation`,
      'https://example.com/v1/sessions/confirmation',
      `${base}/v1/sessions/confirmation?next=1`,
    ]) {
      const link = authorizeLink(base, challenge, { ...crossDevice(base), redirect_uri: uri });
      assert.equal((await fetch(link)).status, 400, uri);
    }
  });

  it('rejects a parameter that is there twice', async () => {
    const link = authorizeLink(aws.url, challenge);
    assert.equal((await fetch(`${link}&state=other`)).status, 400);
    assert.equal((await fetch(link)).status, 200);
  });
});

describe('the permission to sign in', () => {
  it('is about the kind of device', async () => {
    const action = 'signin:AuthorizeOAuth2Access';
    assert.equal(await statusFor(allowing(action, 'localhost'), false), 302);
    assert.equal(await statusFor(allowing(action, 'localhost'), true), 403);
    assert.equal(await statusFor(allowing(action, 'remote'), true), 302);
    assert.equal(await statusFor(allowing('signin:CreateOAuth2Token', '*'), false), 403);
  });
});

function crossDevice(base: string): Readonly<Record<string, string>> {
  return { client_id: clientIdOf('cross-device'), redirect_uri: `${base}/v1/sessions/confirmation` };
}

async function textOf(address: string): Promise<string> {
  return (await fetch(address)).text();
}

function allowing(action: string, place: string): PolicyDocument {
  return {
    Statement: {
      Effect: 'Allow',
      Action: action,
      Resource: `arn:aws:signin:eu-central-1:111111111111:oauth2/public-client/${place}`,
    },
  };
}

/** The status of the answer to `Allow`. */
async function statusFor(policy: PolicyDocument, isRemote: boolean): Promise<number> {
  const users = [{ name: 'kim', policies: [policy] }];
  const aws = await startLocalAws({ world: { accounts: [{ id: '111111111111', users }] } });
  try {
    const base = `${aws.url}/region/eu-central-1`;
    const link = authorizeLink(base, challenge, isRemote ? crossDevice(base) : {});
    const body = new URLSearchParams({ answer: 'allow' });
    return (await fetch(link, { method: 'POST', body, redirect: 'manual' })).status;
  } finally {
    await aws.close();
  }
}
