import { verify } from 'node:crypto';
import { type IdToken, readIdToken } from '../../aws/webIdentity/idToken.ts';
import type { IdentityProvider } from '../../aws/webIdentity/identityProvider.ts';
import { credentialsJson, ramRoleCaller } from '../ram/ramSessions.ts';
import {
  oidcAudienceWrong,
  oidcIssuerWrong,
  oidcNotTrusted,
  oidcProviderNotFound,
  oidcSignatureInvalid,
  oidcTokenExpired,
  oidcTokenInvalid,
  roleNotFound,
} from './alibabaRefusals.ts';
import type { StsAction } from './stsActions.ts';
import { readDuration, readRoleParameters, text } from './stsParameters.ts';

const known = ['RoleArn', 'RoleSessionName', 'DurationSeconds', 'Policy', 'OIDCProviderArn', 'OIDCToken'];

/** AssumeRoleWithOIDC, which nobody signs. */
export const assumeRoleWithOidc: StsAction = ({ parameters, ram, sessions, providers, clock }) => {
  const { roleArn, sessionName, policy } = readRoleParameters(parameters, known);
  const providerArn = text(parameters, 'OIDCProviderArn', /^acs:ram::\d{16}:oidc-provider\/[\w.-]{1,128}$/u);
  const token = text(parameters, 'OIDCToken', /^.{4,20000}$/u);
  readDuration(parameters);
  const provider = ram.provider(providerArn);
  if (!provider) throw oidcProviderNotFound();
  const parsed = parse(token);
  const { iss, aud, sub, exp, azp } = parsed.claims;
  if (iss !== provider.issuer) throw oidcIssuerWrong();
  if (!isSigned(parsed, providers.get(iss))) throw oidcSignatureInvalid();
  if (exp * 1000 <= clock.now()) throw oidcTokenExpired();
  const audiences = [aud].flat();
  if (!audiences.some((audience) => provider.clientIds.includes(audience))) throw oidcAudienceWrong();
  const found = ram.role(roleArn);
  if (!found) throw roleNotFound(roleArn);
  const { federated = [], audience, subject } = found.role.trust;
  const isTrusted =
    federated.includes(providerArn) &&
    (audience === undefined || audiences.includes(audience)) &&
    (subject === undefined || subject === sub);
  if (!isTrusted) throw oidcNotTrusted();
  const seconds = readDuration(parameters, found.role.maxSessionDuration ?? 3600);
  const session = sessions.issue(ramRoleCaller(found, sessionName, policy), seconds);
  return {
    AssumedRoleUser: { Arn: `${found.arn}/${sessionName}`, AssumedRoleId: session.caller.principalId },
    Credentials: credentialsJson(session),
    OIDCTokenInfo: { Issuer: iss, Subject: sub, ClientIds: azp ?? audiences.join(',') },
  };
};

function parse(token: string): IdToken {
  try {
    return readIdToken(token);
  } catch {
    throw oidcTokenInvalid();
  }
}

function isSigned({ keyId, signed, signature }: IdToken, provider: IdentityProvider | undefined): boolean {
  const key = provider?.publicKey(keyId);
  return key !== undefined && verify('sha256', Buffer.from(signed), key, signature);
}
