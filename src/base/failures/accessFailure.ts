/**
 * Why a session cannot have less access than its role or user. `isBySetting`: a setting asks for it, and not the user.
 */
export type AccessFailure = AccessTrouble & { readonly isBySetting?: true };

/** Whether a session with everything that its role or user may do would not fail like this. */
export function isAboutAccess({ code }: { readonly code: string }): boolean {
  return accessCodes.has(code);
}

const accessCodes: ReadonlySet<string> = new Set<AccessFailure['code']>([
  'accessImpossible',
  'unknownAccess',
  'policyFileUnreadable',
  'policyFileInvalid',
  'policyWidens',
  'policyOnlyDenies',
  'policiesTooLong',
  'tooManyPolicies',
  'policyElsewhere',
  'packedPolicyTooLarge',
  'policyRefused',
]);

type AccessTrouble =
  /** AWS takes no policy for these credentials. */
  | { readonly code: 'accessImpossible'; readonly profile: string; readonly why: Unlimited }
  /** A setting names no access that exists. */
  | {
      readonly code: 'unknownAccess';
      readonly profile: string;
      readonly setting: string;
      readonly value: string;
    }
  | {
      readonly code: 'policyFileUnreadable';
      readonly profile: string;
      readonly path: string;
      readonly reason: string;
    }
  /** The file is no policy that AWS accepts. `line` is counted from 1. */
  | {
      readonly code: 'policyFileInvalid';
      readonly profile: string;
      readonly path: string;
      readonly line: number | undefined;
    }
  /** Beside a managed policy, the policy in this file would allow more, because AWS unites them. */
  | { readonly code: 'policyWidens'; readonly profile: string; readonly path: string }
  /** Nothing is allowed that the policy in this file could deny. */
  | { readonly code: 'policyOnlyDenies'; readonly profile: string; readonly path: string }
  | {
      readonly code: 'policiesTooLong';
      readonly profile: string;
      readonly length: number;
      readonly most: number;
    }
  | {
      readonly code: 'tooManyPolicies';
      readonly profile: string;
      readonly count: number;
      readonly most: number;
    }
  /** A customer managed policy of another account than the role's or the user's, or of another partition. */
  | { readonly code: 'policyElsewhere'; readonly profile: string; readonly policyArn: string }
  /** AWS: `PackedPolicyTooLarge`. */
  | {
      readonly code: 'packedPolicyTooLarge';
      readonly profile: string;
      readonly hasTags: boolean;
      readonly detail: string;
    }
  /** AWS: `MalformedPolicyDocument`, or a managed policy that does not exist. */
  | {
      readonly code: 'policyRefused';
      readonly profile: string;
      readonly policies: readonly string[];
      readonly detail: string;
    }
  // AI agents
  /** `rolecall.agents.access` is `none`. */
  | { readonly code: 'agentsHaveNoAccess'; readonly profile: string }
  /** Agents get less, but AWS takes no policy for these credentials. */
  | { readonly code: 'agentsUnlimited'; readonly profile: string; readonly why: Unlimited };

/** The credentials that AWS cannot limit. */
export type Unlimited =
  | 'identityCenter'
  | 'temporaryKeys'
  | 'machineRole'
  | 'program'
  | 'login'
  /** The session has a policy of the user's own, which AWS would unite with another one. */
  | 'ownPolicy';
