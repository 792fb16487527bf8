import * as vscode from 'vscode';
import type { Failure } from './base/failure.ts';
import { OnDemand } from './base/onDemand.ts';
import { registerPreviewTexts } from './commands/change/previewTexts.ts';
import type { CommandContext } from './commands/context.ts';
import { SecretClipboard } from './commands/handOut/secretClipboard.ts';
import type { WrittenSessions } from './delivery/files/writtenSessions.ts';
import { type HandedElsewhere, readHandedElsewhere } from './delivery/record/handedElsewhere.ts';
import { RunningPrograms } from './delivery/runningShell/runningPrograms.ts';
import type { createHandOuts, Delivery } from './deliveryStage.ts';
import { shortPath } from './host/files/shortPath.ts';
import { setting } from './host/settings.ts';
import { loadLater, type EngineStage, type Host, type Plans, type ProfilesInUse } from './startUp.ts';
import type { OpenStatusDetails } from './views/statusBar/statusBar.ts';
import type { OpenTree } from './views/tree/tree.ts';
import type { ViewFacts, ViewSources } from './views/viewSources.ts';

type HandOutStage = Delivery &
  ReturnType<typeof createHandOuts> & { readonly writtenSessions: WrittenSessions };

/** Creates the data sources of the views. */
export function createViewSources(
  { now }: Host,
  plans: Plans,
  { engine }: EngineStage,
  profilesInUse: ProfilesInUse,
): ViewFacts {
  return {
    ...plans,
    ...profilesInUse,
    portal: { get: async () => (await engine.get()).portal.get() },
    production: setting('production'),
    now,
  };
}

/** Loads the contents of the tree on first use. */
export const openTree: OpenTree = async (sources, redraw) => {
  const { TreeContents } = await loadLater();
  return new TreeContents(await withSentences(sources), redraw);
};

export const openStatusDetails: OpenStatusDetails = async (sources) => {
  const { statusDetails } = await loadLater();
  return statusDetails(await withSentences(sources));
};

async function withSentences(facts: ViewFacts): Promise<ViewSources> {
  const { describeFailure, describeReason } = await loadLater();
  return { ...facts, describe: describeFailure, describeReason };
}

/** Creates the commands and what they need. The handlers are loaded when the first command runs. */
export function createCommandStage(
  { attempt, log, sessionName }: Host,
  { store }: Plans,
  { engine, sessions, consent, identify }: EngineStage,
  { active, bound }: ProfilesInUse,
  { terminals, endpoint, api, writtenSessions, handOuts, trail, isAudited }: HandOutStage,
  views: ViewFacts,
  isTreeRow: CommandContext['isTreeRow'],
) {
  const previews = registerPreviewTexts();
  const runningPrograms = new RunningPrograms();
  const clipboard = new SecretClipboard({
    clearSeconds: setting('clipboard.clearSeconds'),
    onDidEnd: () => handOuts.end('closed', ({ kind }) => kind === 'clipboard' || kind === 'copiedEndpoint'),
  });
  const context: Omit<CommandContext, 'run' | 'views' | 'defaultSessionName'> = {
    store,
    sessions,
    active,
    bound,
    terminals,
    runningPrograms,
    endpoint,
    handOuts,
    writtenSessions,
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
    attempt,
    isTreeRow,
    confirmOutside: (target) => consent.confirmOutside(target),
    editableFiles: async () => (await engine.get()).awsFiles.editable,
    otherFiles: async ({ isPrivate }) =>
      (await engine.get()).awsFiles.onDisk({ keepBackup: false, isPrivate }),
    previewTexts: previews.texts,
    shortPath,
    identify,
    progressOf: async (plan) => (await engine.get()).progressOf(plan),
    forgetAllSessions: async () => {
      const { cache } = await engine.get();
      const count = await cache.forgetAll();
      const stored: readonly Failure[] = cache.mayKeepForgotten ? [{ code: 'secretStorageFailed' }] : [];
      return { count, remaining: [...stored, ...(await writtenSessions.removeAll())] };
    },
    log,
  };
  const commands = new OnDemand(async () => {
    const { createCommands } = await loadLater();
    return createCommands({
      ...context,
      defaultSessionName: sessionName(),
      views: await withSentences(views),
    });
  });
  return {
    commands,
    clipboard,
    dispose: () => vscode.Disposable.from(previews, runningPrograms, commands).dispose(),
  };
}
