import * as vscode from 'vscode';
import type { Failure } from './base/failure.ts';
import { OnDemand } from './base/onDemand.ts';
import { registerPreviewTexts } from './commands/change/previewTexts.ts';
import type { Commands } from './commands/commands.ts';
import type { ConsoleFacts } from './commands/console/createConsoleAccess.ts';
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
  { attempt, failures, log, sessionName, policy, now, context: { extension, globalState } }: Host,
  { store, ownTerminals, policyFiles, planOf, access, production, guard }: Plans,
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
    'run' | 'changes' | 'views' | 'defaultSessionName' | 'writtenSessions' | 'console'
  > = {
    store,
    sessions,
    active,
    bound,
    ownTerminals,
    ...inTerminals,
    terminalTargets: inTerminals.openTerminals,
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
    consoleSignIns: { get: async () => (await engine.get()).consoleSignIns.get() },
    consoleEndpoint: async (...facts) => (await engine.get()).consoleEndpoint(...facts),
    environmentRegion: async () => (await engine.get()).environmentRegion,
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
  const consoleFacts: ConsoleFacts = {
    planOf,
    now,
    memory: globalState,
    ready: async (target) => {
      await Promise.all([store.ready(), access.ready(target)]);
    },
    confirm: consent.confirmConsole.bind(consent),
    isProduction: (planned) => production.of(planned) !== undefined,
    guardSeconds: (planned) => guard.of(planned).sessionSeconds,
    maxMfaSessionHours: () => policy.value.maxMfaSessionHours,
    browser: setting('console.browser'),
    sessionHours: setting('console.sessionHours'),
    signOutFirst: setting('console.signOutFirst'),
  };
  const commands = new OnDemand(async () => {
    const { createCommands, createConsoleAccess } = await loadLater();
    return createCommands({
      ...context,
      console: createConsoleAccess({ ...context, ...consoleFacts, sessionName: sessionName() }),
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
    offerFreshKeys: async (profile: string) => {
      const { notices } = await engine.get();
      if (await notices.claimForGood(`shortKeys ${profile}`))
        await (await commands.get()).offerFreshKeys(profile);
    },
    followArn: async (...args: Parameters<Commands['followArn']>) =>
      (await commands.get()).followArn(...args),
    drop: async (...rows: Parameters<OnDrop>) => (await commands.get()).drop(...rows),
    dispose: () => vscode.Disposable.from(previews, runningPrograms, secretsInEditors, commands).dispose(),
  };
}
export type CommandStage = ReturnType<typeof createCommandStage>;
