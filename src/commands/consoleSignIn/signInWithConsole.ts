import * as vscode from 'vscode';
import { Cancelled, FailureError } from '../../base/failure.ts';
import { askModally } from '../../display/toasts.ts';
import { keys } from '../../profiles/keys.ts';
import { valueOf } from '../../profiles/profiles.ts';
import { targetOfNode, type TreeNode } from '../../views/tree/treeNodes.ts';
import type { ConsoleContext } from '../context.ts';
import type { Answers } from '../questions.ts';
import { runWizard } from '../wizard.ts';
import { chooseConsoleProfile, newProfile } from './chooseConsoleProfile.ts';
import { consoleStepOf, newConsoleName, refusedBy } from './consoleProfile.ts';
import { consoleSteps } from './consoleQuestions.ts';
import { keepConsoleSignIn } from './keepConsoleSignIn.ts';

/**
 * Signs in with the user's browser, as for the AWS console, and writes the profile. There is no question for a profile
 * that has such a sign-in.
 */
export async function signInWithConsole(context: ConsoleContext, node?: TreeNode): Promise<void> {
  const { profiles } = await context.store.ready();
  const target = targetOfNode(node);
  const known = target
    ? (consoleStepOf(context.views.planOf(target)) ?? newProfile)
    : await chooseConsoleProfile(context);
  if (known === undefined) return;
  if (known !== newProfile) return signInAsAnswered({ name: known.profile }, context);
  const suggested = target?.kind === 'profile' ? target.name : newConsoleName(profiles);
  const region = await context.environmentRegion();
  const answers = await runWizard(vscode.l10n.t('Sign In with AWS Console'), (soFar) =>
    consoleSteps(profiles, suggested, soFar, region, context.views),
  );
  if (answers) await signInAsAnswered(answers, context);
}

/**
 * Signs in with the profile that the answers to `consoleSteps` are about. Without an answer, it keeps its region. The
 * user who tries again after a failure is not asked again.
 */
export async function signInAsAnswered(
  { name = '', region }: Answers,
  context: ConsoleContext,
): Promise<void> {
  await context.attempt(name, () => signIn(name, region, context));
}

async function signIn(name: string, region: string | undefined, context: ConsoleContext): Promise<void> {
  const signin = await context.consoleEndpoint(name, region);
  const signIns = await context.consoleSignIns.get();
  const accept = (session: string): Promise<void> => confirmIdentity(name, session, context);
  const session = await signIns.signIn({ label: name, signin, accept }, new AbortController().signal);
  await keepConsoleSignIn(name, session, region, context);
}

/**
 * Asks before a profile becomes another identity. Rejects with `Cancelled` if the user declines, and with
 * `FailureError` if the profile has got other credentials during the sign-in.
 */
async function confirmIdentity(name: string, session: string, { store }: ConsoleContext): Promise<void> {
  const t = vscode.l10n.t;
  const { profiles } = store.state;
  const before = valueOf(profiles.profiles.get(name), keys.loginSession);
  if (before === session) return;
  if (before === undefined) {
    const key = refusedBy(profiles, name);
    if (key === undefined) return;
    throw new FailureError({ code: 'loginProfileTaken', profile: name, key });
  }
  const replace = { title: t('Replace') };
  const chosen = await askModally(
    t('Profile “{0}” is for another identity. Replace it with the one that you signed in with?', name),
    [t('So far: {0}', before), t('Signed in: {0}', session)],
    replace,
  );
  if (chosen !== replace) throw new Cancelled();
}
