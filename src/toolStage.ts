import * as vscode from 'vscode';
import { mcpProviderId, type ToolName, toolNames } from './base/contributions.ts';
import { displayText } from './base/plainText.ts';
import { registerOwnServers } from './delivery/mcp/registerOwnServers.ts';
import type { Delivery } from './deliveryStage.ts';
import { registerTool } from './display/languageModels.ts';
import { shortPath } from './host/files/shortPath.ts';
import { setting } from './host/settings.ts';
import type { ProfilesInUse } from './profilesInUseStage.ts';
import { settled, targetOf } from './session/activeState.ts';
import { PromptPauses } from './session/promptPauses.ts';
import { loadLater, type EngineStage, type Host, type Plans } from './startUp.ts';
import type { ViewFacts } from './views/viewSources.ts';
import { withSentences } from './viewStage.ts';

/** Registers the tools for language models. Their code is loaded when one of them is called. */
export function registerModelTools(
  { log, now }: Host,
  { store, ownTerminals, production, access }: Plans,
  { engine, sessions, consent, identities }: EngineStage,
  { active }: ProfilesInUse,
  { agents, agentQuestions }: Delivery,
  views: ViewFacts,
): vscode.Disposable {
  const declined = new PromptPauses(now);
  const create = async () => {
    const { createTools } = await loadLater();
    return createTools({
      ready: () => Promise.all([store.ready(), production.ready(), access.ready()]),
      declined,
      store,
      sessions,
      active,
      ownTerminals,
      agents,
      log,
      shortPath,
      isTrusted: () => vscode.workspace.isTrusted,
      identify: identities.identify,
      confirmOutside: consent.confirmOutside.bind(consent),
      progressOf: async (plan) => (await engine.get()).progressOf(plan),
      views: await withSentences(views),
      askForAccess: async (request) => (await agentQuestions.get()).ask(request),
    });
  };
  const register = (name: ToolName) =>
    registerTool(name, {
      prepare: async (input) => (await create())[name].prepare(input),
      invoke: async (input, signal) => (await create())[name].invoke(input, signal),
    });
  return vscode.Disposable.from(...Object.values(toolNames).map(register));
}

/** Registers the user's own MCP servers. Without any, nothing is loaded. */
export function registerServers(
  { log }: Host,
  { store, planOf }: Plans,
  { sessions }: EngineStage,
  { active }: ProfilesInUse,
  { agents, prepareMirror, mirror }: Delivery,
): vscode.Disposable {
  const inUse = () => targetOf(settled(active.state));
  return registerOwnServers(mcpProviderId, {
    servers: setting('mcp.servers'),
    inUse: { target: inUse, onDidChange: active.onDidChange },
    variables: async (server, signal) => {
      const { mcpVariables, describeFailure } = await loadLater();
      return mcpVariables(server, signal, {
        ready: () => store.ready(),
        inUse,
        isTrusted: () => vscode.workspace.isTrusted,
        label: vscode.l10n.t('MCP server {0}', server),
        agents,
        get: sessions.get,
        prepareMirror,
        planOf,
        log,
        mirror,
        environment: process.env,
        describe: (failure) => displayText(describeFailure(failure)),
      });
    },
  });
}
