import {
  GetRoleCredentialsCommand,
  ListAccountRolesCommand,
  ListAccountsCommand,
  LogoutCommand,
  SSOClient,
} from '@aws-sdk/client-sso';
import {
  CreateTokenCommand,
  type CreateTokenCommandInput,
  RegisterClientCommand,
  SSOOIDCClient,
  StartDeviceAuthorizationCommand,
} from '@aws-sdk/client-sso-oidc';
import type { MetadataBearer } from '@smithy/types';
import { withDeadline } from '../../base/deadline.ts';
import type { SsoSession } from '../../plan/plan.ts';
import { serviceHost } from '../../plan/endpoints/regions.ts';
import type { AwsLimits } from './awsLimits.ts';
import { type Connecting, emptyAnswer, unsignedConfig } from './clientConfig.ts';
import { watchClock } from './clock.ts';
import type { Grant, IdentityCenter } from './identityCenter.ts';
import { notFromAws } from './requestHandler.ts';

/** Part of the SDK bundle. Region and endpoints are set, so that only the plan decides. */
export function createIdentityCenter(session: SsoSession, connecting: Connecting): IdentityCenter {
  const { startUrl, scopes, oidcUrl, portalUrl } = session;
  const oidc = new SSOOIDCClient(unsignedConfig(session, oidcUrl, connecting));
  const portal = new SSOClient(unsignedConfig(session, portalUrl, connecting));
  const clock = watchClock(portal);
  // A code or a refresh token works for one call only.
  const singleAttempt = new SSOOIDCClient({
    ...unsignedConfig(session, oidcUrl, connecting),
    maxAttempts: 1,
  });
  // For thousands of calls in a row: the client slows down when it is throttled.
  const retrying = new SSOClient({
    ...unsignedConfig(session, portalUrl, connecting),
    retryMode: 'adaptive',
    maxAttempts: 12,
  });
  const { limits } = connecting;
  const within = <T>(signal: AbortSignal, send: (options: SendOptions) => Promise<T>): Promise<T> =>
    withDeadline(limits.callMs, signal, (abortSignal) => send({ abortSignal }));
  return {
    authorizeUrl: `${oidcUrl ?? `https://${serviceHost('oidc', session)}`}/authorize`,
    async registerClient(redirectUri, signal) {
      const grant = redirectUri === undefined ? deviceGrant : 'authorization_code';
      const command = new RegisterClientCommand({
        clientName: 'Rolecall for VS Code',
        clientType: 'public',
        scopes: [...scopes],
        grantTypes: [grant, 'refresh_token'],
        redirectUris: redirectUri === undefined ? undefined : [redirectUri],
        issuerUrl: redirectUri === undefined ? undefined : startUrl,
      });
      const output = await within(signal, (options) => oidc.send(command, options));
      const { clientId, clientSecret, clientSecretExpiresAt } = output;
      if (!clientId || !clientSecret) throw emptyAnswer(output);
      return { clientId, clientSecret, registrationExpiresAt: (clientSecretExpiresAt ?? 0) * 1000 };
    },
    async startDevice({ clientId, clientSecret }, signal) {
      const command = new StartDeviceAuthorizationCommand({ clientId, clientSecret, startUrl });
      const output = await within(signal, (options) => oidc.send(command, options));
      const { deviceCode, userCode, verificationUri, verificationUriComplete } = output;
      if (!deviceCode || !userCode || !verificationUri) throw emptyAnswer(output);
      return {
        deviceCode,
        userCode,
        verificationUri,
        verificationUriComplete: verificationUriComplete ?? verificationUri,
        lifeMs: (output.expiresIn ?? 600) * 1000,
        intervalMs: (output.interval || 5) * 1000,
      };
    },
    async createToken({ clientId, clientSecret }, grant, signal) {
      const command = new CreateTokenCommand({ clientId, clientSecret, ...grantInput(grant) });
      const output = await within(signal, (options) => singleAttempt.send(command, options));
      const { accessToken, expiresIn, refreshToken } = output;
      if (!accessToken) throw emptyAnswer(output);
      return { accessToken, lifeMs: (expiresIn ?? 0) * 1000, refreshToken };
    },
    async roleCredentials(accessToken, role, signal) {
      const command = new GetRoleCredentialsCommand({ accessToken, ...role });
      const output = await within(signal, (options) => portal.send(command, options));
      const { accessKeyId, secretAccessKey, sessionToken, expiration } = output.roleCredentials ?? {};
      if (!accessKeyId || !secretAccessKey) throw emptyAnswer(output);
      return {
        accessKeyId,
        secretAccessKey,
        sessionToken,
        expiration: expiration === undefined ? undefined : expiration - clock.offsetMs(),
      };
    },
    async *accounts(accessToken, signal) {
      const pages = pagesOf(limits, signal, (page, options) =>
        retrying.send(new ListAccountsCommand({ accessToken, ...page }), options),
      );
      for await (const { accountList = [] } of pages)
        yield accountList.map(({ accountId = '', accountName, emailAddress = '' }) => ({
          id: accountId,
          name: accountName || accountId,
          email: emailAddress,
        }));
    },
    async roles(accessToken, accountId, signal) {
      const pages = pagesOf(limits, signal, (page, options) =>
        retrying.send(new ListAccountRolesCommand({ accessToken, accountId, ...page }), options),
      );
      const roles: string[] = [];
      for await (const { roleList = [] } of pages)
        roles.push(...roleList.flatMap(({ roleName }) => roleName ?? []));
      return roles;
    },
    async logout(accessToken, signal) {
      await within(signal, (options) => portal.send(new LogoutCommand({ accessToken }), options));
    },
  };
}

interface SendOptions {
  readonly abortSignal: AbortSignal;
}

/** All pages of a listing, each with its own deadline. A listing that does not end is not from AWS. */
async function* pagesOf<T extends MetadataBearer & { nextToken?: string | undefined }>(
  { pageMs, pages }: AwsLimits,
  signal: AbortSignal,
  send: (page: { nextToken: string | undefined; maxResults: number }, options: SendOptions) => Promise<T>,
): AsyncGenerator<T> {
  let nextToken: string | undefined;
  for (let i = 0; i < pages; i++) {
    const page = { nextToken, maxResults: pageSize };
    const output = await withDeadline(pageMs, signal, (abortSignal) => send(page, { abortSignal }));
    yield output;
    ({ nextToken } = output);
    if (!nextToken) return;
  }
  throw notFromAws(200);
}

/** The maximum page size of Identity Center. */
const pageSize = 100;

const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';

function grantInput(grant: Grant): Omit<CreateTokenCommandInput, 'clientId' | 'clientSecret'> {
  switch (grant.by) {
    case 'device':
      return { grantType: deviceGrant, deviceCode: grant.deviceCode };
    case 'code':
      return {
        grantType: 'authorization_code',
        code: grant.code,
        redirectUri: grant.redirectUri,
        codeVerifier: grant.codeVerifier,
      };
    case 'refresh':
      return { grantType: 'refresh_token', refreshToken: grant.refreshToken };
  }
}
