import { authorize } from '../../iam/authorize.ts';
import type { Caller, SessionScope } from '../../iam/caller.ts';
import type { FoundRole } from '../../iam/iam.ts';
import { permits } from '../../iam/trust.ts';
import type { Call } from '../operation.ts';
import type { Parameters } from '../parameters.ts';
import { invalidParameterValue, notAuthorized, validationError } from '../refusals.ts';
import { type Rule, text } from '../validation.ts';
import { readSessionPolicies, type Scoped, sessionPolicyRules } from './sessionPolicies.ts';
import { hasKey, readTags, readTransitiveKeys, tagRules, type Tags } from './sessionTags.ts';

/** The constraints on everything that AssumeRole can pass to a session. */
export function roleScopeRules(parameters: Parameters): readonly Rule[] {
  return [
    ...sessionPolicyRules(parameters, Infinity),
    ...tagRules(parameters),
    text('SourceIdentity', 2, 64, String.raw`[\w+=,.@-]*`),
  ];
}

/**
 * The policies, tags, and source identity of a role's session. For tags and the source identity, even if the caller's
 * session passes them on, the policies of the caller and the role's trust must allow more than `sts:AssumeRole`.
 */
export function roleScope(call: Call, caller: Caller, found: FoundRole): Scoped {
  const ownTags = readTags(call.parameters);
  const tagScope = withInherited(caller, ownTags, readTransitiveKeys(call.parameters, ownTags));
  const identity = sourceIdentity(caller, call.parameters.get('SourceIdentity'));
  const allow = (action: 'sts:TagSession' | 'sts:SetSourceIdentity') => {
    authorize(call.iam, caller, { action, resource: found.arn });
    if (!permits(found.role.trust, action)) {
      throw notAuthorized(caller.arn, action, found.arn);
    }
  };
  if (tagScope.tags !== undefined) {
    allow('sts:TagSession');
  }
  if (identity !== undefined) {
    allow('sts:SetSourceIdentity');
  }
  const { scope, elements } = readSessionPolicies(call, found.accountId, tagScope.tags);
  return {
    scope: { ...scope, ...tagScope, ...(identity === undefined ? {} : { sourceIdentity: identity }) },
    elements: { ...elements, ...(identity === undefined ? {} : { SourceIdentity: identity }) },
  };
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_role-chaining */
function withInherited(caller: Caller, ownTags: Tags, ownKeys: readonly string[]): SessionScope {
  const { tags: callerTags = {}, transitiveTagKeys: passedOn = [] } = caller;
  const inherited = Object.fromEntries(
    Object.entries(callerTags).filter(([key]) =>
      passedOn.some((other) => other.toLowerCase() === key.toLowerCase()),
    ),
  );
  if (Object.keys(ownTags).some((key) => hasKey(inherited, key))) {
    throw invalidParameterValue(
      "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from " +
        'the calling session.',
    );
  }
  const tags = { ...inherited, ...ownTags };
  return Object.keys(tags).length === 0 ? {} : { tags, transitiveTagKeys: [...passedOn, ...ownKeys] };
}

function sourceIdentity(caller: Caller, requested: string | undefined): string | undefined {
  if (caller.sourceIdentity !== undefined && requested !== undefined && requested !== caller.sourceIdentity) {
    throw validationError('The source identity is already set for this assume role session');
  }
  return caller.sourceIdentity ?? requested;
}
