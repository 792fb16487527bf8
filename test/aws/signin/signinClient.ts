import assert from 'node:assert/strict';
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  randomUUID,
  sign,
} from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isoSeconds } from '../clock.ts';
import { answerPage } from '../identityCenter/clients.ts';
import type { ClientKind } from './signIns.ts';

/** A key for DPoP proofs, in the format of the file of a sign-in. */
export function createDpopKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return privateKey.export({ format: 'pem', type: 'sec1' }).toString();
}

export type ProofChanges = { readonly header?: object; readonly claims?: object; readonly signWith?: string };

/** A DPoP proof for a POST request, right unless `changes` make it wrong. */
export function dpopProof(pem: string, url: string, changes: ProofChanges = {}): string {
  const { kty, crv, x, y } = createPublicKey(createPrivateKey(pem)).export({ format: 'jwk' });
  const header = { typ: 'dpop+jwt', alg: 'ES256', jwk: { kty, crv, x, y }, ...changes.header };
  const iat = Math.floor(Date.now() / 1000);
  const claims = { htm: 'POST', htu: url, iat, jti: randomUUID(), ...changes.claims };
  const signed = [header, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const key = { key: createPrivateKey(changes.signWith ?? pem), dsaEncoding: 'ieee-p1363' } as const;
  return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`;
}

export const callback = 'http://127.0.0.1:5000/oauth/callback';

export function clientIdOf(kind: ClientKind): string {
  return `arn:aws:signin:::devtools/${kind}`;
}

export type Pkce = { readonly verifier: string; readonly challenge: string };

export function createPkce(): Pkce {
  const verifier = randomBytes(48).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

/** The link to the page that asks for the sign-in. An undefined value in `changes` leaves the parameter out. */
export function authorizeLink(
  url: string,
  challenge: string,
  changes: Readonly<Record<string, string | undefined>> = {},
): string {
  const values = {
    response_type: 'code',
    client_id: clientIdOf('same-device'),
    state: 'the-state',
    code_challenge_method: 'SHA-256',
    scope: 'openid',
    redirect_uri: callback,
    code_challenge: challenge,
    ...changes,
  };
  const given = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return `${url}/v1/authorize?${new URLSearchParams(given).toString()}`;
}

/** The code that the browser gets when the user allows the access. */
export async function allowedCode(link: string): Promise<string> {
  const back = await answerPage(link, 'allow');
  const code = URL.parse(back ?? '')?.searchParams.get('code');
  assert.ok(code, back ?? link);
  return code;
}

export type TokenReply = {
  readonly status: number;
  readonly exception: string | null;
  readonly body: TokenBody;
};

export type TokenBody = {
  readonly accessToken?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken: string;
  };
  readonly tokenType?: string;
  readonly expiresIn?: number;
  readonly refreshToken?: string;
  readonly idToken?: string;
  readonly error?: string;
  readonly message?: string;
};

/** Sends a request to the token endpoint below `url`. `proof` undefined leaves the header out. */
export async function requestToken(
  url: string,
  fields: Readonly<Record<string, unknown>> | URLSearchParams,
  proof: string | undefined,
): Promise<TokenReply> {
  const isForm = fields instanceof URLSearchParams;
  const response = await fetch(`${url}/v1/token`, {
    method: 'POST',
    headers: { ...(proof && { DPoP: proof }), ...(isForm ? {} : { 'Content-Type': 'application/json' }) },
    body: isForm ? fields : JSON.stringify(fields),
  });
  const exception = response.headers.get('x-amzn-errortype');
  return { status: response.status, exception, body: (await response.json()) as TokenBody };
}

/** The exception, the status, and the code of an error; or `OK`. */
export function outcomeOf({ status, exception, body }: TokenReply): string {
  return status === 200 ? 'OK' : `${exception} ${status} ${body.error}`;
}

export type SignedIn = {
  /** The ARN of the identity. */
  readonly session: string;
  readonly dpopKey: string;
  readonly clientId: string;
  readonly body: TokenBody;
};

/** Signs in as the AWS CLI and a user in the browser do together. */
export async function signInWithConsole(url: string): Promise<SignedIn> {
  const [dpopKey, { verifier, challenge }] = [createDpopKey(), createPkce()];
  const code = await allowedCode(authorizeLink(url, challenge));
  const clientId = clientIdOf('same-device');
  const fields = {
    clientId,
    grantType: 'authorization_code',
    code,
    codeVerifier: verifier,
    redirectUri: callback,
  };
  const { status, body } = await requestToken(url, fields, dpopProof(dpopKey, `${url}/v1/token`));
  assert.equal(status, 200, body.message);
  const [, claims = ''] = (body.idToken ?? '').split('.');
  const { sub } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { readonly sub: string };
  return { session: sub, dpopKey, clientId, body };
}

export type RefreshChanges = Partial<Pick<SignedIn, 'clientId' | 'dpopKey'>> & {
  readonly refreshToken?: string | undefined;
};

/** Renews the credentials of a sign-in. */
export async function refreshTokens(
  url: string,
  signedIn: SignedIn,
  changes: RefreshChanges = {},
): Promise<TokenReply> {
  const { clientId, dpopKey, body } = { ...signedIn, ...changes };
  const { refreshToken = body.refreshToken } = changes;
  const fields = { clientId, grantType: 'refresh_token', refreshToken };
  return requestToken(url, fields, dpopProof(dpopKey, `${url}/v1/token`));
}

/** The file of a sign-in as the AWS CLI writes it. `expiresAt` is in milliseconds since the epoch. */
export function loginFile(signedIn: SignedIn, expiresAt: number): object {
  const { session, dpopKey, clientId, body } = signedIn;
  return {
    accessToken: {
      ...body.accessToken,
      accountId: session.split(':')[4],
      expiresAt: isoSeconds(expiresAt),
    },
    tokenType: body.tokenType,
    clientId,
    refreshToken: body.refreshToken,
    idToken: body.idToken,
    dpopKey,
  };
}

/** Where tools look for the file of a sign-in. */
export function loginFilePath(folder: string, session: string): string {
  return join(folder, `${createHash('sha256').update(session).digest('hex')}.json`);
}

export async function writeLoginFile(
  folder: string,
  signedIn: SignedIn,
  expiresAt: number,
  more: object = {},
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const content = { ...loginFile(signedIn, expiresAt), ...more };
  await writeFile(loginFilePath(folder, signedIn.session), JSON.stringify(content));
}
