import * as vscode from 'vscode';
import type { Assignments } from '../../delivery/handover/handover.ts';
import type { Shell } from '../../delivery/handover/shellNames.ts';
import { occupantOf } from '../../delivery/runningShell/occupants.ts';
import { loadIntoShell } from '../../delivery/runningShell/runningShell.ts';
import { showInformation } from '../../display/toasts.ts';
import type { Target } from '../../profiles/profiles.ts';
import type { Session } from '../../session/sessions.ts';
import type { CommandContext } from '../context.ts';
import { type Applied, appliedInUse, requireAppliable } from './appliedTarget.ts';
import { relaunchTerminals } from './relaunchTerminals.ts';
import { sessionFor } from './sessionForHandOut.ts';
import { type StaleContext, windowTerminals } from './staleTerminals.ts';
import { type LeftTerminal, reportOutcomes, type TerminalOutcome } from './terminalOutcomes.ts';

export type ApplyContext = StaleContext &
  Pick<CommandContext, 'active' | 'sessions' | 'attempt' | 'terminals' | 'runningPrograms' | 'ownTerminals'>;

/** Gives all open shells of the window what is in use of each cloud, or fresh keys of it. */
export async function applyToOpenTerminals(context: ApplyContext): Promise<void> {
  const t = vscode.l10n.t;
  const applied = appliedInUse(context);
  if (!applied) return void showInformation(t('No AWS profile is in use. Choose one first.'));
  const terminals = windowTerminals(context).map(({ terminal }) => terminal);
  if (terminals.length === 0)
    return void showInformation(t('No terminal is open that could use another profile.'));
  await applyTo(terminals, applied, context);
}

/**
 * Gives the shells in these terminals the variables that they would have in new terminals. Leaves out each terminal in
 * which a program runs or whose shell is unknown, and then names it.
 */
export async function applyTo(
  terminals: readonly vscode.Terminal[],
  applied: Applied,
  context: ApplyContext,
): Promise<void> {
  const { target, name } = applied;
  await context.attempt(name, async (renew) => {
    await requireAppliable(applied, context);
    let session: Promise<Session> | undefined;
    const getSession = (of: Target): Promise<Session> => (session ??= sessionFor(of, renew, context));
    const prepared: (Prepared | LeftTerminal)[] = [];
    // One after the other: the first one may ask to confirm a production profile.
    for (const terminal of terminals) prepared.push(await prepare(terminal, target, getSession, context));
    const outcomes = await Promise.all(prepared.map((each) => load(each, name, context)));
    reportOutcomes(name, outcomes, {
      tryAgain: (again) => applyTo(again, applied, context),
      relaunch: (left) => relaunchTerminals(left, name, context, true),
    });
  });
}

/** A terminal with a shell at its prompt, and what the shell will load. */
interface Prepared {
  readonly kind: 'prepared';
  readonly terminal: vscode.Terminal;
  readonly shell: Shell;
  readonly assignments: Assignments;
}

async function prepare(
  terminal: vscode.Terminal,
  target: Target | undefined,
  getSession: (target: Target) => Promise<Session>,
  { terminals, runningPrograms }: ApplyContext,
): Promise<Prepared | LeftTerminal> {
  const occupant = await occupantOf(terminal, runningPrograms);
  if (occupant.kind !== 'shell') return { ...occupant, terminal };
  const assignments = await terminals.assignments(target, terminal, getSession);
  return { kind: 'prepared', terminal, shell: occupant.shell, assignments };
}

/** Looks once more, as the user may have started a program while a prompt was open. */
async function load(
  prepared: Prepared | LeftTerminal,
  name: string,
  { runningPrograms }: ApplyContext,
): Promise<TerminalOutcome> {
  if (prepared.kind !== 'prepared') return prepared;
  const { terminal, shell, assignments } = prepared;
  const occupant = await occupantOf(terminal, runningPrograms);
  if (occupant.kind !== 'shell') return { ...occupant, terminal };
  const isLoaded = await loadIntoShell(terminal, shell, name, assignments);
  return { kind: isLoaded ? 'done' : 'unread', terminal };
}
