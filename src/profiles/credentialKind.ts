import { keys } from './keys.ts';
import { type Profile, valueOf } from './profiles.ts';

/** The source of a profile's credentials, and the key that selects it. */
export type ProfileKind =
  | {
      readonly kind: 'role';
      readonly sourceProfile: string | undefined;
      readonly credentialSource: string | undefined;
    }
  | OwnKind;

/** The credentials of a profile apart from its role. */
export type OwnKind =
  | { readonly kind: 'webIdentity' | 'identityCenter' | 'login' | 'process'; readonly key: string }
  /** Access keys, possibly incomplete; temporary keys have a session token. */
  | { readonly kind: 'keys' | 'temporaryKeys' }
  | { readonly kind: 'none' };

/**
 * Chooses the source if a profile configures several. The tools disagree; this follows the CLI's order (botocore
 * `credentials.py`, `create_credential_resolver` and `_get_profile_providers`). As in the CLI, a key without a value
 * selects its source too, which then fails.
 */
export function kindOf(profile: Profile): ProfileKind {
  const { values } = profile;
  const isRole = values.has(keys.roleArn) && !values.has(keys.webIdentityTokenFile) && !tokenKeyOf(profile);
  if (!isRole) return ownKindOf(profile);
  return {
    kind: 'role',
    sourceProfile: valueOf(profile, keys.sourceProfile),
    credentialSource: valueOf(profile, keys.credentialSource),
  };
}

/** Like `kindOf`, but ignores the role: applies if the profile is another's `source_profile` and has keys. */
export function ownKindOf(profile: Profile): OwnKind {
  const { values } = profile;
  const keyId = values.get(keys.awsAccessKeyId);
  const tokenKey = tokenKeyOf(profile);
  if (tokenKey) return { kind: 'webIdentity', key: tokenKey };
  if (values.has(keys.ssoAccountId) || values.has(keys.ssoRoleName))
    return { kind: 'identityCenter', key: identityCenterKeyOf(profile) ?? keys.ssoAccountId };
  if (keyId?.file === 'credentials') return keysKind(profile);
  if (values.has(keys.loginSession)) return { kind: 'login', key: keys.loginSession };
  if (values.has(keys.credentialProcess)) return { kind: 'process', key: keys.credentialProcess };
  const hasKeyPart = [keys.awsSecretAccessKey, keys.awsSecurityToken, keys.awsSessionToken].some(
    (key) => valueOf(profile, key) !== undefined,
  );
  return keyId || hasKeyPart ? keysKind(profile) : { kind: 'none' };
}

/** The key by which the SDKs take a profile for one of Identity Center. The CLI needs an account or a role for that. */
export function identityCenterKeyOf(profile: Profile): string | undefined {
  const signs = [keys.ssoSession, keys.ssoStartUrl, keys.ssoAccountId, keys.ssoRoleName, keys.ssoRegion];
  return signs.find((key) => valueOf(profile, key) !== undefined);
}

/** The key that locates the web identity token. aws-vault's program applies only where the CLI would find nothing. */
function tokenKeyOf(profile: Profile): string | undefined {
  const has = (key: string): boolean => valueOf(profile, key) !== undefined;
  if (has(keys.webIdentityTokenFile)) return keys.webIdentityTokenFile;
  if (!has(keys.webIdentityTokenProcess) || !has(keys.roleArn)) return undefined;
  return has(keys.sourceProfile) || has(keys.credentialSource) ? undefined : keys.webIdentityTokenProcess;
}

function keysKind(profile: Profile): OwnKind {
  return { kind: sessionTokenOf(profile) === undefined ? 'keys' : 'temporaryKeys' };
}

/** botocore reads the older name first (`credentials.py`, SharedCredentialProvider.TOKENS). */
export function sessionTokenOf(profile: Profile): string | undefined {
  return valueOf(profile, keys.awsSecurityToken) ?? valueOf(profile, keys.awsSessionToken);
}
