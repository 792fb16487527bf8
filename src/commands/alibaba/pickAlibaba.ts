import * as vscode from 'vscode';
import { type Item, pickOne } from '../../display/quickPick.ts';
import type { AlibabaTarget } from '../../profiles/alibaba/alibabaTarget.ts';
import { settled, targetOf } from '../../session/activeState.ts';
import { isPlan } from '../../plan/plan.ts';
import { alibabaEntries, alibabaInUseRows, alibabaOtherRows } from '../../views/alibaba/alibabaPicker.ts';
import type { AlibabaChoice } from '../../views/alibabaRows.ts';
import { callOf } from './alibabaCall.ts';
import type { AlibabaContext } from './alibabaContext.ts';

type PickContext = Pick<AlibabaContext, 'active' | 'sources' | 'recentRoles'>;

type ChoiceRow = Item & { readonly choice: AlibabaChoice | undefined };

/** Lets the user choose what the window uses. Undefined if they close the picker, or run a command from it. */
export async function pickForUse({ sources }: PickContext): Promise<AlibabaTarget | undefined> {
  await sources.store.ready();
  const listed = alibabaEntries(sources).map(({ row }) => row);
  const all = [...alibabaInUseRows(sources), ...listed, ...alibabaOtherRows(sources)];
  return chosen(await pickFrom(all, vscode.l10n.t('Use Alibaba Cloud Credentials')));
}

/**
 * What a command is for: the target that its argument names, or else what the window uses, or else what the user
 * chooses among what can be used. Undefined if they choose nothing.
 */
export async function targetOfCall(
  argument: unknown,
  title: string,
  context: PickContext,
): Promise<AlibabaTarget | undefined> {
  await context.sources.store.ready();
  const call = callOf(argument, context);
  if (call?.isOwn) return call.target;
  return targetOf(settled(context.active.state)) ?? pickUsable(title, context);
}

async function pickUsable(title: string, { sources }: PickContext): Promise<AlibabaTarget | undefined> {
  const usable = alibabaEntries(sources).filter(({ target }) => isPlan(sources.planOf(target)));
  return chosen(
    await pickFrom(
      usable.map(({ row }) => row),
      title,
    ),
  );
}

async function pickFrom(rows: readonly ChoiceRow[], title: string): Promise<AlibabaChoice | undefined> {
  const nothing: ChoiceRow = {
    icon: 'info',
    label: vscode.l10n.t('There are no Alibaba Cloud credentials to choose from'),
    choice: undefined,
  };
  const picked = await pickOne(rows.length === 0 ? [nothing] : rows, {
    title,
    placeholder: vscode.l10n.t('Type to search by name, account, role, or region'),
    matchOnDescription: true,
  });
  return picked?.choice;
}

async function chosen(choice: AlibabaChoice | undefined): Promise<AlibabaTarget | undefined> {
  if (choice?.kind === 'alibaba') return choice.target;
  if (choice) await vscode.commands.executeCommand(choice.id, choice.argument);
  return undefined;
}
