import * as vscode from 'vscode';
import { pickOne } from '../../display/quickPick.ts';
import { targetName } from '../../profiles/profiles.ts';
import { settled } from '../../session/activeState.ts';
import type { OpenConsoleContext } from '../context.ts';
import type { Opening } from './checkConsole.ts';
import type { OpenedAs } from './consoleMemory.ts';

/**
 * What the user wants to be able to do in the console. Only users without a role are asked; Enter repeats their last
 * answer for this profile. Undefined if they close the question.
 */
export async function askOpenedAs(
  opening: Opening,
  context: Pick<OpenConsoleContext, 'console' | 'views'>,
): Promise<OpenedAs | undefined> {
  if (!opening.isForUser) return 'user';
  const t = vscode.l10n.t;
  const { target, withoutMfa } = opening;
  const { memory } = context.console;
  const name = targetName(target);
  const user = {
    icon: 'account',
    label: t('As {0}', userName(opening, context) ?? name),
    description: withoutMfa
      ? t('without MFA: AWS may deny everything')
      : t('everything that the user may do'),
    as: 'user',
  } as const;
  const reader = {
    icon: 'eye',
    label: t('Read-only'),
    description: 'ReadOnlyAccess',
    as: 'readOnly',
  } as const;
  const rows = memory.openedAs(target) === 'readOnly' ? [reader, user] : [user, reader];
  const chosen = await pickOne(rows, {
    title: t('Open AWS Console for {0}', name),
    placeholder: t('What do you want to be able to do?'),
  });
  if (chosen) memory.noteOpenedAs(target, chosen.as);
  return chosen?.as;
}

/** The name of the user, if the window uses the profile and AWS has told it. */
function userName({ target }: Opening, { views }: Pick<OpenConsoleContext, 'views'>): string | undefined {
  const state = settled(views.active.state);
  if (state.kind !== 'ready' || targetName(state.target) !== targetName(target)) return undefined;
  const verdict = views.identities.of(state.session);
  const arn = verdict?.kind === 'accepted' ? verdict.identity.arn : undefined;
  return arn?.split(':')[5]?.startsWith('user/') ? arn.split('/').at(-1) : undefined;
}
