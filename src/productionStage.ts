import type { Policy } from './base/policy.ts';
import { type PolicySetting, strictProductionPatterns } from './host/policySettings.ts';
import { derived, setting } from './host/settings.ts';
import { AccountNames, type AccountNamesDependencies } from './identityCenter/accountNames.ts';
import type { Planned } from './plan/plan.ts';
import { readPatterns } from './plan/production.ts';
import type { Target } from './profiles/profiles.ts';
import { OwnTerminals } from './session/consent/ownTerminals.ts';
import { ProductionGuard } from './session/consent/productionGuard.ts';
import { ProductionProfiles } from './session/consent/productionProfiles.ts';

/** Creates what knows the names of accounts, which profiles are production, and how the user guards them. */
export function createProduction(
  policy: PolicySetting,
  sources: AccountNamesDependencies,
  /** Without the limits of the guard, which depend on it. */
  planOf: (target: Target) => Planned,
) {
  const accountNames = new AccountNames(sources);
  const production = new ProductionProfiles({
    patterns: setting('production'),
    always: derived(() => policy.value.production, policy),
    accounts: accountNames,
    planOf,
  });
  const guard = new ProductionGuard({ rules: setting('guard'), production });
  return { accountNames, production, guard, ownTerminals: new OwnTerminals(planOf, production, guard) };
}
export type ProductionStage = ReturnType<typeof createProduction>;

/** The patterns for the policy, to which the exceptions of a user do not apply. */
function strictPatterns(policy: Policy) {
  const own = readPatterns(strictProductionPatterns()).filter(({ isException }) => !isException);
  return [...own, ...readPatterns(policy.production)];
}

/** What decides whether the user must confirm a target. */
export function consentFacts(
  { production, guard }: ProductionStage,
  planOf: (target: Target) => Planned,
  policy: { readonly value: Policy },
) {
  return {
    ready: () => production.ready(),
    isProduction: (target: Target) => production.ofTarget(target) !== undefined,
    isNeeded: (target: Target) =>
      policy.value.confirmProduction &&
      production.matching(planOf(target), strictPatterns(policy.value)) !== undefined,
    guardOf: (target: Target) => guard.of(planOf(target)),
  };
}
