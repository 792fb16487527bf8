import * as vscode from 'vscode';
import type { Disposable } from '../../base/event.ts';
import { plainText, shorten } from '../../base/plainText.ts';
import { publicFacts } from '../../base/publicFacts.ts';
import { agentName } from '../../display/agentWords.ts';
import { askModally, showInformation } from '../../display/toasts.ts';
import { type Target, targetKey, targetName, withoutAccess } from '../../profiles/profiles.ts';
import type { AgentAccess } from '../../session/agents/agentAccess.ts';
import { agentPauseMs, PromptPauses } from '../../session/promptPauses.ts';
import type { ViewFacts } from '../../views/viewSources.ts';

/** A request for agents to use a target with the access that the user has. */
export interface AgentAccessRequest {
  /** The agent that requests it, as in `Requester`. Undefined if the user does. */
  readonly agent: string | undefined;
  readonly target: Target;
  /** Why the agent requests it, in its own words. */
  readonly reason?: string | undefined;
}

/**
 * - `granted`: until this time in milliseconds since the epoch; undefined: as long as the window is open;
 * - `declined`: now, or in the last ten minutes;
 * - `hasAll`: agents can do what the user can do already.
 */
export type AgentAccessAnswer =
  | { readonly kind: 'granted'; readonly until: number | undefined }
  | { readonly kind: 'declined' | 'hasAll' | 'untrusted' };

type QuestionDependencies = Pick<ViewFacts, 'planOf' | 'production' | 'accountNames' | 'now'> & {
  readonly agents: Pick<AgentAccess, 'grant' | 'grantFor' | 'hasAll'>;
};

/** How long the shorter grant lasts. Milliseconds. */
const grantMs = 15 * 60_000;

/** Asks the user whether AI agents get more access for a while. An agent that was declined has to wait. */
export class AgentQuestions implements Disposable {
  readonly #dependencies: QuestionDependencies;
  readonly #pauses: PromptPauses;
  readonly #asking = new Map<string, Promise<AgentAccessAnswer>>();
  #isDisposed = false;

  constructor(dependencies: QuestionDependencies) {
    this.#dependencies = dependencies;
    this.#pauses = new PromptPauses(dependencies.now);
  }

  /** Requests for the same target share one question. Does not reject. */
  async ask(request: AgentAccessRequest): Promise<AgentAccessAnswer> {
    const { agents } = this.#dependencies;
    const { agent, target } = request;
    if (!vscode.workspace.isTrusted) return { kind: 'untrusted' };
    const grant = agents.grantFor(target);
    if (grant && agent !== undefined) return { kind: 'granted', until: grant.until };
    if (!grant && agents.hasAll(target)) return { kind: 'hasAll' };
    const key = targetKey(withoutAccess(target));
    if (agent !== undefined && this.#pauses.isOn(key)) return { kind: 'declined' };
    const asking = this.#asking.get(key) ?? this.#ask(request, key).finally(() => this.#asking.delete(key));
    this.#asking.set(key, asking);
    return asking;
  }

  async #ask(request: AgentAccessRequest, key: string): Promise<AgentAccessAnswer> {
    const { agents } = this.#dependencies;
    const t = vscode.l10n.t;
    const shortly = { title: t('Allow for 15 Minutes') };
    const inWindow = { title: t('Allow in This Window') };
    const chosen = await this.#show(request, { title: t('No') }, shortly, inWindow);
    if (this.#isDisposed || (chosen !== shortly && chosen !== inWindow)) {
      if (request.agent !== undefined) this.#pauses.begin(key, agentPauseMs);
      return { kind: 'declined' };
    }
    agents.grant(request.target, chosen === shortly ? grantMs : undefined);
    return { kind: 'granted', until: agents.grantFor(request.target)?.until };
  }

  /** VS Code gives the focus to the first button of a dialog. */
  #show(
    request: AgentAccessRequest,
    no: vscode.MessageItem,
    ...yes: readonly vscode.MessageItem[]
  ): Promise<vscode.MessageItem | undefined> {
    const t = vscode.l10n.t;
    const { agent, target, reason = '' } = request;
    const { planOf, production } = this.#dependencies;
    const { name } = publicFacts({ name: targetName(target) });
    const who = agent === undefined ? [] : [t('{0} requests more access.', agentName(agent, true))];
    const why = reason.trim() === '' ? [] : [t('Its reason: “{0}”', quoted(reason))];
    const account = this.#accountOf(target);
    const isProduction = production.of(planOf(withoutAccess(target))) !== undefined;
    // The user who runs the command waits for the question, which has the focus.
    if (isProduction || agent === undefined) {
      const question = isProduction
        ? t('Allow AI agents to use the production profile {0} with your access?', name)
        : t('Allow AI agents to use {0} with your access?', name);
      const about = account === undefined ? [] : [t('Account: {0}', account)];
      const detail = [...who, ...why, ...about, t('Agents can then change and delete what you can.')];
      return askModally(question, detail, ...(isProduction ? [no, ...yes] : [...yes, no]));
    }
    const question =
      account === undefined
        ? t('Allow AI agents to use {0} with your access?', name)
        : t('Allow AI agents to use {0} (account {1}) with your access?', name, account);
    return showInformation([...who, question, ...why].join(' '), ...yes, no);
  }

  /** `Sandbox, 444455556666`. */
  #accountOf(target: Target): string | undefined {
    const { planOf, accountNames } = this.#dependencies;
    const account = accountNames.of(planOf(target));
    return [account?.name, account?.id].filter(Boolean).join(', ') || undefined;
  }

  dispose(): void {
    this.#isDisposed = true;
  }
}

/** A text from outside, which cannot end its quotation. */
function quoted(text: string): string {
  return shorten(plainText(text).replaceAll(/[“”„"«»「」]/gu, '’'));
}
