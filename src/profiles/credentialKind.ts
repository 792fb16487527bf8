import { type Profile, valueOf } from './profiles.ts';

/** Where a profile's credentials come from, and the key that says so. */
export type ProfileKind =
  | {
      readonly kind: 'role';
      readonly sourceProfile: string | undefined;
      readonly credentialSource: string | undefined;
    }
  | OwnKind;

/** The credentials that a profile has without a role. */
export type OwnKind =
  | { readonly kind: 'webIdentity' | 'identityCenter' | 'login' | 'process'; readonly key: string }
  /** Access keys, perhaps incomplete; temporary ones have a session token. */
  | { readonly kind: 'keys' | 'temporaryKeys' }
  | { readonly kind: 'none' };

/**
 * What counts in a profile that says several things. The tools disagree; this is the order of the CLI (botocore
 * `credentials.py`, `create_credential_resolver` and `_get_profile_providers`).
 */
export function kindOf(profile: Profile): ProfileKind {
  if (!valueOf(profile, 'role_arn') || tokenKeyOf(profile)) return ownKindOf(profile);
  return {
    kind: 'role',
    sourceProfile: valueOf(profile, 'source_profile'),
    credentialSource: valueOf(profile, 'credential_source'),
  };
}

/** The same, a role left aside: what counts where the profile is the `source_profile` of another and holds keys. */
export function ownKindOf(profile: Profile): OwnKind {
  const hasKeyId = valueOf(profile, 'aws_access_key_id') !== undefined;
  const tokenKey = tokenKeyOf(profile);
  if (tokenKey) return { kind: 'webIdentity', key: tokenKey };
  for (const key of ['sso_session', 'sso_start_url'])
    if (valueOf(profile, key)) return { kind: 'identityCenter', key };
  if (hasKeyId && profile.values.get('aws_access_key_id')?.file === 'credentials') return keysKind(profile);
  if (valueOf(profile, 'login_session')) return { kind: 'login', key: 'login_session' };
  if (valueOf(profile, 'credential_process')) return { kind: 'process', key: 'credential_process' };
  return hasKeyId || valueOf(profile, 'aws_secret_access_key') ? keysKind(profile) : { kind: 'none' };
}

/** What says where a web identity's token is. The program is aws-vault's, and counts where the CLI would find nothing. */
function tokenKeyOf(profile: Profile): string | undefined {
  const has = (key: string): boolean => valueOf(profile, key) !== undefined;
  if (has('web_identity_token_file')) return 'web_identity_token_file';
  if (!has('web_identity_token_process') || !has('role_arn')) return undefined;
  return has('source_profile') || has('credential_source') ? undefined : 'web_identity_token_process';
}

function keysKind(profile: Profile): OwnKind {
  return { kind: sessionTokenOf(profile) === undefined ? 'keys' : 'temporaryKeys' };
}

/** botocore reads the older name first (`credentials.py`, SharedCredentialProvider.TOKENS). */
export function sessionTokenOf(profile: Profile): string | undefined {
  return valueOf(profile, 'aws_security_token') ?? valueOf(profile, 'aws_session_token');
}
