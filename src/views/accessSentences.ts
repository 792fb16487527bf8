import * as vscode from 'vscode';
import type { Plan, Planned, Step } from '../plan/plan.ts';
import { type AccessLevel, levelPolicies } from '../profiles/access/access.ts';
import { accessWords } from './accessWords.ts';
import type { ViewFacts } from './viewSources.ts';

/** `Read-only (can read data)`. */
export function levelChoice(level: AccessLevel): string {
  const t = vscode.l10n.t;
  switch (level) {
    case 'readOnly':
      return t('Read-only (can read data)');
    case 'viewOnly':
      return t('View only (names and settings)');
    case 'securityAudit':
      return t('Security audit (configuration and policies)');
  }
}

/** The access and who asked for it: `Access: read-only (setting rolecall.access)`. */
export function accessLine(planned: Planned, { access }: Pick<ViewFacts, 'access'>): string | undefined {
  const t = vscode.l10n.t;
  const words = accessWords(planned);
  if (words === undefined) return undefined;
  const setting = planned.target.access ? undefined : access.settingOf(planned);
  return setting === undefined
    ? t('Access: {0} (your choice)', words)
    : t('Access: {0} (setting {1})', words, `rolecall.${setting}`);
}

/** What the policies of a step allow; undefined if it has none. */
export function policySentence(
  step: Step,
  { steps, access }: Pick<Plan, 'steps' | 'access'>,
): string | undefined {
  const t = vscode.l10n.t;
  if (!('sessionPolicy' in step) || !step.sessionPolicy) return undefined;
  if (step !== steps.at(-1)) return t('This session can only assume the next role.');
  const { arns, document } = step.sessionPolicy;
  const own = document === undefined ? [] : [access?.document?.file ?? t('a policy of your own')];
  return t('This session can only do what these policies also allow: {0}.', [...arns, ...own].join(', '));
}

/** AWS's name of the policy behind a level. */
export function awsPolicyName(level: AccessLevel): string {
  return levelPolicies[level].split('/').at(-1)!;
}
