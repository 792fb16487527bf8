import * as vscode from 'vscode';
import { FailureError } from '../../base/failure.ts';
import { publicFacts } from '../../base/publicFacts.ts';
import { type Item, pickOne } from '../../display/quickPick.ts';
import { showInformation } from '../../display/toasts.ts';
import type { SignInState } from '../../identityCenter/signIns.ts';
import { brokenSignInLabel, sessionLabel } from '../../plan/identityCenterSource.ts';
import type { SsoSession } from '../../plan/plan.ts';
import type { TreeNode } from '../../views/tree/treeNodes.ts';
import type { IdentityCenterContext } from '../context.ts';
import { addSignIn } from './addSignIn.ts';

/** A sign-in that is configured in the AWS files. */
export interface SignIn {
  /** As in a `Target`. */
  readonly key: string;
  readonly session: SsoSession;
}

export type SignInPurpose = 'signIn' | 'signOut' | 'restart' | 'list' | 'use' | 'populate';

interface SignInItem extends Item {
  readonly key?: string;
}

/** The sign-in of a tree node, the only one there is, or the one that the user chooses. */
export async function chooseSignIn(
  purpose: SignInPurpose,
  node: TreeNode | undefined,
  context: IdentityCenterContext,
): Promise<SignIn | undefined> {
  await context.store.ready();
  const named = keyOf(node);
  if (named !== undefined) return chosenSignIn(named, context);
  const keys = [...context.views.signIns().keys()];
  if (keys.length === 1 && purpose !== 'signIn') return chosenSignIn(keys[0]!, context);
  if (keys.length === 0)
    return purpose === 'signOut' || purpose === 'restart' ? showNoSignIn() : signInAdded(context);
  const chosen = await pick(purpose, context);
  if (!chosen) return undefined;
  return chosen.key === undefined ? signInAdded(context) : chosenSignIn(chosen.key, context);
}

function showNoSignIn(): undefined {
  void showInformation(vscode.l10n.t('Your AWS files have no IAM Identity Center sign-in.'));
}

function keyOf(node: TreeNode | undefined): string | undefined {
  if (node?.kind === 'ssoSession') return node.name;
  return node && 'signIn' in node ? node.signIn : undefined;
}

/** Throws `FailureError` if the sign-in cannot be used. */
export function chosenSignIn(key: string, { views }: Pick<IdentityCenterContext, 'views'>): SignIn {
  const session = views.signIns().get(key);
  if (!session) throw new FailureError({ code: 'missingSsoSession', profile: key, session: key });
  if ('code' in session) throw new FailureError(session);
  return { key, session };
}

async function signInAdded(context: IdentityCenterContext): Promise<SignIn | undefined> {
  const name = await addSignIn(context);
  return name === undefined ? undefined : chosenSignIn(name, context);
}

async function pick(
  purpose: SignInPurpose,
  { views }: IdentityCenterContext,
): Promise<SignInItem | undefined> {
  const t = vscode.l10n.t;
  const all = [...views.signIns()];
  const portal = await views.portal.get();
  await portal.refresh();
  const { signIns } = portal;
  const items: SignInItem[] = all.map(([key, session]) =>
    'code' in session
      ? {
          key,
          icon: 'warning',
          label: brokenSignInLabel(key, session),
          description: views.describeReason(session),
        }
      : {
          key,
          icon: 'cloud',
          label: sessionLabel(session),
          description: [stateWord(signIns.stateOf(session)), publicFacts(session).startUrl],
        },
  );
  if (purpose === 'signIn') items.push({ icon: 'add', label: t('Enter a start URL…'), alwaysShow: true });
  return pickOne(items, { title: titleOf(purpose), matchOnDescription: true });
}

function titleOf(purpose: SignInPurpose): string {
  const t = vscode.l10n.t;
  switch (purpose) {
    case 'signIn':
      return t('Sign In to IAM Identity Center');
    case 'signOut':
      return t('Sign Out of IAM Identity Center');
    case 'restart':
      return t('Restart IAM Identity Center Session');
    case 'list':
      return t('Refresh Accounts');
    case 'use':
      return t('Use IAM Identity Center Role');
    case 'populate':
      return t('Add Profiles from IAM Identity Center');
  }
}

function stateWord(state: SignInState | undefined): string {
  const t = vscode.l10n.t;
  switch (state?.kind) {
    case 'signedIn':
      return t('signed in');
    case 'expired':
      return t('sign-in expired');
    case 'signedOut':
      return t('signed out');
    default:
      return '';
  }
}
