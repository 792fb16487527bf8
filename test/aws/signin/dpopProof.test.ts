import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey, generateKeyPairSync, randomUUID } from 'node:crypto';
import { type LocalAws, startLocalAws } from '../localAws.ts';
import { sampleWorld } from '../sample.ts';
import {
  clientIdOf,
  createDpopKey,
  dpopProof,
  type ProofChanges,
  requestToken,
  type SignedIn,
  signInWithConsole,
} from './signinClient.ts';

const seconds = (offset: number): number => Math.floor(Date.now() / 1000) + offset;

describe('a DPoP proof', () => {
  let aws: LocalAws;
  let signedIn: SignedIn;

  beforeEach(async () => {
    aws = await startLocalAws({ world: sampleWorld });
    signedIn = await signInWithConsole(aws.url);
  });
  afterEach(() => aws.close());

  async function send(proof: string | undefined): Promise<string> {
    const { clientId, body } = signedIn;
    const fields = { clientId, grantType: 'refresh_token', refreshToken: body.refreshToken };
    const reply = await requestToken(aws.url, fields, proof);
    return reply.status === 200 ? 'OK' : `${reply.status} ${reply.body.error}: ${reply.body.message}`;
  }

  const prove = (changes: ProofChanges = {}, url = `${aws.url}/v1/token`): string =>
    dpopProof(signedIn.dpopKey, url, changes);

  it('is accepted if it is right', async () => {
    assert.equal(await send(prove()), 'OK');
    assert.equal(await send(prove({ claims: { iat: seconds(-290) } })), 'OK');
    assert.equal(await send(prove({ claims: { iat: seconds(290) } })), 'OK');
  });

  for (const [what, changes] of Object.entries<() => ProofChanges>({
    'of another type': () => ({ header: { typ: 'JWT' } }),
    'with another algorithm': () => ({ header: { alg: 'ES384' } }),
    'that is not signed': () => ({ header: { alg: 'none' } }),
    'signed by another key': () => ({ signWith: createDpopKey() }),
    'without a key': () => ({ header: { jwk: undefined } }),
    'with a private key': () => ({ header: { jwk: privateJwk(signedIn) } }),
    'with a key that is no point of the curve': () => ({
      header: { jwk: { ...publicJwk(signedIn), x: 'AAAA' } },
    }),
    'with a key of another curve': otherCurve,
    'for another method': () => ({ claims: { htm: 'GET' } }),
    'for another path': () => ({ claims: { htu: `${aws.url}/v1/tokens` } }),
    'for another host': () => ({ claims: { htu: 'https://eu-central-1.signin.aws.amazon.com/v1/token' } }),
    'for another region': () => ({ claims: { htu: `${aws.url}/region/eu-central-1/v1/token` } }),
    'without a URL': () => ({ claims: { htu: undefined } }),
    'that is too old': () => ({ claims: { iat: seconds(-310) } }),
    'from the future': () => ({ claims: { iat: seconds(310) } }),
    'with a time that is no whole number': () => ({ claims: { iat: seconds(0) + 0.5 } }),
    'without a time': () => ({ claims: { iat: undefined } }),
    'without an id': () => ({ claims: { jti: undefined } }),
  })) {
    it(`is rejected ${what}`, async () => {
      assert.match(await send(prove(changes())), /^400 INVALID_REQUEST: The DPoP proof is not valid/u);
      assert.equal(await send(prove()), 'OK');
    });
  }

  it('is rejected if it is missing or malformed', async () => {
    for (const proof of [undefined, 'proof', 'a.b.c', prove().replace(/\.[^.]*$/u, '.AAAA')]) {
      assert.match(await send(proof), /^400 INVALID_REQUEST: The DPoP proof is not valid/u);
    }
  });

  it('is rejected the second time, and so is another with its id', async () => {
    const proof = prove();
    assert.equal(await send(proof), 'OK');
    assert.match(await send(proof), /already used/u);
    const jti = randomUUID();
    assert.equal(await send(prove({ claims: { jti } })), 'OK');
    assert.match(await send(prove({ claims: { jti } })), /already used/u);
  });

  it('follows the clock of AWS if that of the machine is wrong', async () => {
    aws.clock.setSkew(600_000);
    assert.match(await send(prove()), /too old/u);
    aws.clock.setSkew(0);
    aws.clock.advance(600_000);
    assert.equal(await send(prove()), 'OK', 'time that passes only for AWS does not count');
  });

  it('is checked before the token', async () => {
    const fields = {
      clientId: clientIdOf('same-device'),
      grantType: 'refresh_token',
      refreshToken: 'unknown',
    };
    const { body } = await requestToken(aws.url, fields, undefined);
    assert.match(body.message ?? '', /DPoP/u);
  });
});

function publicJwk({ dpopKey }: Pick<SignedIn, 'dpopKey'>): object {
  const { kty, crv, x, y } = createPublicKey(createPrivateKey(dpopKey)).export({ format: 'jwk' });
  return { kty, crv, x, y };
}

function privateJwk({ dpopKey }: SignedIn): object {
  return createPrivateKey(dpopKey).export({ format: 'jwk' });
}

function otherCurve(): ProofChanges {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  const dpopKey = privateKey.export({ format: 'pem', type: 'sec1' }).toString();
  return { header: { jwk: publicJwk({ dpopKey }) }, signWith: dpopKey };
}
