import * as vscode from 'vscode';
import { formatLabels } from '../../base/formatLabels.ts';
import {
  type AlibabaFormat,
  alibabaFormatted,
  canFormat,
  uriAnswer,
} from '../../delivery/alibaba/alibabaFormats.ts';
import { maskedSession } from '../../delivery/handover/givenSession.ts';
import { shellOf } from '../../delivery/handover/shellNames.ts';
import type { AlibabaPlan } from '../../plan/alibaba/alibabaPlan.ts';
import { isPlan, type Planned } from '../../plan/plan.ts';
import { alibabaName, type AlibabaTarget } from '../../profiles/alibaba/alibabaTarget.ts';
import type { Session } from '../../session/sessions.ts';
import { alibabaLabel } from '../../views/alibaba/alibabaNames.ts';
import { copiedMessage } from '../handOut/copyCredentials.ts';
import { shellItems } from '../handOut/shellItems.ts';
import { showInfo } from '../notifications.ts';
import { interactiveRequest, withProgress } from '../progress.ts';
import type { ChoiceItem } from '../questions.ts';
import { runWizard } from '../wizard.ts';
import { callOf } from './alibabaCall.ts';
import type { AlibabaContext } from './alibabaContext.ts';
import { openFileRemedy } from './openAlibabaFile.ts';
import { targetOfCall } from './pickAlibaba.ts';

/** Copies credentials to the clipboard, in a format that the user chooses. */
export async function copyAlibabaCredentials(argument: unknown, context: AlibabaContext): Promise<void> {
  const t = vscode.l10n.t;
  const { handOuts, clipboard, sources } = context;
  handOuts.check({ kind: 'clipboard', format: '' });
  const target = await targetOfCall(argument, t('Copy Alibaba Cloud Credentials'), context);
  if (!target) return;
  const copy = async (renew: boolean): Promise<void> => {
    const format = await askFormat(target, isTemporary(sources.planOf(target)));
    if (!format) return;
    const session = await sessionFor(target, renew, context);
    const recipient = { kind: 'clipboard', format } as const;
    const copied = await handOuts.give(session, recipient, (given) =>
      clipboard.copy(alibabaFormatted(format, given, sources.now())),
    );
    showInfo(
      `${copiedMessage(alibabaLabel(target), session.credentials, sources.now())} ${copied.sentence}`,
      [copied.clear],
    );
  };
  await context.attempt(target, copy, openFileRemedy(target, context));
}

/**
 * Copies an address at which programs get credentials as long as the window is open, instead of the credentials
 * themselves. If the user has named nothing, it follows the window.
 */
export async function copyAlibabaUri(argument: unknown, context: AlibabaContext): Promise<void> {
  const t = vscode.l10n.t;
  const { handOuts, clipboard, served, sources, active } = context;
  handOuts.check({ kind: 'copiedEndpoint', address: undefined });
  const target = await targetOfCall(argument, t('Copy Alibaba Cloud Credentials URI'), context);
  if (!target) return;
  const isNamed = callOf(argument, context) !== undefined;
  const followed = isNamed || !active.isUsing(target) ? target : undefined;
  const name = alibabaName(target);
  const copy = async (renew: boolean): Promise<void> => {
    const session = await sessionFor(target, renew, context);
    // The user should see a problem now that the address would only report to a program.
    uriAnswer(maskedSession(session), sources.now());
    const address = await served.addressFor(followed);
    handOuts.lead(target, { kind: 'copiedEndpoint', address: followed && name }, !followed);
    const copied = await clipboard.copy(address);
    showInfo(`${copiedUriMessage(followed && alibabaLabel(followed))} ${copied.sentence}`, [copied.clear]);
  };
  await context.attempt(target, copy, openFileRemedy(target, context));
}

/** Gets a session to hand out. `renew` requests a new one. */
async function sessionFor(
  target: AlibabaTarget,
  renew: boolean,
  { sessions, active }: Pick<AlibabaContext, 'sessions' | 'active'>,
): Promise<Session<AlibabaPlan>> {
  const title = vscode.l10n.t('Getting credentials for {0}…', alibabaLabel(target));
  const session = await withProgress(title, (progress) =>
    sessions.get(target, interactiveRequest(progress, renew)),
  );
  active.adopt(session);
  return session;
}

function isTemporary(planned: Planned<AlibabaPlan>): boolean {
  const last = isPlan(planned) ? planned.steps.at(-1) : undefined;
  return last?.kind === 'ramKeys' ? last.temporary : true;
}

async function askFormat(target: AlibabaTarget, temporary: boolean): Promise<AlibabaFormat | undefined> {
  const t = vscode.l10n.t;
  const answers = await runWizard(t('Copy Credentials for {0}', alibabaLabel(target)), () => [
    () => ({
      kind: 'choice',
      name: 'format',
      prompt: t('Choose a format'),
      value: shellOf(vscode.env.shell) ?? 'posix',
      items: formatItems().filter(({ answer }) => canFormat(answer, temporary)),
    }),
  ]);
  return answers?.['format'] as AlibabaFormat | undefined;
}

function formatItems(): readonly (ChoiceItem & { readonly answer: AlibabaFormat })[] {
  const t = vscode.l10n.t;
  return [
    ...shellItems(),
    { answer: 'dotenv', label: formatLabels(t).dotenv, description: t('also works with Docker') },
    {
      answer: 'cliProfile',
      label: t('Profile of the Alibaba Cloud CLI'),
      description: '~/.aliyun/config.json',
    },
    { answer: 'ini', label: t('INI section of the SDKs'), description: '~/.alibabacloud/credentials' },
    { answer: 'uriAnswer', label: 'JSON', description: t('as a credentials URI answers') },
    { answer: 'external', label: 'JSON', description: t('output format of process_command') },
  ];
}

/** `name`: undefined if the address follows the window. */
function copiedUriMessage(name: string | undefined): string {
  const t = vscode.l10n.t;
  return name === undefined
    ? t(
        'A credentials URI that follows this window was copied to the clipboard. Set ALIBABA_CLOUD_CREDENTIALS_URI to it. Whoever has it gets the Alibaba Cloud credentials of this window, until you stop using Alibaba Cloud or close the window.',
      )
    : t(
        'A credentials URI for {0} was copied to the clipboard. Set ALIBABA_CLOUD_CREDENTIALS_URI to it. Whoever has it gets the credentials, until you stop using {0} or close the window.',
        name,
      );
}
