import * as vscode from 'vscode';
import type { Environment } from '../../base/environment.ts';
import { type Beside, besideAssignments, besideInherited } from '../handover/besideHandover.ts';
import { assignmentsOf, type Handover, overInherited, type Surroundings } from '../handover/handover.ts';
import { editorVariables, ProcessVariables } from '../handover/processVariables.ts';

/** How long VS Code may take to open a terminal after it has received the options. Milliseconds. */
const openingMs = 60_000;

/**
 * Resolves to the terminal that VS Code opens with these options. Never settles if it takes longer than `openingMs`.
 */
export function whenOpened({ env }: vscode.TerminalOptions): Promise<vscode.Terminal> {
  return new Promise((resolve) => {
    const listening = vscode.window.onDidOpenTerminal((terminal) => {
      if ('env' in terminal.creationOptions && terminal.creationOptions.env === env) resolve(terminal);
    });
    setTimeout(() => listening.dispose(), openingMs);
  });
}

export function shown(terminal: vscode.Terminal): vscode.Terminal {
  terminal.show();
  return terminal;
}

/** The environment of VS Code without the variables for its own processes, and with those of the handover. */
export function dedicatedEnvironment(
  handover: Handover,
  inherited: Environment,
  surroundings: Surroundings = {},
  beside?: Beside,
): Readonly<Record<string, string | null>> {
  const kept = ProcessVariables.of(inherited, process.platform).without(editorVariables);
  return kept
    .with(Object.fromEntries([...assignmentsOf(handover, inherited), ...besideAssignments(beside)]))
    .with({ [appliedLate]: lateVariables(handover, surroundings, beside) })
    .toRecord();
}

/**
 * VS Code's shell integration sets the variables that are listed here after the start-up files of the shell, and then
 * removes the list. VS Code itself makes one of each collection, but not with `strictEnv` (`shellIntegration-bash.sh`).
 */
const appliedLate = 'VSCODE_ENV_REPLACE';

function lateVariables(handover: Handover, surroundings: Surroundings, beside: Beside | undefined): string {
  return [...overInherited(handover, {}, surroundings), ...besideInherited(beside, {}, surroundings.named)]
    .map(([name, value]) => `${name}=${value.replaceAll(':', String.raw`\x3a`)}`)
    .join(':');
}
