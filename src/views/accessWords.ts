import * as vscode from 'vscode';
import type { Mark } from '../display/marks.ts';
import { isPlan, type Planned } from '../plan/plan.ts';
import {
  type Access,
  type AccessLevel,
  isFullAccess,
  isLevel,
  policyNames,
} from '../profiles/access/access.ts';

/** The access that is shown for a target. Undefined: nothing limits it, and the user has not asked for that. */
export function accessOf(planned: Planned): Access | undefined {
  return (isPlan(planned) ? planned.access : undefined) ?? planned.target.access;
}

/** The access of a plan in a word or two: `read-only`, `deploy.json`, `3 policies`. */
export function accessWords(planned: Planned): string | undefined {
  const access = accessOf(planned);
  return access && shortAccess(access);
}

export function shortAccess(access: Access): string {
  return shortNames(policyNames(access));
}

/** The same for the names of policies, as `policyNames` has them. */
export function shortNames(names: readonly string[]): string {
  const [only] = names;
  if (only === undefined) return vscode.l10n.t('full access');
  return names.length === 1 ? policyName(only) : vscode.l10n.t('{0} policies', names.length);
}

/** The words with an icon: `eye`, or `unlock` if the user asked for everything. */
export function accessMark(access: Access | undefined): Mark | undefined {
  return access && { icon: isFullAccess(access) ? 'unlock' : 'eye', text: shortAccess(access) };
}

/** The name of a target with its access: `dev · read-only`. */
export function withAccess(name: string, planned: Planned): string {
  return [name, accessWords(planned)].filter(Boolean).join(' · ');
}

/** The name of a profile with the policies that limit what was handed out, by name. */
export function withPolicies(profile: string, names: readonly string[] = []): string {
  return names.length === 0 ? profile : `${profile} · ${shortNames(names)}`;
}

/** The name of a managed policy, of which the ARN or the level is given. */
export function policyName(policy: string): string {
  return isLevel(policy) ? levelWord(policy) : baseName(policy);
}

function levelWord(level: AccessLevel): string {
  const t = vscode.l10n.t;
  switch (level) {
    case 'readOnly':
      return t('read-only');
    case 'viewOnly':
      return t('view only');
    case 'securityAudit':
      return t('security audit');
  }
}

function baseName(path: string): string {
  return path.split(/[/\\]/u).at(-1) || path;
}
