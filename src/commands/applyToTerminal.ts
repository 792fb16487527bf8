import * as vscode from 'vscode';
import { giveToShell } from '../delivery/runningShell.ts';
import { programName, type Shell, shellOf } from '../delivery/shellNames.ts';
import { escapeIcons, withoutLinks } from '../plainText.ts';
import { targetName } from '../profiles/profiles.ts';
import { sessionFor, targetFor } from './handedSession.ts';
import type { CommandParts } from './parts.ts';
import { askSteps } from './steps.ts';

type ApplyParts = Pick<
  CommandParts,
  'store' | 'active' | 'sessions' | 'views' | 'perform' | 'terminals' | 'runningPrograms'
>;

/** Makes the shell in the active terminal what it would be in a new one: with the profile's variables, and no others'. */
export async function applyToTerminal(parts: ApplyParts): Promise<void> {
  const t = vscode.l10n.t;
  const terminal = vscode.window.activeTerminal;
  if (!terminal || 'pty' in terminal.creationOptions)
    return void vscode.window.showInformationMessage(t('There is no terminal to apply it to.'));
  const leave = await leaveToType(terminal, parts);
  const shell = leave && (await shellIn(terminal, parts));
  const target = shell && (await targetFor(undefined, parts));
  if (!target) return;
  const name = targetName(target);
  await parts.perform(name, async (anew) => {
    const assignments = await parts.terminals.assignments(target, () => sessionFor(target, anew, parts));
    // A program may have begun while the person was asked.
    if (leave === 'free' && !(await leaveToType(terminal, parts))) return;
    const isTaken = await giveToShell(terminal, shell, name, assignments);
    const said = isTaken ? undefined : t('The shell in “{0}” did not take the profile up.', terminal.name);
    if (said === undefined)
      vscode.window.setStatusBarMessage(
        `$(check) ${t('“{0}” uses {1} now', escapeIcons(terminal.name), escapeIcons(name))}`,
        confirmationMs,
      );
    else void vscode.window.showWarningMessage(`${said} ${t('What was left for it is removed.')}`);
  });
}

const confirmationMs = 5000;

/** The one that VS Code has seen; else what the terminal was made with, or the person's own. They are asked if it is none of ours. */
async function shellIn(
  terminal: vscode.Terminal,
  { runningPrograms }: ApplyParts,
): Promise<Shell | undefined> {
  const { state, creationOptions } = terminal;
  const path = 'shellPath' in creationOptions ? creationOptions.shellPath : undefined;
  const program = runningPrograms.shellIn(terminal) ?? state.shell ?? path ?? vscode.env.shell;
  return shellOf(program) ?? askShell(terminal, programName(program));
}

async function askShell(terminal: vscode.Terminal, program: string): Promise<Shell | undefined> {
  const t = vscode.l10n.t;
  const answers = await askSteps(t('Apply to This Terminal'), () => [
    () => ({
      kind: 'choice',
      name: 'shell',
      prompt: t('Which shell is in “{0}”? Rolecall does not know “{1}”.', terminal.name, program),
      items: [
        { label: 'bash, zsh, sh', answer: 'posix' },
        { label: 'fish', answer: 'fish' },
        { label: 'PowerShell', answer: 'powershell' },
        { label: t('Command Prompt'), answer: 'cmd' },
      ],
    }),
  ]);
  return answers?.['shell'] as Shell | undefined;
}

/** Not into a program that would take it for something else, unless the person knows better: it may be a shell, too. */
async function leaveToType(
  terminal: vscode.Terminal,
  { runningPrograms }: ApplyParts,
): Promise<'free' | 'anyway' | undefined> {
  const t = vscode.l10n.t;
  const program = await runningPrograms.in(terminal);
  if (program === undefined) return 'free';
  const anyway = { title: t('Apply Anyway') };
  const sentence = t('“{0}” is running in this terminal. End it, and try again.', program);
  return (await vscode.window.showWarningMessage(withoutLinks(sentence), anyway)) && 'anyway';
}
