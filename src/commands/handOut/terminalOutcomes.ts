import * as vscode from 'vscode';
import type { Occupant } from '../../delivery/runningShell/occupants.ts';
import { showInStatusBar, showWarning } from '../../display/toasts.ts';

type InTerminal<T> = T & { readonly terminal: vscode.Terminal };

/**
 * A terminal that was left as it was, and why. `unread`: its shell did not load the profile. `notRelaunched`: VS Code
 * did not make it the active terminal.
 */
export type LeftTerminal = InTerminal<
  Exclude<Occupant, { kind: 'shell' }> | { readonly kind: 'unread' | 'notRelaunched' }
>;
export type TerminalOutcome = LeftTerminal | InTerminal<{ readonly kind: 'done' }>;

/** How long a confirmation stays in the status bar. Milliseconds. */
const confirmationMs = 5000;

interface Ways {
  readonly tryAgain: (terminals: readonly vscode.Terminal[]) => Promise<void>;
  /** Relaunches terminals whatever their first process is. */
  readonly relaunch: (terminals: readonly vscode.Terminal[]) => Promise<void>;
}

/** Says what became of terminals that were to get a profile, and offers what else can be done for the rest. */
export function reportOutcomes(name: string, outcomes: readonly TerminalOutcome[], ways: Ways): void {
  const t = vscode.l10n.t;
  const left = outcomes.filter((each) => each.kind !== 'done');
  if (left.length === 0) return confirm(name, outcomes);
  const unknown = left.filter(({ kind }) => kind === 'unknownShell').map(({ terminal }) => terminal);
  const others = left.filter(({ kind }) => kind !== 'unknownShell').map(({ terminal }) => terminal);
  const buttons = [
    ...(others.length > 0 ? [{ title: t('Try Again'), follow: () => ways.tryAgain(others) }] : []),
    ...(unknown.length > 0 ? [{ title: t('Relaunch'), follow: () => ways.relaunch(unknown) }] : []),
  ];
  const done = outcomes.length - left.length;
  const count = t('{0} of {1} terminals now use {2}.', done, outcomes.length, name);
  void showWarning([count, ...reasons(left)].join(' '), ...buttons).then((chosen) => chosen?.follow());
}

function confirm(name: string, outcomes: readonly TerminalOutcome[]): void {
  const t = vscode.l10n.t;
  const [first] = outcomes;
  const message =
    outcomes.length === 1 && first
      ? t('“{0}” now uses {1}', first.terminal.name, name)
      : t('{0} terminals now use {1}', outcomes.length, name);
  showInStatusBar('check', message, confirmationMs);
}

function reasons(left: readonly LeftTerminal[]): readonly string[] {
  const t = vscode.l10n.t;
  const namesOf = (kind: LeftTerminal['kind']): string =>
    left.flatMap((each) => (each.kind === kind ? nameOf(each) : [])).join(', ');
  const [programs, unknown, unread] = [namesOf('program'), namesOf('unknownShell'), namesOf('unread')];
  return [
    ...(programs ? [t('Left alone because a program runs there: {0}.', programs)] : []),
    ...(unknown ? [t('Rolecall does not know the shell in {0}.', unknown)] : []),
    ...(unread ? [t('The shell did not load the profile in {0}.', unread)] : []),
  ];
}

/** `“zsh” (npm run dev)`: terminals often have the same name. */
function nameOf(left: LeftTerminal): string {
  const name = vscode.l10n.t('“{0}”', left.terminal.name);
  return 'name' in left && left.name ? `${name} (${left.name})` : name;
}
