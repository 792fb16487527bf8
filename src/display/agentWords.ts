import * as vscode from 'vscode';
import { shorten } from '../base/plainText.ts';

/**
 * `Claude Code`, or what to call an AI agent that does not say its name. `isFirst`: a sentence begins with it. `agent`:
 * as in `Requester`.
 */
export function agentName(agent: string, isFirst = false): string {
  if (agent !== '') return shorten(agent);
  return isFirst ? vscode.l10n.t('An AI agent') : vscode.l10n.t('an AI agent');
}

/** `Claude Code, in terminal “zsh”`. */
export function agentIn(agent: string, terminal: string | undefined): string {
  const name = agentName(agent);
  return terminal === undefined ? name : vscode.l10n.t('{0}, in terminal “{1}”', name, shorten(terminal));
}
