import * as vscode from 'vscode';
import { Cancelled, FailureError } from '../base/failure.ts';
import type { ModelTool } from '../display/languageModels.ts';
import { PlainMarkdown } from '../display/markdown.ts';
import { isPlan } from '../plan/plan.ts';
import { fullAccess, isAtMost } from '../profiles/access/access.ts';
import { isSameTarget, type Target, targetKey, targetName, withoutAccess } from '../profiles/profiles.ts';
import { loggedName } from '../session/access/loggedName.ts';
import { type ActiveState, settled, targetOf } from '../session/activeState.ts';
import { agentPauseMs } from '../session/promptPauses.ts';
import { factsOf } from '../views/targetFacts.ts';
import { identityAnswer } from './identityTool.ts';
import { profileNamed, type ToolContext } from './toolContext.ts';
import { nameField, readInput, ToolError } from './toolInput.ts';
import { answerText, targetData } from './toolText.ts';

/** Switches the window to another profile for a model, after the user has agreed. */
export function switchTool(context: ToolContext): ModelTool {
  return {
    prepare: async (input) => ({
      doing: vscode.l10n.t('Switching the AWS profile'),
      // Also for an input that cannot be used now: it may be usable when the tool is invoked.
      question: {
        title: vscode.l10n.t('Switch the AWS Profile of This Window?'),
        text: await questionText(input, context),
      },
    }),
    invoke: async (input, signal) => {
      const target = await targetFor(input, context);
      const { active } = context;
      if (active.state.kind === 'switching') throw new ToolError(superseded);
      const isInUse = active.state.kind === 'ready' && active.isUsing(target);
      if (!isInUse) await use(target, context, signal);
      const note = isInUse ? 'already in use' : 'switched';
      return answerText({ note, ...(await identityAnswer(context, signal)) });
    },
  };
}

async function questionText(input: unknown, context: ToolContext): Promise<PlainMarkdown> {
  const t = vscode.l10n.t;
  const text = new PlainMarkdown();
  const target = await targetFor(input, context).catch(() => undefined);
  if (!target) return text.text(t('An AI agent wants to switch, but not to a profile that it may use.'));
  const { name, accountId, accountName, region, production } = factsOf(
    context.views.planOf(target),
    context.views,
  );
  const account = accountName === undefined ? accountId : `${accountName} (${accountId})`;
  const facts = [
    account === undefined ? [] : t('Account: {0}', account),
    region === undefined ? [] : t('Region: {0}', region.code),
    production === undefined ? [] : t('production'),
  ].flat();
  text
    .text(t('An AI agent wants the programs of this window to use another profile:'))
    .lineBreak()
    .bold(name);
  for (const fact of facts) text.lineBreak().text(fact);
  return text;
}

/** The target that a switch leads to. Rejects with the reason if agents may not switch to it. */
async function targetFor(input: unknown, context: ToolContext): Promise<Target> {
  const { profile } = readInput(input, { profile: nameField });
  if (profile === undefined)
    throw new ToolError('The input "profile" is missing. Call rolecall_profiles to get the names.');
  const { agents, isTrusted, ownTerminals, ready, views } = context;
  if (!isTrusted())
    throw new ToolError(
      'The user does not trust this workspace, so agents cannot switch its AWS profile. Ask the user to switch, or to trust the workspace.',
    );
  await ready();
  const target = profileNamed(profile, context);
  if (agents.settings.access === 'none')
    throw new FailureError({ code: 'agentsHaveNoAccess', profile: targetName(target) });
  await ownTerminals.ready();
  if (ownTerminals.has(target))
    throw new FailureError({ code: 'ownTerminalsOnly', profile: targetName(target) });
  const planned = views.planOf(target);
  if (!isPlan(planned)) throw new FailureError(planned.failure);
  return asChosen(target, context);
}

/**
 * The target as the window uses it. If it uses another one, with the access that the user chose for it before, if that
 * is less than the settings say: an agent never leads the user to more.
 */
function asChosen(target: Target, { active, views }: ToolContext): Target {
  const used = targetOf(settled(active.state));
  if (used && isSameTarget(used, target)) return used;
  const before = [views.previous.target, ...views.chosen.recent, ...views.chosen.pinned];
  const chosen = before.find((each) => each && isSameTarget(each, target));
  return chosen?.access && isAtMost(accessOf(chosen, views), accessOf(target, views)) ? chosen : target;
}

function accessOf(target: Target, { planOf }: Pick<ToolContext['views'], 'planOf'>) {
  const planned = planOf(target);
  return (isPlan(planned) && planned.access) || fullAccess;
}

/**
 * The question about production and the box for the code are Rolecall's own, whatever the user allows agents in the
 * chat. Both say that an agent asks. Declined once, it has to wait.
 */
async function use(target: Target, context: ToolContext, signal: AbortSignal): Promise<void> {
  const { active, confirmOutside, declined, log, sessions } = context;
  const key = targetKey(withoutAccess(target));
  if (declined.isOn(key)) throw new ToolError(refusal(target));
  log.info(`A language model asks to switch to ${loggedName(target, target.access)}`);
  const requester = Promise.resolve({ kind: 'program', name: undefined, agent: '' } as const);
  const before = choiceIn(active.state);
  try {
    await confirmOutside(target, requester);
    // The window then finds this session.
    await sessions.get(target, { mayAsk: true, signal, requester });
    if (signal.aborted) throw new Cancelled();
    if (choiceIn(active.state) !== before) throw new ToolError(superseded);
    await active.use(target);
  } catch (error) {
    if (!(error instanceof Cancelled) || signal.aborted) throw error;
    declined.begin(key, agentPauseMs);
    throw new ToolError(refusal(target));
  }
}

/** What the user has chosen, or is choosing at this moment. */
function choiceIn(state: ActiveState): string | undefined {
  const target = targetOf(state);
  return target && targetKey(target);
}

const superseded = 'The user is switching to another profile at this moment. Ask them before you try again.';

function refusal(target: Target): string {
  return `The user did not agree to switch to "${targetData(target)}". Do not try again unless the user asks for it.`;
}
