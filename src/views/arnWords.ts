import * as vscode from 'vscode';
import type { Arn } from '../plan/console/arn.ts';
import type { AccountFacts } from '../plan/production.ts';
import type { FoundTargets } from './arnTargets.ts';
import { nameOf } from './targetFacts.ts';
import type { ViewSources } from './viewSources.ts';

type Sources = Pick<ViewSources, 'accountNames' | 'production'>;

/** What a link on an ARN does: with which profile, in which account. */
export function arnTooltip(arn: Arn, { decided, fitting }: FoundTargets, sources: Sources): string {
  const t = vscode.l10n.t;
  const account = arn.account ?? (decided && sources.accountNames.of(decided)?.id);
  const place = account === undefined ? undefined : accountLabel(sources.accountNames.ofId(account));
  if (decided) {
    const isProduction = sources.production.of(decided) !== undefined;
    const words = [nameOf(decided.target), place, isProduction ? t('production') : undefined];
    return t('Open in the AWS console with {0}', words.filter((word) => word !== undefined).join(' · '));
  }
  if (place === undefined) return t('Open in the AWS console with a profile that you choose');
  return fitting.length > 0
    ? t('Open in the AWS console with one of {0} profiles of account {1}', fitting.length, place)
    : t('Open in the AWS console. No profile is known for account {0}.', place);
}

/** `Acme Production (123456789012)`, or only the ID. */
export function accountLabel({ id = '', name }: AccountFacts): string {
  return name === undefined ? id : `${name} (${id})`;
}
