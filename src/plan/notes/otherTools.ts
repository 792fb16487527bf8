import { publicFacts } from '../../base/publicFacts.ts';
import { identityCenterKeyOf, kindOf, ownKindOf } from '../../profiles/credentialKind.ts';
import { keys } from '../../profiles/keys.ts';
import { type Profile, type ProfileSet, valueOf } from '../../profiles/profiles.ts';
import { profileOf } from '../includeProfile.ts';
import type { Note } from './notes.ts';
import { needsPerson, type Plan } from '../plan.ts';
import { requestedSeconds } from '../rules.ts';

type Provider =
  'role' | 'chainedRole' | 'credentialSource' | 'keys' | 'web' | 'process' | 'identityCenter' | 'login';

/**
 * The order in which each tool tries the providers of one profile: `resolveProfileData.ts` of the SDK for JavaScript,
 * `repr.rs` of the SDK for Rust, `getProviderFactory` of the AWS Toolkit. None of them agrees with the CLI.
 */
const orders: ReadonlyMap<string, readonly Provider[]> = new Map([
  ['AWS SDK for JavaScript', ['role', 'keys', 'web', 'process', 'identityCenter', 'login']],
  [
    'AWS SDK for Rust',
    ['chainedRole', 'credentialSource', 'web', 'identityCenter', 'login', 'process', 'keys'],
  ],
  ['AWS Toolkit', ['role', 'process', 'keys', 'identityCenter', 'login']],
]);

/** The order for a source profile, where these two tools try keys first. The Toolkit's behavior is unknown. */
const sourceOrders: ReadonlyMap<string, readonly Provider[]> = new Map([
  [
    'AWS SDK for JavaScript',
    ['keys', 'role', 'credentialSource', 'web', 'process', 'identityCenter', 'login'],
  ],
  ['AWS SDK for Rust', ['keys', ...(orders.get('AWS SDK for Rust') ?? [])]],
]);

/** Notes about tools that use other credentials of this profile than the CLI and this plan. */
export function otherTools(profile: Profile, isSource: boolean): readonly Note[] {
  const taken = cliKeyOf(profile, isSource);
  if (taken === undefined) return [];
  const toolsByKey = new Map<string, readonly string[]>();
  for (const [tool, order] of isSource ? sourceOrders : orders) {
    const take = order.map((provider) => keyOf(profile, provider)).find((key) => key !== undefined);
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

/** The key that the CLI uses; undefined if it finds no credentials. */
function cliKeyOf(profile: Profile, isSource: boolean): string | undefined {
  const kind = isSource ? ownKindOf(profile) : kindOf(profile);
  switch (kind.kind) {
    case 'role':
      return keys.roleArn;
    case 'keys':
    case 'temporaryKeys':
      return keys.awsAccessKeyId;
    case 'none':
      return undefined;
    default:
      // The CLI does not support aws-vault's program.
      return kind.key === keys.webIdentityTokenProcess ? undefined : kind.key;
  }
}

/** The key that enables this provider; undefined if the profile lacks a key that the provider needs. */
function keyOf(profile: Profile, provider: Provider): string | undefined {
  const has = (key: string): boolean => valueOf(profile, key) !== undefined;
  switch (provider) {
    case 'role':
      return has(keys.roleArn) && (has(keys.sourceProfile) || has(keys.credentialSource))
        ? keys.roleArn
        : undefined;
    case 'chainedRole':
      return has(keys.webIdentityTokenFile) ? undefined : keyOf(profile, 'role');
    case 'credentialSource':
      return has(keys.credentialSource) ? keys.credentialSource : undefined;
    case 'keys':
      return has(keys.awsAccessKeyId) && has(keys.awsSecretAccessKey) ? keys.awsAccessKeyId : undefined;
    case 'web':
      return has(keys.webIdentityTokenFile) && has(keys.roleArn) ? keys.webIdentityTokenFile : undefined;
    case 'process':
      return has(keys.credentialProcess) ? keys.credentialProcess : undefined;
    case 'identityCenter':
      return identityCenterKeyOf(profile);
    case 'login':
      return has(keys.loginSession) ? keys.loginSession : undefined;
  }
}

/** How other tools deviate from a plan that works in Rolecall. Shown only in the explanation of a profile. */
export type OtherToolNote =
  /** Some SDKs do not prompt for a code, or fail. */
  | { readonly code: 'mfaElsewhere'; readonly profile: string }
  /** No other tool reads the device at its current location. */
  | { readonly code: 'mfaOnlyHere' }
  | { readonly code: 'durationElsewhere'; readonly profile: string; readonly tools: readonly string[] }
  | { readonly code: 'onlyAwsVault'; readonly profile: string; readonly key: string }
  /** A command continues on deeper lines, which the SDK for JavaScript takes for keys (`parseIni.ts`). */
  | { readonly code: 'commandCut'; readonly profile: string }
  /** The CLI rejects every command of the profile, although it does not need the session for its credentials. */
  | { readonly code: 'sessionMissing'; readonly profile: string; readonly session: string };

/**
 * Rolecall follows the AWS CLI. The SDK for JavaScript needs a callback that provides the code
 * (`resolveAssumeRoleCredentials.ts`). The SDK for Rust reads neither `mfa_serial` nor `duration_seconds` (`repr.rs`).
 */
export function otherToolNotes(plan: Plan, profiles: ProfileSet): readonly OtherToolNote[] {
  const roles = plan.steps.flatMap(({ kind, profile: name }) => {
    const profile = kind === 'assumeRole' ? profileOf(profiles, name) : undefined;
    return profile ?? [];
  });
  const device = roles.find((role) => valueOf(role, keys.mfaSerial) !== undefined);
  const withDuration = roles.find((role) => requestedSeconds(role) !== undefined);
  const web = plan.steps.find((step) => step.kind === 'webIdentity');
  return publicFacts([
    ...(plan.steps.some(needsPerson)
      ? [
          device
            ? ({ code: 'mfaElsewhere', profile: device.name } as const)
            : ({ code: 'mfaOnlyHere' } as const),
        ]
      : []),
    ...(withDuration ? [durationNote(withDuration.name, ['AWS SDK for Rust'])] : []),
    ...(web?.token.kind === 'program' ? [onlyAwsVault(web.profile, keys.webIdentityTokenProcess)] : []),
    ...plan.steps.flatMap((step) =>
      step.kind === 'process' && step.command.includes('\n')
        ? [{ code: 'commandCut', profile: step.profile } as const]
        : [],
    ),
    ...plan.steps.flatMap((step) => {
      const program = 'codeProgram' in step ? step.codeProgram?.from : undefined;
      return program === undefined ? [] : [onlyAwsVault(program, keys.mfaProcess)];
    }),
    ...missingSession(plan, profiles),
  ]);
}

/** The CLI looks for the session of the chosen profile whenever it creates a client (botocore `tokens.py`). */
function missingSession({ target }: Plan, profiles: ProfileSet): readonly OtherToolNote[] {
  const chosen = target.kind === 'profile' ? profileOf(profiles, target.name) : undefined;
  const session = valueOf(chosen, keys.ssoSession);
  if (!chosen || session === undefined || profiles.ssoSessions.has(session)) return [];
  return [{ code: 'sessionMissing', profile: chosen.name, session }];
}

function onlyAwsVault(profile: string, key: string): OtherToolNote {
  return { code: 'onlyAwsVault', profile, key };
}

function durationNote(profile: string, tools: readonly string[]): OtherToolNote {
  return { code: 'durationElsewhere', profile, tools };
}
