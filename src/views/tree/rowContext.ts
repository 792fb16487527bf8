import { isPlan, type Planned } from '../../plan/plan.ts';
import { accountOf } from '../../plan/planFacts.ts';
import { targetName } from '../../profiles/profiles.ts';

/** The words by which the conditions of menus recognize a row: first its kind, and last whether it is production. */
export function contextOf(
  words: readonly (string | false | undefined)[],
  planned: Planned,
  isProduction: boolean,
): string {
  const last = isPlan(planned) ? planned.steps.at(-1) : undefined;
  const isLimited = isPlan(planned) || 'isBySetting' in planned.failure;
  const hasAccount = isPlan(planned) && accountOf(planned) !== undefined;
  const facts = [
    last && 'roleArn' in last && 'hasArn',
    hasAccount && 'hasAccount',
    isLimited && 'hasAccess',
    lacksCredentials(planned) && 'lacksCredentials',
  ];
  return [...words, ...facts, isProduction && 'production'].filter(Boolean).join(' ');
}

/** Whether the profile itself says nothing of credentials. */
function lacksCredentials(planned: Planned): boolean {
  if (isPlan(planned) || planned.failure.code !== 'noCredentials') return false;
  return planned.failure.profile === targetName(planned.target);
}
