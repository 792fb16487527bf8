import * as vscode from 'vscode';
import { formatLabels } from '../../base/formatLabels.ts';
import { programName, type Shell, shellOf, shells } from '../../delivery/handover/shellNames.ts';
import { hasUnreportedProgram } from '../../delivery/runningShell/occupants.ts';
import { loadIntoShell } from '../../delivery/runningShell/runningShell.ts';
import { showInformation, showInStatusBar, showWarning } from '../../display/toasts.ts';
import type { CommandContext } from '../context.ts';
import { runWizard } from '../wizard.ts';
import { type Applied, appliedInUse, appliedTarget, requireAppliable } from './appliedTarget.ts';
import { sessionFor, targetFor } from './sessionForHandOut.ts';

type ApplyContext = Pick<
  CommandContext,
  'store' | 'active' | 'sessions' | 'views' | 'attempt' | 'terminals' | 'runningPrograms' | 'ownTerminals'
>;

/** Gives the shell in the active terminal the variables that it would have in a new terminal. */
export async function applyToTerminal(context: ApplyContext): Promise<void> {
  const t = vscode.l10n.t;
  const terminal = vscode.window.activeTerminal;
  if (!terminal || 'pty' in terminal.creationOptions)
    return void showInformation(
      t('There is no active shell to apply the profile to. Open a terminal and try again.'),
    );
  const permission = await confirmTyping(terminal, context);
  const shell = permission && (await shellIn(terminal, context));
  const applied = shell && (appliedInUse(context) ?? (await chosenTarget(context)));
  if (!applied) return;
  const { target, name } = applied;
  await context.attempt(name, async (renew) => {
    await requireAppliable(applied, context);
    const assignments = await context.terminals.assignments(target, terminal, (of) =>
      sessionFor(of, renew, context),
    );
    // A program may have started while the user was prompted.
    if (permission === 'free' && !(await confirmTyping(terminal, context))) return;
    const wasLoaded = await loadIntoShell(terminal, shell, name, assignments);
    const message = wasLoaded ? undefined : t('The shell in “{0}” did not load the profile.', terminal.name);
    if (message === undefined)
      showInStatusBar('check', t('“{0}” now uses {1}', terminal.name, name), confirmationMs);
    else void showWarning(`${message} ${t('The temporary file was deleted.')}`);
  });
}

const confirmationMs = 5000;

async function chosenTarget(context: ApplyContext): Promise<Applied | undefined> {
  const target = await targetFor(undefined, context);
  return target && appliedTarget(target);
}

/**
 * The shell that VS Code detected, or else the one that the terminal was created with, or the default shell. If
 * Rolecall does not support it, the user is asked.
 */
async function shellIn(
  terminal: vscode.Terminal,
  { runningPrograms }: ApplyContext,
): Promise<Shell | undefined> {
  const { state, creationOptions } = terminal;
  const path = 'shellPath' in creationOptions ? creationOptions.shellPath : undefined;
  const program = runningPrograms.shellIn(terminal) ?? state.shell ?? path ?? vscode.env.shell;
  return shellOf(program) ?? askShell(terminal, programName(program));
}

async function askShell(terminal: vscode.Terminal, program: string): Promise<Shell | undefined> {
  const t = vscode.l10n.t;
  const labels = formatLabels(t);
  const answers = await runWizard(t('Apply to This Terminal'), () => [
    () => ({
      kind: 'choice',
      name: 'shell',
      prompt: t(
        'Choose the shell that runs in “{0}”. Rolecall does not recognize “{1}”.',
        terminal.name,
        program,
      ),
      items: shells.map((shell) => ({ label: labels[shell], answer: shell })),
    }),
  ]);
  return answers?.['shell'] as Shell | undefined;
}

/** Text must not go to a program that would misread it, unless the user confirms: the program may be a shell. */
async function confirmTyping(
  terminal: vscode.Terminal,
  { runningPrograms }: ApplyContext,
): Promise<'free' | 'anyway' | undefined> {
  const t = vscode.l10n.t;
  const program = await runningPrograms.programIn(terminal);
  if (program === undefined && !(await hasUnreportedProgram(terminal))) return 'free';
  const anyway = { title: t('Apply Anyway') };
  const sentence =
    program === undefined
      ? t('A program is running in this terminal. Quit it and try again.')
      : t('“{0}” is running in this terminal. Quit it and try again.', program);
  return (await showWarning(sentence, anyway)) && 'anyway';
}
