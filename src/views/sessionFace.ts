import * as vscode from 'vscode';
import { escapeIcons } from '../plainText.ts';
import { targetName } from '../profiles/profiles.ts';
import type { Ready } from '../session/activeState.ts';
import { timeLeft, wayToRenew } from './remaining.ts';
import type { Face } from './statusBar.ts';
import { planMarkdown, whereabouts } from './words.ts';

export { withBindings } from './bindingWords.ts';

/** The item of a window that has a session: a bundle of its own, read with the first. */
export function sessionFace(state: Ready, trouble: readonly string[], now: number, isRed: boolean): Face {
  const t = vscode.l10n.t;
  const { plan } = state.session;
  const name = targetName(state.target);
  const left = timeLeft(state, now);
  const tooltip = new vscode.MarkdownString();
  for (const line of trouble) tooltip.appendText(line).appendMarkdown('\n\n');
  tooltip.appendMarkdown('**').appendText(name).appendMarkdown('**');
  tooltip.appendText(` ${whereabouts(plan)}`).appendMarkdown('\n\n');
  const remarks = isRed ? [t('This is production.')] : [];
  for (const remark of remarks) tooltip.appendText(remark).appendMarkdown('\n\n');
  tooltip.appendMarkdown(planMarkdown(plan).value).appendMarkdown('\n');
  if (left) tooltip.appendText(t('Expires in {0}', left));
  if (state.mustAsk) tooltip.appendMarkdown('\n\n').appendText(wayToRenew(state));
  const spoken = left ? t('AWS profile {0}, expires in {1}', name, left) : t('AWS profile {0}', name);
  const isWarning = state.mustAsk !== undefined;
  const icon = isWarning || trouble.length > 0 ? 'warning' : 'key';
  const label = left && isWarning ? t('{0} expires in {1}', name, left) : [name, left ?? ''].join(' ').trim();
  const text = `$(${icon}) ${escapeIcons(label)}`;
  return { text, spoken: [spoken, ...remarks, ...trouble].join(' '), tooltip, isWarning, isRed };
}
