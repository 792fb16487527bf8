import { join } from 'node:path';
import * as vscode from 'vscode';
import type { RolecallExports } from './api.ts';
import { registerCommands } from './commands/commands.ts';
import type { Perform } from './commands/perform.ts';
import { registerPreviewTexts } from './commands/previewTexts.ts';
import { withoutMirrors } from './delivery/environment.ts';
import { ExtensionHostVariables } from './delivery/extensionHost.ts';
import { registerDebugging } from './delivery/debugging.ts';
import { MirrorOnDemand } from './delivery/mirrorOnDemand.ts';
import { isWindow, windowMirror } from './delivery/mirrorPaths.ts';
import { RunningPrograms } from './delivery/runningPrograms.ts';
import { Terminals } from './delivery/terminals.ts';
import { WrittenSessionsOnDemand } from './delivery/writtenSessionsOnDemand.ts';
import type { Engine } from './engine.ts';
import type { Failure } from './failure.ts';
import { bindingSettings } from './host/bindingSettings.ts';
import { registerContextKeys } from './host/contextKeys.ts';
import { awsFilePaths, nodeFiles } from './host/files.ts';
import { createLog } from './host/log.ts';
import { describeRefusal, Messages } from './host/messages.ts';
import { onDidSave } from './host/savedFiles.ts';
import { setting } from './host/settings.ts';
import { shortPath } from './host/shortPath.ts';
import { userName } from './host/userName.ts';
import { windowId, workspaceMemory } from './host/workspaceMemory.ts';
import { OnDemand } from './onDemand.ts';
import type { Plan } from './plan/plan.ts';
import { defaultSessionName, mfaSessionSeconds } from './plan/rules.ts';
import type { Target } from './profiles/profiles.ts';
import { ProfileStore } from './profiles/store.ts';
import { Active } from './session/active.ts';
import { type ActiveMemory, settled, targetOf } from './session/activeState.ts';
import { BoundWindow } from './session/boundWindow.ts';
import { rememberPlans } from './session/plans.ts';
import { Refusals } from './session/refusals.ts';
import { renewMargin } from './session/renewal.ts';
import { sessionsOnDemand } from './session/sessionsOnDemand.ts';
import type { SessionRequest } from './session/sessions.ts';
import { registerExpiryNotice } from './views/expiryNotice.ts';
import { registerStatusBar } from './views/statusBar.ts';
import { registerTree } from './views/tree.ts';

/** Longer than it takes until a window that was killed no longer blocks the others. */
const turnWithinMs = 10_000;

interface WritingMode {
  readonly keepBackup: boolean;
  readonly isPrivate?: boolean;
}

const openDialogs = () => import('./commands/dialogs.ts').then(({ dialogs }) => dialogs);

export function activate(context: vscode.ExtensionContext): RolecallExports {
  const now = Date.now;
  const hostVariables = new ExtensionHostVariables(process.env, setting('extensionHost.inject'));
  const environment = hostVariables.inherited;
  const ownFolder = context.globalStorageUri.fsPath;
  const log = createLog(() => vscode.window.createOutputChannel('Rolecall', { log: true }));
  const sessionName = defaultSessionName(userName(environment));
  const mfaHours = setting('mfa.sessionHours');
  const mfaProcess = setting('mfa.process');
  const keepBackup = setting('files.keepBackup');
  const shareWithCli = setting('shareWithCli');
  const renewMinutes = setting('sessions.renewMinutes');
  const signInBy = setting('identityCenter.signIn');

  // From left to right: files, profiles, plans, credentials, sessions.
  const store = new ProfileStore(nodeFiles, awsFilePaths(withoutMirrors(environment)));
  const planOf = rememberPlans(
    () => store.state.profiles,
    () => ({
      environment,
      sessionName,
      mfaSessionSeconds: mfaSessionSeconds(mfaHours.value),
      mfaProcess: mfaProcess.value,
    }),
  );
  const messages = new Messages();
  const { describe, describeReason } = messages;
  const engine = new OnDemand(() =>
    import('./engine.ts').then(({ createEngine }) => {
      const made = createEngine({
        context,
        store,
        planOf,
        environment,
        shareWithCli,
        signInBy,
        messages,
        log,
        now,
      });
      made.cache.onForgottenAll(() => {
        for (const each of bound.actives) each.forgetSession();
        writtenSessions.removeAll();
      });
      made.cache.onDropped((accessKeyId) => bound.actives.forEach((each) => void each.leave(accessKeyId)));
      return made;
    }),
  );
  const sessions = sessionsOnDemand(planOf, () => engine.get().then((made) => made.sessions));
  const identify: Engine['identify'] = (...args) => engine.get().then((made) => made.identify(...args));
  const renewMarginMs = renewMargin(() => renewMinutes.value);
  const makeActive = (memory: ActiveMemory) =>
    new Active({ sessions, memory, identify, log, now, renewMarginMs });
  const active = makeActive(workspaceMemory(context.workspaceState));
  const bound = new BoundWindow({
    settings: bindingSettings,
    active,
    makeActive,
    planOf,
    offer: (profile) => void openDialogs().then((all) => all.offerBinding(profile, context.workspaceState)),
  });

  // Where they are seen, handed out and asked for.
  const liveFolder = join(ownFolder, 'live');
  const isTaken = (id: string) => isWindow(liveFolder, id);
  const mirror = windowMirror(liveFolder, windowId(context.workspaceState, isTaken));
  const refusals = new Refusals();
  const getSession = (target: Target, request: SessionRequest) =>
    sessions.get(target, request).then((session) => bound.adopt(session));
  const inUse = () => targetOf(settled(active.state));
  const asked = { get: getSession, active: inUse, describe, log, now };
  const mirrorOnDemand = new MirrorOnDemand({
    mirror,
    helperBundle: context.asAbsolutePath('dist/credentialHelper.js'),
    sources: () => ({ profiles: store.state.profiles, configText: store.textOf('config'), planOf }),
    ...asked,
    changes: [store.onDidChange, active.onDidChange],
    ready: () => store.ready(),
    get: (target, request) =>
      getSession(target, { ...request, mayAsk: request.mayAsk && !refusals.has(target) }),
    describeRefusal,
    notices: () => import('./host/mirrorNotices.ts').then((host) => host.mirrorNotices()),
  });
  const endpoint = new OnDemand(() =>
    import('./delivery/servers.ts').then(({ servers }) => servers.Endpoint.open(asked)),
  );
  const api = new OnDemand(() =>
    Promise.all([import('./delivery/servers.ts'), openDialogs()]).then(
      ([{ servers }, { apiQuestions: questions }]) =>
        new servers.ApiHost({ ...asked, activeNow: active, planOf, memory: context.globalState, questions }),
    ),
  );
  const mode = setting('terminals.mode');
  const terminals = new Terminals({
    collection: context.environmentVariableCollection,
    active,
    bound,
    mode,
    onProfilesChange: store.onDidChange,
    inherited: environment,
    mirror,
    needMirror: (target) => mirrorOnDemand.need(target),
    onDidDeliver: (handover) => hostVariables.deliver(handover),
    planOf,
  });
  const runningPrograms = new RunningPrograms();
  const openFiles = (
    which: 'editableFiles' | 'filesOnDisk',
    how = (): WritingMode => ({ keepBackup: keepBackup.value }),
  ) =>
    Promise.all([import('./host/editableFiles.ts'), engine.get()]).then(([host, { lock }]) =>
      host[which](() => ({
        ...how(),
        now,
        alone: (action) => lock.hold('aws files', AbortSignal.timeout(turnWithinMs), action),
      })),
    );
  const writtenSessions = new WrittenSessionsOnDemand({
    store,
    active,
    files: () => openFiles('filesOnDisk'),
    log,
    now,
  });
  const production = setting('production');
  const views = { active, bound, store, planOf, production, describe, describeReason, now };
  const preview = registerPreviewTexts();
  const parts = {
    store,
    editableFiles: () => openFiles('editableFiles'),
    otherFiles: ({ isPrivate }: { readonly isPrivate: boolean }) =>
      openFiles('filesOnDisk', () => ({ keepBackup: false, isPrivate })),
    previewTexts: preview.texts,
    shortPath,
    sessions,
    active,
    terminals,
    endpoint,
    api,
    runningPrograms,
    views,
    defaultSessionName: sessionName,
    showFailure: (failure: Failure, retry: (anew: boolean) => void) =>
      void import('./host/showFailure.ts').then((host) =>
        host.showFailure(failure, describe(failure), retry),
      ),
    log,
    identify,
    progressOf: (plan: Plan) => engine.get().then((made) => made.progressOf(plan)),
    forgetAllSessions: () => engine.get().then(({ cache }) => cache.forgetAll()),
    showLog: () => log.show(),
  };
  const perform: Perform = (...args) =>
    import('./commands/actions.ts').then(({ createPerform }) =>
      createPerform(parts.showFailure, log)(...args),
    );
  context.subscriptions.push(
    vscode.Disposable.from(store, active, engine, log, terminals, mirrorOnDemand, preview),
    vscode.Disposable.from(hostVariables, bound, runningPrograms, writtenSessions, endpoint, api),
    registerStatusBar(views),
    registerExpiryNotice(views, (accessKeyId) =>
      engine.get().then(({ notices }) => notices.take(accessKeyId)),
    ),
    registerTree(views),
    registerContextKeys(store, active),
    registerCommands(parts),
    registerDebugging(setting('debug.inject'), {
      stateOf: (folder) => bound.stateOf(folder),
      delivering: () => ({ mode: mode.value, mirror, planOf }),
      environment: process.env,
      getSession,
      perform,
      refusals,
      prepareMirror: (target) => mirrorOnDemand.prepare(target),
    }),
    active.onDidChange((state) => refusals.follow(state)),
    store.onDidChange(() => bound.refresh()),
    shareWithCli.onChange((isOn) => void (isOn || engine.get().then(({ cliCache }) => cliCache.clear()))),
    vscode.workspace.onDidGrantWorkspaceTrust(() => bound.refresh()),
    onDidSave(store.paths, () => void store.reload()),
  );
  void store.ready().then(() => bound.open());
  return { getApi: (version, caller) => api.get().then((host) => host.for(version, caller)) };
}
