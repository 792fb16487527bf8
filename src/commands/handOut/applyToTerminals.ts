import * as vscode from 'vscode';
import { FailureError } from '../../base/failure.ts';
import type { Assignments } from '../../delivery/handover/handover.ts';
import type { Shell } from '../../delivery/handover/shellNames.ts';
import { occupantOf } from '../../delivery/runningShell/occupants.ts';
import { loadIntoShell } from '../../delivery/runningShell/runningShell.ts';
import { showInformation } from '../../display/toasts.ts';
import { type Target, targetName } from '../../profiles/profiles.ts';
import { settled, targetOf } from '../../session/activeState.ts';
import type { Session } from '../../session/sessions.ts';
import type { CommandContext } from '../context.ts';
import { relaunchTerminals } from './relaunchTerminals.ts';
import { sessionFor } from './sessionForHandOut.ts';
import { type StaleContext, windowTerminals } from './staleTerminals.ts';
import { type LeftTerminal, reportOutcomes, type TerminalOutcome } from './terminalOutcomes.ts';

export type ApplyContext = StaleContext &
  Pick<CommandContext, 'active' | 'sessions' | 'attempt' | 'terminals' | 'runningPrograms' | 'ownTerminals'>;

/** Gives all open shells of the window the profile in use, or fresh keys of it. */
export async function applyToOpenTerminals(context: ApplyContext): Promise<void> {
  const t = vscode.l10n.t;
  const target = targetOf(settled(context.active.state));
  if (!target) {
    const isBeside = (context.views.alibaba.rows?.inUseRows() ?? []).length > 0;
    return void showInformation(
      isBeside
        ? t('New terminals get the credentials of Alibaba Cloud. Open one, or choose an AWS profile first.')
        : t('No AWS profile is in use. Choose one first.'),
    );
  }
  const terminals = windowTerminals(context).map(({ terminal }) => terminal);
  if (terminals.length === 0)
    return void showInformation(t('No terminal is open that could use another profile.'));
  await applyTo(terminals, target, context);
}

/**
 * Gives the shells in these terminals the variables that they would have in new terminals. Leaves out each terminal in
 * which a program runs or whose shell is unknown, and then names it.
 */
export async function applyTo(
  terminals: readonly vscode.Terminal[],
  target: Target,
  context: ApplyContext,
): Promise<void> {
  const name = targetName(target);
  await context.attempt(name, async (renew) => {
    await context.ownTerminals.ready();
    if (context.ownTerminals.has(target)) throw new FailureError({ code: 'ownTerminalsOnly', profile: name });
    let session: Promise<Session> | undefined;
    const getSession = (): Promise<Session> => (session ??= sessionFor(target, renew, context));
    const prepared: (Prepared | LeftTerminal)[] = [];
    // One after the other: the first one may ask to confirm a production profile.
    for (const terminal of terminals) prepared.push(await prepare(terminal, target, getSession, context));
    const outcomes = await Promise.all(prepared.map((each) => load(each, name, context)));
    reportOutcomes(name, outcomes, {
      tryAgain: (again) => applyTo(again, target, context),
      relaunch: (left) => relaunchTerminals(left, target, context, true),
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
  target: Target,
  getSession: () => Promise<Session>,
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
