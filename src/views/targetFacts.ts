import * as vscode from 'vscode';
import type { Failure } from '../base/failure.ts';
import { publicFacts } from '../base/publicFacts.ts';
import { sessionLabel } from '../plan/identityCenterSource.ts';
import { isPlan, type Plan, type Planned } from '../plan/plan.ts';
import { accountOf, roleOf } from '../plan/planFacts.ts';
import type { ProductionMatch } from '../plan/production.ts';
import { regionName } from '../plan/endpoints/regions.ts';
import { type Target, targetName } from '../profiles/profiles.ts';
import { accessWords } from './accessWords.ts';
import { sourceWords } from './planWords.ts';
import { regionCity } from './regionWords.ts';
import type { ViewSources } from './viewSources.ts';

/** What is known of a target before it is used, for every place that shows one. All texts are public. */
export interface TargetFacts {
  readonly target: Target;
  readonly name: string;
  readonly accountId: string | undefined;
  readonly accountName: string | undefined;
  readonly email: string | undefined;
  /** The path and name of the role, or the name of the permission set. */
  readonly role: string | undefined;
  readonly arn: string | undefined;
  /** `city` is `Tokyo`, `Ireland`, or empty for a region that is not known. */
  readonly region: { readonly code: string; readonly city: string } | undefined;
  /** Where the first credentials come from: `maya`, `corp`, `environment variables`. */
  readonly source: string;
  /** `role via maya`, `access keys`; empty if there is no plan. */
  readonly summary: string;
  /** The label of the IAM Identity Center sign-in. */
  readonly signIn: string | undefined;
  readonly production: ProductionMatch | undefined;
  /** `read-only`; undefined if nothing limits the target. */
  readonly access: string | undefined;
  /** Why the target cannot be used. */
  readonly failure: Failure | undefined;
}

export function factsOf(
  planned: Planned,
  { accountNames, production }: Pick<ViewSources, 'accountNames' | 'production'>,
): TargetFacts {
  const { target } = planned;
  const account = accountNames.of(planned);
  const common = {
    target,
    name: nameOf(target),
    accountId: account?.id ?? (isPlan(planned) ? accountOf(planned) : undefined),
    accountName: account?.name,
    email: account?.email,
    production: production.of(planned),
    access: accessWords(planned),
  };
  if (!isPlan(planned)) {
    const nothing = { role: undefined, arn: undefined, region: undefined, signIn: undefined };
    return { ...common, ...nothing, source: '', summary: '', failure: planned.failure };
  }
  const { role, arn } = publicFacts({ role: roleOf(planned), arn: arnOf(planned) });
  return { ...common, role, arn, ...sourceFacts(planned), region: regionOf(planned), failure: undefined };
}

/** The name that views show for a target. */
export function nameOf(target: Target): string {
  return target.kind === 'environment' ? vscode.l10n.t('VS Code’s environment') : targetName(target);
}

function sourceFacts(plan: Plan): Pick<TargetFacts, 'source' | 'summary' | 'signIn'> {
  const first = plan.steps[0]!;
  const signIn = first.kind === 'identityCenter' ? sessionLabel(first.session) : undefined;
  const { via, summary } = sourceWords(plan);
  return { source: signIn ?? via, summary, signIn };
}

function arnOf({ steps }: Plan): string | undefined {
  const last = steps.at(-1);
  return last && 'roleArn' in last ? last.roleArn : undefined;
}

function regionOf({ region }: Plan): TargetFacts['region'] {
  if (region === undefined) return undefined;
  return { code: region.name, city: regionCity(region.name) };
}

/** All texts by which a target can be found, of which the name is the first. */
export function searchedTexts(facts: TargetFacts): readonly string[] {
  const { name, accountName, accountId, role, arn, region, source, summary, signIn, email } = facts;
  // Users of other languages also know AWS's English name.
  const places = region ? [region.code, region.city, regionName(region.code)] : [];
  const who = [name, accountName, accountId, role, summary, source, signIn, email, arn];
  const words = [facts.production ? vscode.l10n.t('production') : undefined, facts.access];
  return [...who, ...places, ...words].filter((text): text is string => text !== undefined && text !== '');
}
