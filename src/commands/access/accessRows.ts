import * as vscode from 'vscode';
import { isPlan, type Plan } from '../../plan/plan.ts';
import type { Access } from '../../profiles/access/access.ts';
import type { Target } from '../../profiles/profiles.ts';
import { stepSentence } from '../../views/planWords.ts';
import type { CommandContext } from '../context.ts';
import type { ChoiceItem } from '../questions.ts';

/** What the rows of a wizard for an access depend on. */
export interface AccessFrame {
  /** Without an access. */
  readonly target: Target;
  /** Whether rows have a button that opens a terminal. */
  readonly mayOpenTerminal: boolean;
  readonly views: CommandContext['views'];
}

/** The answers for a terminal begin with this word. */
const inTerminal = 'terminal ';

/** An answer of the wizard, and whether it is for a terminal. */
export interface Way {
  readonly way: string | undefined;
  readonly isInTerminal: boolean;
}

/** The answer of a row, and that of its button. `wayOf` reads both. */
export function answers(
  answer: string,
  { mayOpenTerminal }: AccessFrame,
): Pick<ChoiceItem, 'answer' | 'pressed' | 'buttons'> {
  if (!mayOpenTerminal) return { answer };
  const iconPath = new vscode.ThemeIcon('terminal');
  const tooltip = vscode.l10n.t('New Terminal with This Access');
  return { answer, pressed: `${inTerminal}${answer}`, buttons: [{ iconPath, tooltip }] };
}

export function wayOf(answer: string | undefined): Way {
  const isInTerminal = answer?.startsWith(inTerminal) ?? false;
  return { way: isInTerminal ? answer?.slice(inTerminal.length) : answer, isInTerminal };
}

/** A row for an access, which says what will happen. If it is impossible, the row says why, and cannot be chosen. */
export function rowFor(access: Access, row: ChoiceItem, { target, views }: AccessFrame): ChoiceItem {
  const planned = views.planOf({ ...target, access });
  if (isPlan(planned)) return { ...row, detail: whatHappens(planned) };
  const { buttons: _, pressed: __, ...shown } = row;
  return { ...shown, icon: 'circle-slash', detail: views.describeReason(planned.failure), answer: undefined };
}

function whatHappens({ steps }: Plan): string {
  const last = steps.at(-1)!;
  return last.kind === 'federationToken'
    ? vscode.l10n.t('Without a role, AWS gives these keys a session that cannot use IAM, STS, or MFA.')
    : stepSentence(last);
}
