import type { Environment } from '../../base/environment.ts';
import type { Target } from '../../profiles/profiles.ts';
import { isPlan, type Planned } from '../../plan/plan.ts';

/** What programs use although Rolecall has chosen nothing, and where that is said. */
export interface Ambient {
  readonly planned: Planned;
  readonly from: 'environment' | 'settings' | 'files';
}

/** What chooses an identity in terminals. */
export interface Surrounding {
  /** The variables that VS Code was started with. */
  readonly inherited: Environment;
  /** Those that VS Code's settings set in terminals, over the inherited ones. */
  readonly ofSettings: Environment;
  /** Plans with the variables that terminals have. */
  readonly planOf: (target: Target) => Planned;
}

/**
 * The identity of programs in a terminal for which Rolecall sets nothing, as the AWS CLI finds it: access keys in the
 * environment, a named profile, a token or a role in the environment that is set on purpose, `[default]`, and last the
 * role of the machine (botocore `credentials.py`, `create_credential_resolver`).
 */
export function ambientOf({ inherited, ofSettings, planOf }: Surrounding): Ambient | undefined {
  const has = (name: string): string | undefined =>
    (ofSettings[name] ?? inherited[name])?.trim() || undefined;
  const placeOf = (name: string) => (ofSettings[name]?.trim() ? 'settings' : 'environment');
  const environment = planOf({ kind: 'environment' });
  if (has('AWS_ACCESS_KEY_ID')) return { planned: environment, from: placeOf('AWS_ACCESS_KEY_ID') };
  for (const variable of ['AWS_DEFAULT_PROFILE', 'AWS_PROFILE']) {
    const name = has(variable);
    if (name !== undefined) return { planned: planOf({ kind: 'profile', name }), from: placeOf(variable) };
  }
  const fallback = planOf({ kind: 'profile', name: 'default' });
  if (has('AWS_WEB_IDENTITY_TOKEN_FILE') || !saysSomething(fallback))
    return isPlan(environment) ? { planned: environment, from: 'environment' } : undefined;
  return { planned: fallback, from: 'files' };
}

/** A section without credentials leads to the role of the machine, of which the plan of the environment knows. */
function saysSomething(planned: Planned): boolean {
  return isPlan(planned) && !(planned.steps.length === 1 && planned.steps[0]!.kind === 'instance');
}
