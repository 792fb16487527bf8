import { verify } from 'node:crypto';
import { accountOfRole, ownerOf, oidcProviderArn } from '../iam/arns.ts';
import type { FoundRole } from '../iam/iam.ts';
import { credentialsXml } from '../iam/sessions.ts';
import { allows } from '../iam/trust.ts';
import { type Claims, readIdToken } from '../webIdentity/idToken.ts';
import {
  noOidcProvider,
  notAuthorizedWithWebIdentity,
  noVerificationKey,
  tokenExpired,
  wrongAudience,
  wrongTokenSignature,
} from '../webIdentity/webIdentityRefusals.ts';
import type { Call } from './operation.ts';
import { refuseUnmodelled } from './parameters.ts';
import { validationError } from './refusals.ts';
import { requireActiveSts } from './regions.ts';
import { roleCaller, roleSessionRules, sessionSeconds } from './roleSession.ts';
import { readSessionPolicies, sessionPolicyRules } from './scope/sessionPolicies.ts';
import { required, type Rule, sensitive, text, validate } from './validation.ts';
import type { XmlContent } from './xml.ts';

const rules: readonly Rule[] = [
  ...roleSessionRules,
  required(sensitive(text('WebIdentityToken', 4, 20_000))),
];
const unmodelled = ['ProviderId'];

/** The owner of a verified token. */
type WebIdentity = {
  readonly providerArn: string;
  readonly audience: string;
  readonly subject: string;
};

/**
 * Returns temporary credentials of a role for a token of an identity provider. Only the token counts: an AWS signature
 * is ignored.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
 */
export async function assumeRoleWithWebIdentity(call: Call): Promise<XmlContent> {
  const { parameters } = call;
  validate(parameters, [...rules, ...sessionPolicyRules(parameters)]);
  refuseUnmodelled(parameters, unmodelled);
  const arn = parameters.get('RoleArn') ?? '';
  const accountId = accountOfRole(arn);
  if (accountId === undefined) {
    throw validationError('Request ARN is invalid');
  }
  requireActiveSts(call, accountId);
  const identity = checkToken(call, arn);
  const found = findTrustingRole(call, arn, identity);
  const { scope, elements } = readSessionPolicies(call, accountId);
  const session = call.sessions.issue(
    roleCaller(found, parameters.get('RoleSessionName') ?? '', scope),
    sessionSeconds(parameters, found),
    'webIdentity',
  );
  return {
    AssumedRoleUser: { AssumedRoleId: session.caller.userId, Arn: session.caller.arn },
    Audience: identity.audience,
    Credentials: credentialsXml(session),
    ...elements,
    Provider: identity.providerArn,
    SubjectFromWebIdentityToken: identity.subject,
  };
}

/** The provider is looked up in the account of the role. The order in which AWS reports several errors is unknown. */
function checkToken({ parameters, iam, providers, clock }: Call, roleArn: string): WebIdentity {
  const { keyId, claims, signed, signature } = readIdToken(parameters.get('WebIdentityToken') ?? '');
  const providerArn = oidcProviderArn(ownerOf(roleArn), claims.iss);
  const trusted = iam.oidcProvider(providerArn);
  if (trusted === undefined) {
    throw noOidcProvider(claims.iss);
  }
  const key = providers.get(claims.iss)?.publicKey(keyId);
  if (key === undefined) {
    throw noVerificationKey();
  }
  if (!verify('sha256', Buffer.from(signed), key, signature)) {
    throw wrongTokenSignature();
  }
  const now = Math.floor(clock.now() / 1000);
  if (now >= claims.exp) {
    throw tokenExpired(now, claims.exp);
  }
  const audience = audiences(claims).find((candidate) => trusted.clientIds.includes(candidate));
  if (audience === undefined) {
    throw wrongAudience();
  }
  return { providerArn, audience, subject: claims.sub };
}

/**
 * The audiences of the token for the `aud` condition key.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 */
function audiences({ aud, azp }: Claims): readonly string[] {
  return azp === undefined ? [aud].flat() : [azp];
}

function findTrustingRole({ iam }: Call, arn: string, identity: WebIdentity): FoundRole {
  const found = iam.role(arn);
  const request = { ...identity, principals: [identity.providerArn] };
  if (found === undefined || !allows(found.role.trust, request)) {
    throw notAuthorizedWithWebIdentity();
  }
  return found;
}
