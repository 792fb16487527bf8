import * as vscode from 'vscode';
import { type Item, Picker } from '../../display/quickPick.ts';
import { showInformation } from '../../display/toasts.ts';
import { targetName } from '../../profiles/profiles.ts';
import type { CommandContext } from '../context.ts';
import { extensionName } from '../use/apiAccess.ts';

type HandedOutContext = Pick<CommandContext, 'endpoint' | 'api' | 'attempt'>;

/** Something that has access to credentials now. */
interface HandedOut extends Item {
  /** Ends the access. */
  readonly revoke: () => unknown;
}

/** One way to hand out access, under its heading. */
interface Way {
  readonly heading: string;
  readonly rows: readonly HandedOut[];
}

type Row = Item & Partial<HandedOut>;

/** Lists everything that this window has handed out and that still has access, with a button to revoke each. */
export async function showHandedOut(context: HandedOutContext): Promise<void> {
  const t = vscode.l10n.t;
  const first = await rowsOf(context);
  if (first.length === 0) {
    void showInformation(t('Nothing that was handed out still has access.'));
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
  const ways = [endpointAddresses(context), await extensions(context)];
  const revoke = { iconPath: new vscode.ThemeIcon('circle-slash'), tooltip: vscode.l10n.t('Revoke') };
  return ways
    .filter(({ rows }) => rows.length > 0)
    .flatMap(({ heading, rows }) => [
      { label: heading, kind: vscode.QuickPickItemKind.Separator },
      ...rows.map((row) => ({ ...row, buttons: [revoke] })),
    ]);
}

function endpointAddresses({ endpoint }: HandedOutContext): Way {
  const t = vscode.l10n.t;
  const rows = (endpoint.current?.copied ?? []).map(({ target, copiedAt }) => ({
    label: target ? targetName(target) : t('The profile of this window'),
    description: t('copied at {0}', timeOf(copiedAt)),
    revoke: () => endpoint.current?.revoke(target),
  }));
  return { heading: t('Credential endpoint'), rows };
}

async function extensions({ api }: HandedOutContext): Promise<Way> {
  const t = vscode.l10n.t;
  const { consents } = await api.get();
  const allowed = [...consents.all].filter(([, consent]) => consent === 'allowed');
  const rows = allowed.map(([id]) => ({
    label: extensionName(id),
    description: [id, t('all profiles')],
    revoke: () => consents.set(id, 'never'),
  }));
  return { heading: t('Extensions'), rows };
}

function timeOf(ms: number): string {
  const isToday = new Date(ms).toDateString() === new Date().toDateString();
  return new Date(ms).toLocaleString(vscode.env.language, {
    timeStyle: 'short',
    ...(isToday ? {} : { dateStyle: 'short' }),
  });
}
