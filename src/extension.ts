import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { registerCommands } from './commands/commands.ts';
import { createPerform } from './commands/perform.ts';
import { registerPreviewTexts } from './commands/previewTexts.ts';
import { UsedCodes } from './credentials/mfa.ts';
import type { RunPlan } from './credentials/runner.ts';
import { withoutMirrors } from './delivery/environment.ts';
import { MirrorOnDemand } from './delivery/mirrorOnDemand.ts';
import { isWindow, windowMirror } from './delivery/mirrorPaths.ts';
import { Terminals } from './delivery/terminals.ts';
import { registerContextKeys } from './host/contextKeys.ts';
import { awsFilePaths, nodeFiles } from './host/files.ts';
import { createLog } from './host/log.ts';
import { describeFailure, describeReason, describeRefusal, showFailure } from './host/messages.ts';
import {
  createMirrorFailure,
  createMirrorNotice,
  createSkewWarning,
  createStorageNotice,
} from './host/notices.ts';
import { createPrompts } from './host/prompts.ts';
import { rememberedFacts } from './host/rememberedFacts.ts';
import { onDidSave } from './host/savedFiles.ts';
import { setting } from './host/settings.ts';
import { shortPath } from './host/shortPath.ts';
import { userName } from './host/userName.ts';
import { windowId, workspaceMemory } from './host/workspaceMemory.ts';
import type { Plan } from './plan/plan.ts';
import { defaultSessionName, mfaSessionSeconds } from './plan/rules.ts';
import { ProfileStore } from './profiles/store.ts';
import { Active } from './session/active.ts';
import { settled, targetOf } from './session/activeState.ts';
import { SessionCache } from './session/cache.ts';
import { createCliCache } from './session/cliCache.ts';
import { FileLock } from './session/lock.ts';
import { markSecrets } from './session/markedSecrets.ts';
import { Notices } from './session/notices.ts';
import { rememberPlans } from './session/plans.ts';
import { renewMargin } from './session/renewal.ts';
import { reuseMarginMs, type Session, Sessions } from './session/sessions.ts';
import { createTakenCodes } from './session/takenCodes.ts';
import { Windows } from './session/windows.ts';
import { registerExpiryNotice } from './views/expiryNotice.ts';
import { registerStatusBar } from './views/statusBar.ts';
import { registerTree } from './views/tree.ts';

/** Longer than it takes until a window that was killed no longer blocks the others. */
const turnWithinMs = 10_000;

export function activate(context: vscode.ExtensionContext): void {
  const now = Date.now;
  const environment = process.env;
  const ownFolder = context.globalStorageUri.fsPath;
  const log = createLog(() => vscode.window.createOutputChannel('Rolecall', { log: true }));
  const sessionName = defaultSessionName(userName(environment));
  const mfaHours = setting('mfa.sessionHours');
  const mfaProcess = setting('mfa.process');
  const keepBackup = setting('files.keepBackup');
  const shareWithCli = setting('shareWithCli');
  const renewMinutes = setting('sessions.renewMinutes');

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
  const runnerParts = {
    profiles: () => store.state.profiles,
    environment,
    isTrusted: () => vscode.workspace.isTrusted,
    prompts: createPrompts(describeReason),
    usedCodes: new UsedCodes(now, createTakenCodes(join(ownFolder, 'codes'), log, now)),
    onClockSkew: createSkewWarning(),
    log,
    now,
  };
  const openRunner = () =>
    import('./credentials/runner.ts').then(({ createRunner }) => createRunner(runnerParts));
  const runPlan: RunPlan = (...args) => openRunner().then(({ run }) => run(...args));
  const identify = ({ plan, credentials }: Session, signal: AbortSignal) =>
    openRunner().then((runner) => runner.identify(plan, credentials, signal));
  const windows = new Windows(join(ownFolder, 'windows'), log);
  const facts = rememberedFacts(context.globalState);
  const notices = new Notices(windows, facts);
  const sayNothingIsKept = createStorageNotice(() => notices.takeForGood('secretsAreNotKept'));
  const secrets = markSecrets(context.secrets, facts, log, () => void sayNothingIsKept());
  const cliCache = createCliCache({
    directory: join(homedir(), '.aws', 'cli', 'cache'),
    profiles: () => store.state.profiles,
    isOn: () => shareWithCli.value,
    log,
  });
  const cache = new SessionCache(secrets, windows, log, now, cliCache);
  const lock = new FileLock(join(ownFolder, 'locks'), log);
  const sessions = new Sessions(planOf, runPlan, cache, lock);
  const memory = workspaceMemory(context.workspaceState);
  const renewMarginMs = renewMargin(() => renewMinutes.value);
  const active = new Active({ sessions, memory, identify, log, now, renewMarginMs });
  cache.onForgottenAll(() => active.forgetSession());
  cache.onDropped((accessKeyId) => void active.leave(accessKeyId));
  cache.onCannotStore(() => void sayNothingIsKept());

  // Where they are seen, handed out and asked for.
  const liveFolder = join(ownFolder, 'live');
  const isTaken = (id: string) => isWindow(liveFolder, id);
  const mirror = windowMirror(liveFolder, windowId(context.workspaceState, isTaken));
  const mirrorOnDemand = new MirrorOnDemand({
    mirror,
    helperBundle: context.asAbsolutePath('dist/credentialHelper.js'),
    sources: () => ({ profiles: store.state.profiles, configText: store.textOf('config'), planOf }),
    active: () => targetOf(settled(active.state)),
    changes: [store.onDidChange, active.onDidChange],
    ready: () => store.ready(),
    get: (target, request) =>
      sessions.get(target, request).then((session) => {
        active.adopt(session);
        return session;
      }),
    describe: describeFailure,
    describeRefusal,
    onOverwritten: createMirrorNotice(),
    onFailure: createMirrorFailure(),
    log,
    now,
  });
  const terminals = new Terminals({
    collection: context.environmentVariableCollection,
    active,
    mode: setting('terminals.mode'),
    onProfilesChange: store.onDidChange,
    inherited: environment,
    mirror,
    needMirror: (target) => mirrorOnDemand.need(target),
    planOf,
  });
  const views = { active, store, planOf, describe: describeFailure, describeReason, now };
  const preview = registerPreviewTexts();
  const parts = {
    store,
    editableFiles: () =>
      import('./host/editableFiles.ts').then((host) =>
        host.editableFiles(() => ({
          keepBackup: keepBackup.value,
          now,
          alone: (action) => lock.hold('aws files', AbortSignal.timeout(turnWithinMs), action),
        })),
      ),
    previewTexts: preview.texts,
    shortPath,
    sessions,
    active,
    terminals,
    views,
    defaultSessionName: sessionName,
    perform: createPerform(showFailure, log),
    identify,
    progressOf: (plan: Plan) => cache.longestPrefix(plan, reuseMarginMs),
    forgetAllSessions: () => cache.forgetAll(),
    showLog: () => log.show(),
  };
  context.subscriptions.push(
    vscode.Disposable.from(store, active, windows, log, terminals, mirrorOnDemand, preview),
    registerStatusBar(views),
    registerExpiryNotice(views, (accessKeyId) => notices.take(accessKeyId)),
    registerTree(views),
    registerContextKeys(store, active),
    registerCommands(parts),
    store.onDidChange(() => void active.refresh()),
    shareWithCli.onChange((isOn) => void (isOn || cliCache.clear())),
    vscode.workspace.onDidGrantWorkspaceTrust(() => void active.refresh()),
    onDidSave(store.paths, () => void store.reload()),
  );
  void store.ready().then(() => active.restore());
}
