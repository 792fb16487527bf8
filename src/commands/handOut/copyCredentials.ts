import * as vscode from 'vscode';
import { formatLabels } from '../../base/formatLabels.ts';
import { type Format, formatted } from '../../delivery/handover/credentialFormats.ts';
import type { GivenSession } from '../../delivery/handover/givenSession.ts';
import { assignmentsOf, sessionVariables } from '../../delivery/handover/handover.ts';
import { shellOf } from '../../delivery/handover/shellNames.ts';
import { type Target, targetName } from '../../profiles/profiles.ts';
import type { Session } from '../../session/sessions.ts';
import { duration } from '../../views/timeLeft.ts';
import type { TreeNode } from '../../views/tree/treeNodes.ts';
import type { CommandContext, HandOutContext } from '../context.ts';
import { showInfo } from '../notifications.ts';
import type { ChoiceItem } from '../questions.ts';
import { runWizard } from '../wizard.ts';
import { leftOutWords } from './leftOutWords.ts';
import { sessionFor, targetFor } from './sessionForHandOut.ts';
import { shellItems } from './shellItems.ts';

type CopyContext = HandOutContext & Pick<CommandContext, 'clipboard'>;

/** Copies credentials to the clipboard, in a format that the user chooses. */
export async function copyCredentials(context: CopyContext, node?: TreeNode): Promise<void> {
  context.handOuts.check({ kind: 'clipboard', format: '' });
  const target = await targetFor(node, context);
  if (!target) return;
  await context.attempt(targetName(target), async (renew) => {
    const format = await askFormat(target);
    if (!format) return;
    const session = await sessionFor(target, renew, context);
    const { handOuts, clipboard, views } = context;
    const { copied, missing } = await handOuts.give(
      session,
      { kind: 'clipboard', format },
      async (given) => ({
        copied: await clipboard.copy(formatted(format, formatInput(given))),
        missing: leftOutWords(format, given),
      }),
    );
    const message = [
      copiedMessage(targetName(target), session.credentials, views.now()),
      ...missing,
      copied.sentence,
    ];
    showInfo(message.join(' '), [copied.clear]);
  });
}

async function askFormat(target: Target): Promise<Format | undefined> {
  const t = vscode.l10n.t;
  const answers = await runWizard(t('Copy Credentials for {0}', targetName(target)), () => [
    () => ({
      kind: 'choice',
      name: 'format',
      prompt: t('Choose a format'),
      value: shellOf(vscode.env.shell) ?? 'posix',
      items: formatItems(),
    }),
  ]);
  return answers?.['format'] as Format | undefined;
}

function formatItems(): readonly (ChoiceItem & { readonly answer: Format })[] {
  const t = vscode.l10n.t;
  const labels = formatLabels(t);
  return [
    ...shellItems(),
    { answer: 'dotenv', label: labels.dotenv, description: t('also works with Docker') },
    { answer: 'process', label: labels.process, description: t('output format of credential_process') },
    { answer: 'credentialsFile', label: labels.credentialsFile, description: '[…]' },
  ];
}

function formatInput(session: GivenSession) {
  const { plan, credentials } = session;
  return {
    name: targetName(plan.target),
    credentials,
    region: plan.region?.name,
    variables: assignmentsOf(sessionVariables(session)),
  };
}

/** What was copied, for whom, and how long it lasts. `now`: milliseconds since the epoch. */
export function copiedMessage(
  name: string,
  { expiration, isTemporary }: Session['credentials'],
  now: number,
): string {
  const t = vscode.l10n.t;
  if (expiration !== undefined)
    return t(
      'The credentials for {0}, including secrets, were copied to the clipboard. They expire in {1}.',
      name,
      duration(expiration - now),
    );
  return isTemporary
    ? t(
        'The credentials for {0}, including secrets, were copied to the clipboard. They have no known expiration.',
        name,
      )
    : t(
        'The credentials for {0}, including secrets, were copied to the clipboard. They are long-term access keys and do not expire.',
        name,
      );
}
