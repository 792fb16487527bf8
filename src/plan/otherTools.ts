import { kindOf, ownKindOf } from '../profiles/credentialKind.ts';
import { type Profile, type ProfileSet, valueOf } from '../profiles/profiles.ts';
import { profileOf } from './includeProfile.ts';
import type { Note } from './notes.ts';
import { needsPerson, type Plan } from './plan.ts';
import { askedSeconds } from './rules.ts';

type Rung =
  'role' | 'chainedRole' | 'credentialSource' | 'keys' | 'web' | 'process' | 'identityCenter' | 'login';

/**
 * What each tool looks for in one profile, first to last: `resolveProfileData.ts` of the SDK for JavaScript, `repr.rs`
 * of the SDK for Rust, `getProviderFactory` of the AWS Toolkit. None of them agrees with the CLI.
 */
const orders: ReadonlyMap<string, readonly Rung[]> = new Map([
  ['AWS SDK for JavaScript', ['role', 'keys', 'web', 'process', 'identityCenter', 'login']],
  [
    'AWS SDK for Rust',
    ['chainedRole', 'credentialSource', 'web', 'identityCenter', 'login', 'process', 'keys'],
  ],
  ['AWS Toolkit', ['role', 'process', 'keys', 'identityCenter', 'login']],
]);

/** The same in a source profile, where these two take keys before all else. What the Toolkit does is not known. */
const sourceOrders: ReadonlyMap<string, readonly Rung[]> = new Map([
  [
    'AWS SDK for JavaScript',
    ['keys', 'role', 'credentialSource', 'web', 'process', 'identityCenter', 'login'],
  ],
  ['AWS SDK for Rust', ['keys', ...(orders.get('AWS SDK for Rust') ?? [])]],
]);

/** Tells of the tools that take other credentials from this profile than the CLI does, and than this plan. */
export function otherTools(profile: Profile, isSource: boolean): readonly Note[] {
  const taken = takenByCli(profile, isSource);
  if (taken === undefined) return [];
  const toolsByKey = new Map<string, readonly string[]>();
  for (const [tool, order] of isSource ? sourceOrders : orders) {
    const take = order.map((rung) => keyOf(profile, rung)).find((key) => key !== undefined);
    if (take !== undefined && take !== taken) toolsByKey.set(take, [...(toolsByKey.get(take) ?? []), tool]);
  }
  return [...toolsByKey].map(([take, tools]) => ({
    code: 'otherToolsDiffer',
    profile: profile.name,
    taken,
    tools,
    take,
  }));
}

/** The key by which the CLI goes; undefined where it finds nothing. */
function takenByCli(profile: Profile, isSource: boolean): string | undefined {
  const kind = isSource ? ownKindOf(profile) : kindOf(profile);
  switch (kind.kind) {
    case 'role':
      return 'role_arn';
    case 'keys':
    case 'temporaryKeys':
      return 'aws_access_key_id';
    case 'none':
      return undefined;
    default:
      // The CLI does not know the program of aws-vault.
      return kind.key === 'web_identity_token_process' ? undefined : kind.key;
  }
}

/** The key that puts a profile on this rung, where it has what the rung takes. */
function keyOf(profile: Profile, rung: Rung): string | undefined {
  const has = (key: string): boolean => valueOf(profile, key) !== undefined;
  switch (rung) {
    case 'role':
      return has('role_arn') && (has('source_profile') || has('credential_source')) ? 'role_arn' : undefined;
    case 'chainedRole':
      return has('web_identity_token_file') ? undefined : keyOf(profile, 'role');
    case 'credentialSource':
      return has('credential_source') ? 'credential_source' : undefined;
    case 'keys':
      return has('aws_access_key_id') && has('aws_secret_access_key') ? 'aws_access_key_id' : undefined;
    case 'web':
      return has('web_identity_token_file') && has('role_arn') ? 'web_identity_token_file' : undefined;
    case 'process':
      return has('credential_process') ? 'credential_process' : undefined;
    case 'identityCenter':
      return ['sso_session', 'sso_start_url'].find(has);
    case 'login':
      return has('login_session') ? 'login_session' : undefined;
  }
}

/** What other tools make of a plan that works here. Told to whoever asks for an explanation. */
export type OtherToolNote =
  /** Some SDKs ask for no code, or fail. */
  | { readonly code: 'mfaElsewhere'; readonly profile: string }
  /** Nobody else reads the device where it is written. */
  | { readonly code: 'mfaOnlyHere' }
  | { readonly code: 'durationElsewhere'; readonly profile: string; readonly tools: readonly string[] }
  | { readonly code: 'onlyAwsVault'; readonly profile: string; readonly key: string };

/**
 * The AWS CLI is followed. The SDK for JavaScript takes a code only from a program that asks for one
 * (`resolveAssumeRoleCredentials.ts`), the SDK for Rust reads neither `mfa_serial` nor `duration_seconds` (`repr.rs`), and
 * nobody reads the latter beside a web identity (botocore `credentials.py`, AssumeRoleWithWebIdentityProvider).
 */
export function otherToolNotes(plan: Plan, profiles: ProfileSet): readonly OtherToolNote[] {
  const roles = plan.steps.flatMap(({ kind, profile: name }) => {
    const profile = kind === 'assumeRole' ? profileOf(profiles, name) : undefined;
    return profile ?? [];
  });
  const device = roles.find((role) => valueOf(role, 'mfa_serial') !== undefined);
  const lasting = roles.find((role) => askedSeconds(role) !== undefined);
  const web = plan.steps.find((step) => step.kind === 'webIdentity');
  return [
    ...(plan.steps.some(needsPerson)
      ? [
          device
            ? ({ code: 'mfaElsewhere', profile: device.name } as const)
            : ({ code: 'mfaOnlyHere' } as const),
        ]
      : []),
    ...(web?.durationSeconds === undefined ? [] : [shorter(web.profile, ['AWS CLI', 'AWS SDKs'])]),
    ...(lasting ? [shorter(lasting.name, ['AWS SDK for Rust'])] : []),
    ...(web?.token.kind === 'program' ? [onlyAwsVault(web.profile, 'web_identity_token_process')] : []),
    ...plan.steps.flatMap((step) => {
      const program = 'codeProgram' in step ? step.codeProgram?.from : undefined;
      return program === undefined ? [] : [onlyAwsVault(program, 'mfa_process')];
    }),
  ];
}

function onlyAwsVault(profile: string, key: string): OtherToolNote {
  return { code: 'onlyAwsVault', profile, key };
}

function shorter(profile: string, tools: readonly string[]): OtherToolNote {
  return { code: 'durationElsewhere', profile, tools };
}
