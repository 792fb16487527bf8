import * as vscode from 'vscode';
import { pickOne } from '../display/quickPick.ts';
import { settled, targetOf } from '../session/activeState.ts';
import type { CommandContext } from './context.ts';
import { type Diagnosed, diagnosticsText } from './diagnostics.ts';
import { showInfo } from './notifications.ts';

/** Copies what a report about a problem needs, after asking what it may contain. */
export async function copyDiagnostics(context: CommandContext): Promise<void> {
  const t = vscode.l10n.t;
  const anonymous = {
    icon: 'copy',
    label: t('Copy Diagnostics'),
    detail: t('Without secrets, ARNs, account numbers, and addresses. Profile names are included.'),
  };
  const full = {
    icon: 'organization',
    label: t('Copy with ARNs and Account Numbers'),
    detail: t('For people of your company. Secrets are never included.'),
  };
  const chosen = await pickOne([anonymous, full], { title: t('Copy Diagnostics') });
  if (!chosen) return;
  await vscode.env.clipboard.writeText(diagnosticsText(diagnosed(context), chosen === full));
  showInfo(t('The diagnostics were copied. Read them before you publish them.'), []);
}

function diagnosed({ active, store, views, failures, extension, withoutHome }: CommandContext): Diagnosed {
  const { state } = active;
  const target = targetOf(settled(state));
  return {
    versions: {
      Rolecall: extension.version,
      [vscode.env.appName]: vscode.version,
      System: `${process.platform} ${process.arch}`,
      Node: process.versions.node,
      Remote: vscode.env.remoteName ?? 'no',
      Language: vscode.env.language,
    },
    settings: changedSettings(extension.settings),
    profiles: store.state.profiles.profiles.size,
    agentsGetLess: !views.agents.isSame,
    state,
    planned: target && views.planOf(target),
    failures: failures.all,
    withoutHome,
  };
}

function changedSettings(ids: readonly string[]): Readonly<Record<string, unknown>> {
  const configuration = vscode.workspace.getConfiguration();
  return Object.fromEntries(
    ids.flatMap((id) => {
      const value: unknown = configuration.get(id);
      const { defaultValue } = configuration.inspect(id) ?? {};
      return JSON.stringify(value) === JSON.stringify(defaultValue) ? [] : [[id, value]];
    }),
  );
}
