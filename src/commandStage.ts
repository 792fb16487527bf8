import * as vscode from 'vscode';
import type { Failure } from './base/failure.ts';
import { OnDemand } from './base/onDemand.ts';
import { registerPreviewTexts } from './commands/change/previewTexts.ts';
import type { CommandContext } from './commands/context.ts';
import { SecretClipboard } from './commands/handOut/secretClipboard.ts';
import { type HandedElsewhere, readHandedElsewhere } from './delivery/record/handedElsewhere.ts';
import { RunningPrograms } from './delivery/runningShell/runningPrograms.ts';
import type { createHandOuts, Delivery } from './deliveryStage.ts';
import { shortPath, withoutHome } from './host/files/shortPath.ts';
import { SecretsInEditors } from './host/secretsInEditors.ts';
import { setting } from './host/settings.ts';
import type { ProfilesInUse } from './profilesInUseStage.ts';
import { loadLater, type EngineStage, type Host, type Plans } from './startUp.ts';
import { OwnRows } from './views/tree/ownRows.ts';
import type { OnDrop, Tree } from './views/tree/tree.ts';
import type { TreeNode } from './views/tree/treeNodes.ts';
import type { ViewFacts } from './views/viewSources.ts';
import { withSentences } from './viewStage.ts';
import type { createWrittenSessions } from './writtenSessionStage.ts';

type HandOutStage = Delivery & ReturnType<typeof createHandOuts> & ReturnType<typeof createWrittenSessions>;

function aboutExtension({ packageJSON }: vscode.Extension<unknown>): CommandContext['extension'] {
  const { version, contributes } = packageJSON as Manifest;
  return {
    version,
    settings: Object.keys(contributes.configuration.properties),
  };
}

interface Manifest {
  readonly version: string;
  readonly contributes: {
    readonly configuration: { readonly properties: Readonly<Record<string, unknown>> };
  };
}

/** Creates the commands and what they need. The handlers are loaded when the first command runs. */
export function createCommandStage(
  { attempt, failures, log, sessionName, context: { extension } }: Host,
  { store, ownTerminals, policyFiles }: Plans,
  { engine, sessions, consent, identities }: EngineStage,
  { active, bound }: ProfilesInUse,
  handOut: HandOutStage,
  views: ViewFacts,
  tree: Pick<Tree, 'has' | 'search'>,
) {
  const { inTerminals, endpoint, api, agents, agentQuestions } = handOut;
  const { writtenSessions, handOuts, trail, isAudited } = handOut;
  const previews = registerPreviewTexts();
  const runningPrograms = new RunningPrograms();
  const ownRows = new OwnRows();
  const secretsInEditors = new SecretsInEditors(setting('editor.maskSecrets'));
  const clipboard = new SecretClipboard({
    clearSeconds: setting('clipboard.clearSeconds'),
    onDidEnd: () => handOuts.end('closed', ({ kind }) => kind === 'clipboard' || kind === 'copiedEndpoint'),
  });
  const context: Omit<
    CommandContext,
    'run' | 'changes' | 'views' | 'defaultSessionName' | 'writtenSessions'
  > = {
    store,
    sessions,
    active,
    bound,
    ownTerminals,
    ...inTerminals,
    runningPrograms,
    endpoint,
    handOuts,
    clipboard,
    handedOutElsewhere: async () => {
      const found: HandedElsewhere[] = [];
      await (
        await engine.get()
      ).windows.ask('handedOut', undefined, (answer) => {
        found.push(...readHandedElsewhere(answer));
        return undefined;
      });
      return found;
    },
    auditTrail: {
      isOn: () => isAudited.value,
      file: async () => (await trail.get()).path,
      create: async () => (await trail.get()).create(),
    },
    api,
    agents,
    agentQuestions,
    attempt,
    isTreeRow: (value): value is TreeNode => tree.has(value) || ownRows.has(value),
    treeSearch: tree.search,
    secretsInEditors,
    confirmOutside: (target) => consent.confirmOutside(target),
    editableFiles: async () => (await engine.get()).awsFiles.editable,
    otherFiles: async ({ isPrivate }) =>
      (await engine.get()).awsFiles.onDisk({ keepBackup: false, isPrivate }),
    previewTexts: previews.texts,
    policyFiles,
    findPolicyFiles: async () => (await loadLater()).findPolicyFiles(),
    lesserRoles: async (...given) => (await engine.get()).lesserRoles(...given),
    shortPath,
    withoutHome,
    identify: identities.identify,
    keyOwners: { get: async () => (await engine.get()).keyOwners },
    newSignIn: async (...facts) => (await engine.get()).newSignIn(...facts),
    progressOf: async (plan) => (await engine.get()).progressOf(plan),
    forgetAllSessions: async () => {
      const { cache } = await engine.get();
      const count = await cache.forgetAll();
      const stored: readonly Failure[] = cache.mayKeepForgotten ? [{ code: 'secretStorageFailed' }] : [];
      return { count, remaining: [...stored, ...(await (await writtenSessions.get()).removeAll())] };
    },
    failures,
    extension: aboutExtension(extension),
    log,
  };
  const commands = new OnDemand(async () => {
    const { createCommands } = await loadLater();
    return createCommands({
      ...context,
      defaultSessionName: sessionName(),
      writtenSessions: await writtenSessions.get(),
      views: await withSentences(views),
    });
  });
  return {
    commands,
    clipboard,
    ownRows,
    secretsInEditors,
    offerToFollow: async () => (await commands.get()).offerToFollow(),
    drop: async (...rows: Parameters<OnDrop>) => (await commands.get()).drop(...rows),
    dispose: () => vscode.Disposable.from(previews, runningPrograms, secretsInEditors, commands).dispose(),
  };
}
export type CommandStage = ReturnType<typeof createCommandStage>;
