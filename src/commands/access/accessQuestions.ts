import * as vscode from 'vscode';
import { withDeadline } from '../../base/deadline.ts';
import { deadlines } from '../../base/deadlines.ts';
import { isPlan, type Planned } from '../../plan/plan.ts';
import {
  type Access,
  accessLevels,
  fullAccess,
  isFullAccess,
  isLevel,
} from '../../profiles/access/access.ts';
import { isSameTarget, type Target, targetName, withoutAccess } from '../../profiles/profiles.ts';
import { settled, targetOf } from '../../session/activeState.ts';
import { awsPolicyName, levelChoice } from '../../views/accessSentences.ts';
import type { CommandContext } from '../context.ts';
import { revealLine } from '../openFiles.ts';
import type { ChoiceItem, ChoiceQuestion } from '../questions.ts';
import { more, runWizard, type Script } from '../wizard.ts';
import { type AccessFrame, answers, rowFor, wayOf } from './accessRows.ts';
import { isLimitedBySetting } from './fullAccess.ts';
import { askForPolicies, chosenPolicies } from './managedPolicies.ts';
import { PolicyFileQuestions } from './policyFileQuestions.ts';

export type AccessContext = Pick<
  CommandContext,
  'views' | 'store' | 'attempt' | 'policyFiles' | 'findPolicyFiles' | 'lesserRoles' | 'shortPath'
>;

/** What the user chose: a target with an access, for this window or for a terminal of its own. */
export interface LessAccess {
  readonly target: Target;
  readonly isInTerminal: boolean;
}

/** Asks with which access to use a target. Undefined: the user cancelled, or opened a policy file instead. */
export async function askAccess(
  chosen: Target,
  { title, mayOpenTerminal }: { readonly title: string; readonly mayOpenTerminal: boolean },
  context: AccessContext,
): Promise<LessAccess | undefined> {
  const target = withoutAccess(chosen);
  const frame: AccessFrame = { target, mayOpenTerminal, views: context.views };
  const files = new PolicyFileQuestions(frame, context);
  const roles = new LesserRoles(target, context);
  const script: Script = (soFar) => {
    const first = () => askWay(chosen, frame, roles);
    const { way } = wayOf(soFar['way']);
    if (way === 'managed') return [first, ...askForPolicies(soFar, frame), more];
    if (way === 'file') return [first, ...files.steps];
    return way === undefined ? [first, more] : [first];
  };
  files.prepare();
  const given = await runWizard(title, script);
  if (!given) return undefined;
  const { way = '', isInTerminal } = wayOf(given['way']);
  if (way === 'managed') return withAccess(target, chosenPolicies(given));
  if (way !== 'file') return { target: roles.named(way) ?? targetFor(way, frame), isInTerminal };
  const choice = files.chosen(given);
  if ('access' in choice) return withAccess(target, choice);
  await context.attempt(choice.open, () => revealLine(context.store, choice.open, choice.line));
  return undefined;
}

function withAccess(
  target: Target,
  { access, isInTerminal }: { readonly access: Access; readonly isInTerminal: boolean },
): LessAccess {
  return { target: { ...target, access }, isInTerminal };
}

function targetFor(way: string, { target, views }: AccessFrame): Target {
  if (isLevel(way)) return { ...target, access: { managed: [way] } };
  return isLimitedBySetting(views.planOf(target)) ? { ...target, access: fullAccess } : target;
}

async function askWay(chosen: Target, frame: AccessFrame, roles: LesserRoles): Promise<ChoiceQuestion> {
  const t = vscode.l10n.t;
  const { target, views } = frame;
  const least = views.planOf({ ...target, access: { managed: ['viewOnly'] } });
  const items = isImpossible(least) ? await roles.rows(least, frame) : [...levelRows(frame), ...ownRows()];
  const full: ChoiceItem = {
    icon: 'unlock',
    label: t('Full access'),
    description: t('everything that the role or user may do'),
    ...answers('full', frame),
  };
  return {
    kind: 'choice',
    name: 'way',
    prompt: t('Choose what {0} may do', targetName(target)),
    items: [...items, ...(hasLess(chosen, frame) ? [full] : [])],
  };
}

/** Whether the user has less than everything now: in the row that they chose, in the window, or by the settings. */
function hasLess(chosen: Target, { target, views }: AccessFrame): boolean {
  const inUse = targetOf(settled(views.active.state));
  const used = inUse && isSameTarget(inUse, target) ? inUse : undefined;
  return !isFullAccess(chosen.access ?? used?.access) || isLimitedBySetting(views.planOf(target));
}

type Impossible = Exclude<Planned, { readonly steps: unknown }>;

function isImpossible(planned: Planned): planned is Impossible {
  return !isPlan(planned) && planned.failure.code === 'accessImpossible';
}

function levelRows(frame: AccessFrame): readonly ChoiceItem[] {
  return accessLevels.map((level) => {
    const row = { icon: 'eye', label: levelChoice(level), description: awsPolicyName(level) };
    return rowFor({ managed: [level] }, { ...row, ...answers(level, frame) }, frame);
  });
}

function ownRows(): readonly ChoiceItem[] {
  const t = vscode.l10n.t;
  return [
    { icon: 'list-unordered', label: t('Managed policies…'), answer: 'managed' },
    { icon: 'json', label: t('Policy file…'), answer: 'file' },
  ];
}

/** The user's read-only permission sets in the account of a target of IAM Identity Center. */
class LesserRoles {
  readonly #find: () => ReturnType<AccessContext['lesserRoles']>;
  #found: Awaited<ReturnType<AccessContext['lesserRoles']>> | undefined;

  constructor(target: Target, { views, lesserRoles }: AccessContext) {
    const { signal } = new AbortController();
    this.#find = () =>
      withDeadline(deadlines.suggestionMs, signal, () => lesserRoles(target, views.chosen.recent)).catch(
        () => [],
      );
  }

  /** Why AWS cannot limit the target, and what the user has instead. */
  async rows({ failure }: Impossible, frame: AccessFrame): Promise<readonly ChoiceItem[]> {
    const t = vscode.l10n.t;
    const reason = { icon: 'info', label: frame.views.describeReason(failure), answer: undefined };
    if (failure.code !== 'accessImpossible' || failure.why !== 'identityCenter') return [reason];
    this.#found ??= await this.#find();
    const rows = this.#found.map(({ roleName, accountId }) => ({
      icon: 'eye',
      label: t('Use {0} instead', roleName),
      description: t('your permission set in account {0}', accountId),
      ...answers(`role ${roleName}`, frame),
    }));
    const none = t(
      'Rolecall knows of no read-only permission set of yours in this account. Run “Rolecall: Refresh Accounts” to look for one.',
    );
    return [reason, ...(rows.length > 0 ? rows : [{ icon: 'info', label: none, answer: undefined }])];
  }

  named(way: string): Target | undefined {
    return this.#found?.find(({ roleName }) => way === `role ${roleName}`);
  }
}
