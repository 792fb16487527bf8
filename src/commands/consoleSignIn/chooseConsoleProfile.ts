import * as vscode from 'vscode';
import { publicFacts } from '../../base/publicFacts.ts';
import { type Item, pickOne } from '../../display/quickPick.ts';
import type { LoginStep } from '../../plan/plan.ts';
import { consoleStateMark } from '../../views/consoleWords.ts';
import type { ConsoleContext } from '../context.ts';
import { consoleStepsIn } from './consoleProfile.ts';

/** Stands for a profile that has no console sign-in yet. */
export const newProfile = Symbol('new profile');

interface ProfileItem extends Item {
  readonly step: LoginStep | typeof newProfile;
}

/**
 * Lets the user choose the profile to sign in with. Without a question if none has a console sign-in. Undefined if the
 * user chooses none.
 */
export async function chooseConsoleProfile(
  context: ConsoleContext,
): Promise<ProfileItem['step'] | undefined> {
  const t = vscode.l10n.t;
  const known = await knownItems(context);
  if (known.length === 0) return newProfile;
  const other = { icon: 'add', label: t('Another profile…'), alwaysShow: true, step: newProfile } as const;
  const items: readonly ProfileItem[] = [...known.map(({ item }) => item), other];
  const chosen = await pickOne(items, { title: t('Sign In with AWS Console'), matchOnDescription: true });
  return chosen?.step;
}

/** Lets the user choose among the profiles that are signed in. Without a question if there is at most one identity. */
export async function chooseSignedIn(context: ConsoleContext): Promise<LoginStep | undefined> {
  const known = (await knownItems(context)).filter(({ hasToken }) => hasToken).map(({ item }) => item);
  const identities = new Set(known.map(({ step }) => step.session));
  if (identities.size <= 1) return known[0]?.step;
  const title = vscode.l10n.t('Sign Out of AWS Console');
  return (await pickOne(known, { title, matchOnDescription: true }))?.step;
}

async function knownItems({ store, views, consoleSignIns }: ConsoleContext): Promise<
  readonly {
    readonly item: ProfileItem & { readonly step: LoginStep };
    /** Also if the state is not known, because the file does not respond. */
    readonly hasToken: boolean;
  }[]
> {
  const steps = consoleStepsIn(store.state.profiles, views.planOf);
  if (steps.length === 0) return [];
  const signIns = await consoleSignIns.get();
  return Promise.all(
    steps.map(async (step) => {
      const state = await signIns.stateOf(step.session).catch(() => undefined);
      const { session } = publicFacts({ session: step.session });
      const description = [...(state ? [consoleStateMark(state)] : []), session];
      return {
        item: { icon: 'account', label: step.profile, description, step },
        hasToken: state === undefined || state.kind === 'signedIn',
      };
    }),
  );
}
