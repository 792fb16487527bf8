import * as vscode from 'vscode';
import { showInStatusBar } from '../../display/toasts.ts';
import { isPlan } from '../../plan/plan.ts';
import { type Target, targetName } from '../../profiles/profiles.ts';
import type { Remedy } from '../attempt.ts';
import { fullAccessRemedy } from '../access/fullAccess.ts';
import type { CommandContext } from '../context.ts';
import { openTerminalFor } from './newTerminal.ts';

/** How long the status bar says why a terminal opened. Milliseconds. */
const shownMs = 8000;

type UseContext = Pick<
  CommandContext,
  'active' | 'attempt' | 'views' | 'store' | 'sessions' | 'terminals' | 'ownTerminals'
>;

/**
 * Switches the window to a target that the user chose. A guarded one gets a terminal of its own instead, and the window
 * stays as it is. `remedy` is as in `Attempt`.
 */
export async function useTarget(target: Target, context: UseContext, remedy?: Remedy): Promise<void> {
  const { active, attempt, ownTerminals } = context;
  await ownTerminals.ready();
  if (!ownTerminals.has(target))
    return void (await attempt(
      targetName(target),
      (renew) => active.use(target, renew),
      remedyFor(target, context, remedy),
    ));
  const sentence = vscode.l10n.t('Only terminals of its own use {0} (rolecall.guard).', targetName(target));
  showInStatusBar('flame', sentence, shownMs);
  await openTerminalFor(target, context);
}

/** If a setting keeps the target from working, more access is the first way out. */
function remedyFor(target: Target, context: UseContext, remedy: Remedy | undefined): Remedy | undefined {
  const full = fullAccessRemedy(target, context, (chosen) => void useTarget(chosen, context));
  return isPlan(context.views.planOf(target)) ? (remedy ?? full) : (full ?? remedy);
}
