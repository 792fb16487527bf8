import * as vscode from 'vscode';
import { commandIds } from '../base/contributions.ts';
import type { WriteTrouble } from '../base/failure.ts';
import type { Log } from '../base/log.ts';
import { shorten } from '../base/plainText.ts';
import type { UnknownValue } from '../base/policy.ts';
import { publicFacts } from '../base/publicFacts.ts';
import { openSettings } from '../display/openSettings.ts';
import { showError, showInformation, showWarning } from '../display/toasts.ts';
import { describeWriteTrouble } from './messages/fileMessages.ts';

/** Warns once per window that the clock differs from that of a cloud: Rolecall compensates, other programs may not. */
export function createSkewWarning(cloud: 'AWS' | 'Alibaba Cloud'): (minutes: number) => void {
  let wasShown = false;
  return (minutes) => {
    if (wasShown) return;
    wasShown = true;
    const t = vscode.l10n.t;
    void showWarning(
      minutes > 0
        ? t(
            'This machine’s clock is {0} min ahead of {1}. Rolecall compensates for this, but {1} might reject requests from other tools. Correct the clock.',
            minutes,
            cloud,
          )
        : t(
            'This machine’s clock is {0} min behind {1}. Rolecall compensates for this, but {1} might reject requests from other tools. Correct the clock.',
            -minutes,
            cloud,
          ),
    );
  };
}

/**
 * Reports that sessions do not outlive the window, if `isNeeded` resolves to true. Otherwise, the user would wonder why
 * Rolecall prompts again.
 */
export function createStorageNotice(isNeeded: () => Promise<boolean>): () => Promise<void> {
  return async () => {
    if (!(await isNeeded())) return;
    const t = vscode.l10n.t;
    const showLog = { title: t('Show Log') };
    const sentence = t(
      'VS Code cannot store secrets on this machine, possibly because there is no keyring. After you close VS Code, Rolecall asks for MFA codes again.',
    );
    const chosen = await showInformation(sentence, showLog);
    if (chosen) await vscode.commands.executeCommand(commandIds.showLog);
  };
}

/** Warns once per window that a sign-in is in memory only, and why. */
export function createHeldTokenNotice(log: Log): (path: string, reason: WriteTrouble) => void {
  let wasShown = false;
  return (path, reason) => {
    log.warn(`A sign-in is kept in memory only: its file cannot be written (${reason})`);
    if (wasShown) return;
    wasShown = true;
    const sentence = vscode.l10n.t(
      'You are signed in until this window closes. Other windows and tools do not have this sign-in because it could not be saved. {0}',
      describeWriteTrouble(path, reason),
    );
    void showWarning(sentence);
  };
}

/** Reports that the audit trail cannot be written. */
export function showAuditFailure(folder: string, reason: string): void {
  const t = vscode.l10n.t;
  const open = { title: t('Open Settings') };
  const sentence = t(
    'Rolecall cannot write the audit trail in {0} ({1}), and hands out credentials without it. Make the folder writable, or turn the setting {2} off.',
    folder,
    reason,
    'rolecall.audit',
  );
  void showWarning(sentence, open).then((chosen) => {
    if (chosen) openSettings('rolecall.audit');
  });
}

/** Warns about values of the policy that Rolecall does not know. `told` has those that the user knows already. */
export function warnOfUnknownPolicy(unknown: readonly UnknownValue[], told: Set<string>): void {
  const t = vscode.l10n.t;
  for (const { setting, value } of unknown) {
    const id = `rolecall.policy.${setting}`;
    const { text } = publicFacts({ text: shorten(JSON.stringify(value)) });
    if (told.has(id + text)) continue;
    told.add(id + text);
    const open = { title: t('Open Settings') };
    const sentence = t(
      'The setting {0} contains {1}, which Rolecall does not know. Until this is corrected, the policy may allow more than intended.',
      id,
      text,
    );
    void showWarning(sentence, open).then((chosen) => {
      if (chosen) openSettings(id);
    });
  }
}

/** Explains once that the policy forbids the mode of terminals that the user has set. */
export async function tellModeForbidden(state: vscode.Memento): Promise<void> {
  const key = 'toldModeForbidden';
  if (state.get(key)) return;
  await state.update(key, true);
  const sentence = vscode.l10n.t(
    'The setting {0} forbids the mode “environment”. Terminals and tasks use the mode “live” instead, without secrets in their environment.',
    'rolecall.policy.forbid',
  );
  await showInformation(sentence);
}

/** Notices about the live mirror. Each one is shown once per window. */
export function mirrorNotices(): {
  readonly onOverwritten: () => void;
  readonly onFailure: (reason: string) => void;
} {
  return { onOverwritten: createMirrorNotice(), onFailure: createMirrorFailure() };
}

/** Warns once per window that a program has written to the mirror, where nothing stays. */
function createMirrorNotice(): () => void {
  let wasShown = false;
  return () => {
    if (wasShown) return;
    wasShown = true;
    const t = vscode.l10n.t;
    const open = { title: t('Open Config File') };
    const sentence = t(
      'A program changed Rolecall’s copy of your AWS files, which terminals in this window use. The change was discarded. Make it in your own files instead.',
    );
    void showWarning(sentence, open).then((chosen) => {
      if (chosen) void vscode.commands.executeCommand(commandIds.openConfigFile);
    });
  };
}

/** Reports once per window that its terminals have no credentials, with a remedy. */
function createMirrorFailure(): (reason: string) => void {
  let wasShown = false;
  return (reason) => {
    if (wasShown) return;
    wasShown = true;
    const t = vscode.l10n.t;
    const open = { title: t('Open Settings') };
    const sentence = t(
      'Terminals in this window cannot get live AWS credentials because Rolecall cannot write its copy of your AWS files ({0}). Reload the window, or choose another mode.',
      reason,
    );
    void showError(sentence, open).then((chosen) => {
      if (chosen) openSettings('rolecall.terminals.mode');
    });
  };
}
