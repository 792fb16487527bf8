import * as vscode from 'vscode';
import { isAboutAccess } from '../../base/failures/accessFailure.ts';
import { isPlan, type Planned } from '../../plan/plan.ts';
import { fullAccess } from '../../profiles/access/access.ts';
import type { Target } from '../../profiles/profiles.ts';
import type { Remedy } from '../attempt.ts';
import type { CommandContext } from '../context.ts';

/** Whether the settings limit a target that the user has chosen no access for, or would if that were possible. */
export function isLimitedBySetting(planned: Planned): boolean {
  if (planned.target.access) return false;
  return isPlan(planned) ? planned.access !== undefined : 'isBySetting' in planned.failure;
}

/** The button that uses a target with everything that its role or user may do, if only the settings ask for less. */
export function fullAccessRemedy(
  target: Target,
  { views }: Pick<CommandContext, 'views'>,
  use: (target: Target) => void,
): Remedy | undefined {
  if (!isLimitedBySetting(views.planOf(target))) return undefined;
  return {
    title: vscode.l10n.t('Use with Full Access'),
    isFor: isAboutAccess,
    follow: () => use({ ...target, access: fullAccess }),
  };
}
