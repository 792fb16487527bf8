import {
  CreateOAuth2TokenCommand,
  type CreateOAuth2TokenCommandOutput,
  type CreateOAuth2TokenRequestBody,
  SigninClient,
} from '@aws-sdk/nested-clients/signin';
import { HttpRequest } from '@smithy/protocol-http';
import type { KeyObject } from 'node:crypto';
import { withDeadline } from '../../base/deadline.ts';
import { type SigninEndpoint, signinUrl } from '../../plan/endpoints/signinEndpoint.ts';
import { clockOffsetMs } from '../clockOffset.ts';
import { isText } from '../json.ts';
import { type Connecting, emptyAnswer, unsignedConfig } from './clientConfig.ts';
import { dpopProof } from './dpop.ts';
import type { IssuedLogin, LoginGrant, Signin } from './signin.ts';

/** Part of the SDK bundle. Region and endpoint are set, so that only the plan decides. */
export function createSignin(endpoint: SigninEndpoint, key: KeyObject, connecting: Connecting): Signin {
  const config = unsignedConfig(endpoint, signinUrl(endpoint), connecting);
  let offsetMs = 0;
  const proofTime = (): number => Date.now() + offsetMs;
  const retrying = withProofs(new SigninClient(config), key, proofTime);
  // A code works once.
  const singleAttempt = withProofs(new SigninClient({ ...config, maxAttempts: 1 }), key, proofTime);
  return {
    createToken(grant, signal) {
      const command = new CreateOAuth2TokenCommand({ tokenInput: inputOf(grant) });
      const client = grant.by === 'code' ? singleAttempt : retrying;
      return withDeadline(connecting.limits.callMs, signal, async (abortSignal) => {
        const send = async (): Promise<IssuedLogin> => issued(await client.send(command, { abortSignal }));
        try {
          return await send();
        } catch (error) {
          // A proof says when it was made. AWS has no error code for a proof of a wrong clock.
          offsetMs = offsetAtRefusal(error);
          if (offsetMs === 0) throw error;
          return send();
        }
      });
    },
  };
}

/** Adds a proof to each attempt: AWS accepts each proof once. */
function withProofs(client: SigninClient, key: KeyObject, time: () => number): SigninClient {
  client.middlewareStack.add(
    (next) => (args) => {
      const { request } = args;
      if (HttpRequest.isInstance(request)) {
        const { protocol, hostname, port, path, method } = request;
        const url = `${protocol}//${hostname}${port ? `:${port}` : ''}${path}`;
        request.headers['DPoP'] = dpopProof(key, { method, url, time: time() });
      }
      return next(args);
    },
    { step: 'finalizeRequest', name: 'dpopProof' },
  );
  return client;
}

/** The offset to add to this machine's clock, if AWS refused the request itself and the clocks differ; otherwise 0. */
function offsetAtRefusal(error: unknown): number {
  const { $metadata, $response } = error as {
    readonly $metadata?: { readonly httpStatusCode?: number };
    readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
  };
  const isRefusal = [400, 401, 403].includes($metadata?.httpStatusCode ?? 0);
  return isRefusal ? clockOffsetMs($response?.headers?.['date']) : 0;
}

function inputOf(grant: LoginGrant): CreateOAuth2TokenRequestBody {
  if (grant.by === 'refresh') {
    const { clientId, refreshToken } = grant;
    return { clientId, grantType: 'refresh_token', refreshToken };
  }
  const { clientId, code, codeVerifier, redirectUri } = grant;
  return { clientId, grantType: 'authorization_code', code, codeVerifier, redirectUri };
}

/** How long keys last at most (AWS Sign-In API, `CreateOAuth2TokenResponseBody`). */
const maxSeconds = 900;

/** The SDK does not check the types of what an answer contains. */
function issued(output: CreateOAuth2TokenCommandOutput): IssuedLogin {
  const { accessToken, refreshToken, idToken, ...rest } = { ...output.tokenOutput };
  const { accessKeyId, secretAccessKey, sessionToken } = { ...accessToken };
  const { expiresIn = maxSeconds, tokenType = 'aws_sigv4' } = rest;
  // Tools would not renew keys that seem to last longer than they do.
  const lifeMs = Math.min(expiresIn, maxSeconds) * 1000;
  if (!isText(accessKeyId) || !isText(secretAccessKey) || !isText(sessionToken) || !isText(refreshToken))
    throw emptyAnswer(output);
  if (!(lifeMs > 0)) throw emptyAnswer(output);
  return {
    keys: { accessKeyId, secretAccessKey, sessionToken },
    lifeMs,
    tokenType,
    refreshToken,
    idToken: isText(idToken) ? idToken : undefined,
  };
}
