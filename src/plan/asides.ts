import { type ProfileSet, valueOf } from '../profiles/profiles.ts';
import { profileOf } from './included.ts';
import { needsPerson, type Plan } from './plan.ts';
import { askedSeconds } from './rules.ts';

/** What other tools make of a plan that works here. Told to whoever asks for an explanation. */
export type Aside =
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
export function asidesOf(plan: Plan, profiles: ProfileSet): readonly Aside[] {
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

function onlyAwsVault(profile: string, key: string): Aside {
  return { code: 'onlyAwsVault', profile, key };
}

function shorter(profile: string, tools: readonly string[]): Aside {
  return { code: 'durationElsewhere', profile, tools };
}
