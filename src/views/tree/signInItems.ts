import * as vscode from 'vscode';
import { commandIds } from '../../base/contributions.ts';
import { publicFacts } from '../../base/publicFacts.ts';
import type { AccessPortal } from '../../identityCenter/accessPortal.ts';
import type { SignInState } from '../../identityCenter/signIns.ts';
import { brokenSignInLabel, sessionLabel } from '../../plan/identityCenterSource.ts';
import type { ViewSources } from '../viewSources.ts';
import type { RowDraft } from './rowDraft.ts';
import { revealing } from './targetItems.ts';
import type { TreeGroup, TreeNode } from './treeNodes.ts';

/** The profiles of a file or an account. */
export function groupRow(group: TreeGroup, { accountNames, production }: ViewSources): RowDraft {
  const t = vscode.l10n.t;
  if (group.by === 'file') {
    const labels = { config: t('Config file'), credentials: t('Credentials file'), both: t('Both files') };
    return { label: labels[group.file], iconPath: new vscode.ThemeIcon('file'), contextValue: 'group' };
  }
  const { account } = group;
  if (account === undefined)
    return {
      label: t('Account not known'),
      iconPath: new vscode.ThemeIcon('question'),
      contextValue: 'group',
    };
  const { name } = accountNames.ofId(account);
  const isProduction = production.ofAccount(account) !== undefined;
  return {
    label: name ?? account,
    description: [isProduction ? t('production') : undefined, name === undefined ? undefined : account],
    iconPath: accountIcon(isProduction),
    contextValue: 'group',
  };
}

export function signInRow(
  node: Extract<TreeNode, { kind: 'ssoSession' }>,
  sources: ViewSources,
  portal: AccessPortal | undefined,
): RowDraft {
  const { name } = node;
  const session = sources.signIns().get(name);
  const common = { label: sessionLabel({ name: undefined, startUrl: name }), command: revealing(node) };
  const cloud = new vscode.ThemeIcon('cloud');
  if (!session) return { ...common, iconPath: cloud, contextValue: 'ssoSession' };
  if ('code' in session)
    return {
      ...common,
      label: brokenSignInLabel(name, session),
      description: [sources.describeReason(session)],
      tooltip: () => [sources.describe(session)],
      iconPath: new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground')),
      contextValue: 'ssoSession',
    };
  const state = portal?.signIns.stateOf(session);
  const { startUrl, region } = publicFacts(session);
  return {
    ...common,
    description: [state && stateWords(state), session.name === undefined ? undefined : startUrl, region],
    tooltip: () => [startUrl, region, state && stateSentence(state)],
    iconPath: cloud,
    contextValue: state ? (state.kind === 'signedIn' ? 'signedIn' : 'signedOut') : 'ssoSession',
  };
}

/**
 * `signed in`, with the end time if there is one. The time is absolute, because the row is not redrawn as time passes.
 */
function stateWords(state: SignInState): string {
  const t = vscode.l10n.t;
  switch (state.kind) {
    case 'signedOut':
      return t('signed out');
    case 'expired':
      return t('sign-in expired');
    case 'signedIn':
      return state.isRenewed ? t('signed in') : t('signed in until {0}', timeOf(state.until));
  }
}

function stateSentence(state: SignInState): string | undefined {
  const t = vscode.l10n.t;
  if (state.kind !== 'signedIn') return undefined;
  const time = timeOf(state.until);
  return state.isRenewed
    ? t(
        'Signed in. The token is valid until {0}. Rolecall renews it automatically for as long as your administrator allows.',
        time,
      )
    : t('Signed in until {0}.', time);
}

function timeOf(ms: number): string {
  return new Date(ms).toLocaleTimeString(vscode.env.language, { timeStyle: 'short' });
}

/** `Accounts (1,204)`, and how far their listing is. */
export function accountsRow(
  signIn: string,
  sources: ViewSources,
  portal: AccessPortal | undefined,
): RowDraft {
  const t = vscode.l10n.t;
  const session = sources.signIns().get(signIn);
  const known = session && !('code' in session) ? session : undefined;
  const count = known && portal?.accounts.loaded(known)?.accounts.size;
  const step = known && portal?.accounts.stepOf(known);
  const icon = step ? 'loading~spin' : 'organization';
  return {
    label: count ? t('Accounts ({0})', numberOf(count)) : t('Accounts'),
    description: [step && stepWords(step)],
    iconPath: new vscode.ThemeIcon(icon),
    contextValue: 'accounts',
  };
}

function stepWords({
  accounts,
  withRoles,
}: {
  readonly accounts: number;
  readonly withRoles: number;
}): string {
  const t = vscode.l10n.t;
  return withRoles === 0
    ? t('listing accounts: {0}', numberOf(accounts))
    : t('listing roles: {0} of {1}', numberOf(withRoles), numberOf(accounts));
}

function numberOf(count: number): string {
  return count.toLocaleString(vscode.env.language);
}

export function accountRow(
  { signIn, accountId }: Extract<TreeNode, { kind: 'account' }>,
  { signIns, production }: ViewSources,
  portal: AccessPortal | undefined,
): RowDraft {
  const session = signIns().get(signIn);
  const account =
    session && !('code' in session) ? portal?.accounts.accountOf(session, accountId) : undefined;
  const isProduction = production.ofAccount(accountId) !== undefined;
  return {
    label: account?.name ?? accountId,
    description: [
      isProduction ? vscode.l10n.t('production') : undefined,
      account && accountId,
      account?.email,
    ],
    tooltip: () => [account?.name, accountId, account?.email],
    iconPath: accountIcon(isProduction),
    contextValue: isProduction ? 'account production' : 'account',
  };
}

function accountIcon(isProduction: boolean): vscode.ThemeIcon {
  return isProduction
    ? new vscode.ThemeIcon('flame', new vscode.ThemeColor('charts.red'))
    : new vscode.ThemeIcon('briefcase');
}

export function hintRow(node: Extract<TreeNode, { kind: 'hint' }>): RowDraft {
  const { remedy, text, reason } = node;
  const t = vscode.l10n.t;
  const icon = { signIn: 'sign-in', list: 'warning', none: 'info' }[remedy ?? 'none'];
  const commands = {
    signIn: { title: t('Sign In'), command: commandIds.signIn, arguments: [node] },
    list: { title: t('Try Again'), command: commandIds.listAccounts, arguments: [node] },
  };
  return {
    label: text,
    tooltip: () => [reason ?? text],
    iconPath: new vscode.ThemeIcon(icon),
    ...(remedy && { command: commands[remedy] }),
  };
}
