import * as vscode from 'vscode';
import { isPlan, type Planned } from '../../plan/plan.ts';
import { consoleStateMark } from '../consoleWords.ts';
import type { ConsoleSignInState } from '../viewSources.ts';
import type { ConsoleStates } from './consoleStates.ts';

/** What a row shows about a target that is a console sign-in. */
export interface ConsoleFacts {
  /** Undefined until it is known. */
  readonly state: ConsoleSignInState | undefined;
  /** `signed in`, `sign-in expired`. */
  readonly word: string | undefined;
  /** Set if the user has to sign in. */
  readonly icon: vscode.ThemeIcon | undefined;
  /** By which the conditions of menus recognize the row. */
  readonly context: 'isConsole' | 'isConsoleEnded';
}

/** Undefined for other targets. A role has none, because the sign-in that it is based on has its own row. */
export function consoleFacts(planned: Planned, states: Pick<ConsoleStates, 'of'>): ConsoleFacts | undefined {
  const last = isPlan(planned) ? planned.steps.at(-1) : undefined;
  if (last?.kind !== 'login') return undefined;
  const state = states.of(last.session);
  const mark = state && consoleStateMark(state);
  const hasEnded = state !== undefined && state.kind !== 'signedIn';
  return {
    state,
    word: mark?.text,
    icon: hasEnded && mark ? new vscode.ThemeIcon(mark.icon) : undefined,
    context: hasEnded ? 'isConsoleEnded' : 'isConsole',
  };
}
