import * as vscode from 'vscode';
import { type Item, Picker } from '../../display/quickPick.ts';
import { showInformation } from '../../display/toasts.ts';
import { cutLabel } from '../../views/picker/targetRow.ts';
import type { CommandContext } from '../context.ts';
import {
  consoles,
  copies,
  elsewhere,
  endpointAddresses,
  extensions,
  type HandedOut,
  newTerminals,
  openTerminals,
  programs,
  type WaysContext,
  writtenSessions,
} from './handedOutWays.ts';

type HandedOutContext = WaysContext & Pick<CommandContext, 'attempt'>;

type Row = Item & Partial<HandedOut>;

/** Lists what was handed out and still has access, with buttons to revoke what this window can revoke. */
export async function showHandedOut(context: HandedOutContext): Promise<void> {
  const t = vscode.l10n.t;
  const first = await rowsOf(context);
  if (first.length === 0) {
    void showInformation(t('Nothing has access now.'));
    return;
  }
  const pick = new Picker<Row>();
  pick.title = t('What Is Handed Out Now');
  pick.placeholder = t('Credentials that were already provided stay valid until they expire');
  pick.items = first;
  pick.matchOnDescription = true;
  pick.onDidTriggerItemButton(async (item) => {
    await context.attempt(item.label, async () => item.revoke?.());
    pick.items = await rowsOf(context);
    if (pick.items.length === 0) pick.hide();
  });
  pick.onDidHide(() => pick.dispose());
  pick.show();
}

async function rowsOf(context: HandedOutContext): Promise<readonly Row[]> {
  const ways = [
    newTerminals(context),
    openTerminals(context),
    programs(context),
    endpointAddresses(context),
    await extensions(context),
    writtenSessions(context),
    consoles(context),
    consoles(context, 'alibaba'),
    copies(context),
    await elsewhere(context),
  ];
  const revoke = { iconPath: new vscode.ThemeIcon('circle-slash'), tooltip: vscode.l10n.t('Revoke') };
  return ways
    .filter(({ rows }) => rows.length > 0)
    .flatMap(({ heading, rows }) => [
      { label: heading, kind: vscode.QuickPickItemKind.Separator },
      ...rows.map((row) => ({
        ...row,
        ...cutLabel(row.label),
        ...(row.revoke && { buttons: [revoke] }),
      })),
    ]);
}
