import * as vscode from 'vscode';
import { commandIds } from '../../base/contributions.ts';
import type { RowDraft } from './rowDraft.ts';
import type { WayIn } from './treeNodes.ts';

/** A row that leads to a first profile, as the buttons of the welcome view do. */
export function wayInRow(way: WayIn): RowDraft {
  const { icon, label } = looks()[way];
  return {
    label,
    iconPath: new vscode.ThemeIcon(icon),
    command: { title: label, command: commandIds[way] },
  };
}

function looks(): Readonly<Record<WayIn, { readonly icon: string; readonly label: string }>> {
  const t = vscode.l10n.t;
  return {
    signInWithConsole: { icon: 'sign-in', label: t('Sign in with AWS console…') },
    signIn: { icon: 'sign-in', label: t('Sign in to IAM Identity Center…') },
    addProfile: { icon: 'add', label: t('Add profile…') },
    addCopiedCredentials: { icon: 'clippy', label: t('From copied credentials…') },
    getStarted: { icon: 'book', label: t('Get started') },
  };
}
