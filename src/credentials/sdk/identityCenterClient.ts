import {
  GetRoleCredentialsCommand,
  LogoutCommand,
  paginateListAccountRoles,
  paginateListAccounts,
  SSOClient,
} from '@aws-sdk/client-sso';
import {
  CreateTokenCommand,
  type CreateTokenCommandInput,
  RegisterClientCommand,
  SSOOIDCClient,
  StartDeviceAuthorizationCommand,
} from '@aws-sdk/client-sso-oidc';
import type { SsoSession } from '../../plan/plan.ts';
import { emptyAnswer, unsignedConfig } from './clientConfig.ts';
import { watchClock } from './clock.ts';
import type { Grant, IdentityCenter } from './identityCenter.ts';

/** Part of the SDK bundle. Region and endpoints are set, so that only the plan decides. */
export function createIdentityCenter(session: SsoSession, authorities?: string): IdentityCenter {
  const { region, startUrl, scopes, oidcUrl, portalUrl } = session;
  const oidc = new SSOOIDCClient(unsignedConfig(region, oidcUrl, authorities));
  const portal = new SSOClient(unsignedConfig(region, portalUrl, authorities));
  const clockOffsetMs = watchClock(portal);
  // A code or a refresh token works for one call only.
  const singleAttempt = new SSOOIDCClient({
    ...unsignedConfig(region, oidcUrl, authorities),
    maxAttempts: 1,
  });
  // For thousands of calls in a row: the client slows down when it is throttled.
  const retrying = new SSOClient({
    ...unsignedConfig(region, portalUrl, authorities),
    retryMode: 'adaptive',
    maxAttempts: 12,
  });
  return {
    authorizeUrl: `${oidcUrl ?? `https://oidc.${region}.amazonaws.com${suffixOf(region)}`}/authorize`,
    async registerClient(redirectUri, abortSignal) {
      const grant = redirectUri === undefined ? deviceGrant : 'authorization_code';
      const command = new RegisterClientCommand({
        clientName: 'Rolecall for VS Code',
        clientType: 'public',
        scopes: [...scopes],
        grantTypes: [grant, 'refresh_token'],
        redirectUris: redirectUri === undefined ? undefined : [redirectUri],
        issuerUrl: redirectUri === undefined ? undefined : startUrl,
      });
      const output = await oidc.send(command, { abortSignal });
      const { clientId, clientSecret, clientSecretExpiresAt } = output;
      if (!clientId || !clientSecret) throw emptyAnswer(output);
      return { clientId, clientSecret, registrationExpiresAt: (clientSecretExpiresAt ?? 0) * 1000 };
    },
    async startDevice({ clientId, clientSecret }, abortSignal) {
      const command = new StartDeviceAuthorizationCommand({ clientId, clientSecret, startUrl });
      const output = await oidc.send(command, { abortSignal });
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
    async createToken({ clientId, clientSecret }, grant, abortSignal) {
      const command = new CreateTokenCommand({ clientId, clientSecret, ...grantInput(grant) });
      const output = await singleAttempt.send(command, { abortSignal });
      const { accessToken, expiresIn, refreshToken } = output;
      if (!accessToken) throw emptyAnswer(output);
      return { accessToken, lifeMs: (expiresIn ?? 0) * 1000, refreshToken };
    },
    async roleCredentials(accessToken, role, abortSignal) {
      const output = await portal.send(new GetRoleCredentialsCommand({ accessToken, ...role }), {
        abortSignal,
      });
      const { accessKeyId, secretAccessKey, sessionToken, expiration } = output.roleCredentials ?? {};
      if (!accessKeyId || !secretAccessKey) throw emptyAnswer(output);
      return {
        accessKeyId,
        secretAccessKey,
        sessionToken,
        expiration: expiration === undefined ? undefined : expiration - clockOffsetMs(),
      };
    },
    async *accounts(accessToken, abortSignal) {
      const pages = paginateListAccounts({ client: retrying, pageSize }, { accessToken }, { abortSignal });
      for await (const { accountList = [] } of pages)
        yield accountList.map(({ accountId = '', accountName, emailAddress = '' }) => ({
          id: accountId,
          name: accountName || accountId,
          email: emailAddress,
        }));
    },
    async roles(accessToken, accountId, abortSignal) {
      const input = { accessToken, accountId };
      const roles: string[] = [];
      for await (const { roleList = [] } of paginateListAccountRoles({ client: retrying, pageSize }, input, {
        abortSignal,
      }))
        roles.push(...roleList.flatMap(({ roleName }) => roleName ?? []));
      return roles;
    },
    async logout(accessToken, abortSignal) {
      await portal.send(new LogoutCommand({ accessToken }), { abortSignal });
    },
  };
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

function suffixOf(region: string): string {
  return region.startsWith('cn-') ? '.cn' : '';
}
