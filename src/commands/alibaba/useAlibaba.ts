import * as vscode from 'vscode';
import { alibabaCommandIds } from '../../base/contributions.ts';
import { showInformation } from '../../display/toasts.ts';
import type { AlibabaTarget } from '../../profiles/alibaba/alibabaTarget.ts';
import { alibabaLabel } from '../../views/alibaba/alibabaNames.ts';
import type { Remedy } from '../attempt.ts';
import { withProgress } from '../progress.ts';
import { callOf } from './alibabaCall.ts';
import type { AlibabaContext } from './alibabaContext.ts';
import { assumeRamRole } from './assumeRamRole.ts';
import { openFileRemedy } from './openAlibabaFile.ts';
import { pickForUse } from './pickAlibaba.ts';

/** Uses what the argument names, or lets the user choose. A role that they have not seen yet is shown to them first. */
export async function useAlibaba(argument: unknown, context: AlibabaContext): Promise<void> {
  const call = callOf(argument, context);
  if (call && !call.isOwn) return changeRole(call.target, context);
  const target = call?.target ?? (await pickForUse(context));
  if (target) await useTarget(target, context);
}

/** Switches the window to a target that the user has chosen. `mustBeNew`: with new credentials. */
async function useTarget(target: AlibabaTarget, context: AlibabaContext, mustBeNew = false): Promise<void> {
  const { active, attempt, recentRoles } = context;
  const title = vscode.l10n.t('Getting credentials for {0}…', alibabaLabel(target));
  const session = await attempt(
    target,
    (renew) =>
      withProgress(title, async ({ signal }) => {
        signal.addEventListener('abort', () => active.cancelSwitch());
        return active.use(target, renew || mustBeNew);
      }),
    remedyFor(target, context),
  );
  if (session && target.kind === 'ramRole') recentRoles.add(target);
}

function remedyFor(target: AlibabaTarget, context: AlibabaContext): Remedy | undefined {
  if (target.kind !== 'ramRole') return openFileRemedy(target, context);
  return { title: vscode.l10n.t('Change Role…'), follow: () => void changeRole(target, context) };
}

async function changeRole(target: AlibabaTarget, context: AlibabaContext): Promise<void> {
  if (target.kind !== 'ramRole') return;
  const role = await assumeRamRole(target, context);
  if (role) await useTarget(role, context);
}

/**
 * Asks for a RAM role and uses it. The argument may be a row or a source, from which the role is to be assumed, a role
 * to change, or the ARN of a role.
 */
export async function askRamRole(argument: unknown, context: AlibabaContext): Promise<void> {
  const { target } = callOf(argument, context) ?? {};
  const start =
    target?.kind === 'ramRole'
      ? target
      : { ...(target && { source: target }), ...(typeof argument === 'string' && { roleArn: argument }) };
  const role = await assumeRamRole(start, context);
  if (role) await useTarget(role, context);
}

/** Gets new credentials for what the window uses. */
export async function renewAlibaba(context: AlibabaContext): Promise<void> {
  const { active } = context;
  const { state } = active;
  if (state.kind === 'none') return useAlibaba(undefined, context);
  if (state.kind === 'switching') return;
  if (state.kind === 'ready' && state.session.plan.steps.at(-1)?.kind === 'ramKeys')
    return tellOfKeys(state.target, state.session.credentials.isTemporary);
  await useTarget(state.target, context, true);
}

/** Only another tool can renew keys that are used as they are written. */
function tellOfKeys(target: AlibabaTarget, isTemporary: boolean): void {
  const t = vscode.l10n.t;
  const name = alibabaLabel(target);
  const assume = { title: t('Assume RAM Role…') };
  const message = isTemporary
    ? t(
        '“{0}” has an STS token that another tool provides. Renew it there: Rolecall uses the new one at once.',
        name,
      )
    : t('“{0}” has a long-term AccessKey pair, which does not expire: there is nothing to renew.', name);
  void showInformation(message, ...(isTemporary ? [] : [assume])).then(
    (button) => button && vscode.commands.executeCommand(alibabaCommandIds.assumeRamRole, target),
  );
}
