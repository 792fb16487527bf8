import { join } from 'node:path';
import * as vscode from 'vscode';
import type { StartParts } from './commands/parts.ts';
import type { PreviewTexts } from './commands/previewTexts.ts';
import type { EndpointParts } from './delivery/endpoint.ts';
import type { DebugParts } from './delivery/debugVariables.ts';
import { withoutMirrors } from './delivery/environment.ts';
import { ExtensionHostVariables } from './delivery/extensionHost.ts';
import { MirrorOnDemand } from './delivery/mirrorOnDemand.ts';
import { isWindow, windowMirror } from './delivery/mirrorPaths.ts';
import { RunningPrograms } from './delivery/runningPrograms.ts';
import { Terminals } from './delivery/terminals.ts';
import { WrittenSessionsOnDemand } from './delivery/writtenSessionsOnDemand.ts';
import type { Engine, EngineParts } from './engine.ts';
import { bindingSettings } from './host/bindingSettings.ts';
import { awsFilePaths, nodeFiles } from './host/files.ts';
import { filesOnDemand } from './host/filesOnDemand.ts';
import { createLog } from './host/log.ts';
import { describeRefusal, Messages } from './host/messages.ts';
import { setting } from './host/settings.ts';
import { shortPath } from './host/shortPath.ts';
import { userName } from './host/userName.ts';
import { windowId, workspaceMemory } from './host/workspaceMemory.ts';
import { OnDemand } from './onDemand.ts';
import { signInsOf } from './plan/identityCenter.ts';
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
import type { ViewSources } from './views/sources.ts';

/** What all stages stand on: the clock, the log, the sentences, and the variables that VS Code was started with. */
export function createGround(context: vscode.ExtensionContext) {
  const hostVariables = new ExtensionHostVariables(process.env, setting('extensionHost.inject'));
  const environment = hostVariables.inherited;
  const log = createLog(() => vscode.window.createOutputChannel('Rolecall', { log: true }));
  const sessionName = defaultSessionName(userName(environment));
  return { context, hostVariables, environment, log, sessionName, messages: new Messages(), now: Date.now };
}
type Ground = ReturnType<typeof createGround>;

/** From the files to profiles, and to plans. */
export function createPlans({ environment, sessionName }: Ground) {
  const mfaHours = setting('mfa.sessionHours');
  const mfaProcess = setting('mfa.process');
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
  const signIns = () => signInsOf(store.state.profiles, environment);
  return { store, planOf, signIns };
}
type Plans = ReturnType<typeof createPlans>;

/** What makes sessions, from when the first is asked for. */
export function createEngineOnDemand(
  ground: Ground,
  plans: Plans,
  inUse: () => readonly Target[],
  hears: { readonly forgottenAll: () => void; readonly dropped: (accessKeyId: string) => void },
) {
  const [shareWithCli, signInBy] = [setting('shareWithCli'), setting('identityCenter.signIn')];
  const parts: EngineParts = { ...ground, ...plans, inUse, shareWithCli, signInBy };
  const engine = new OnDemand(() =>
    import('./engine.ts').then(({ createEngine }) => {
      const made = createEngine(parts);
      made.cache.onForgottenAll(hears.forgottenAll);
      made.cache.onDropped(hears.dropped);
      return made;
    }),
  );
  const sessions = sessionsOnDemand(plans.planOf, () => engine.get().then((made) => made.sessions));
  const identify: Engine['identify'] = (...args) => engine.get().then((made) => made.identify(...args));
  const sharing = shareWithCli.onChange(
    (isOn) => void (isOn || engine.get().then(({ cliCache }) => cliCache.clear())),
  );
  return { engine, sessions, identify, sharing };
}
type Making = ReturnType<typeof createEngineOnDemand>;

const openDialogs = () => import('./commands/dialogs.ts').then(({ dialogs }) => dialogs);

/** What the window uses, and its folders. */
export function createInUse(
  { context, log, now }: Ground,
  { planOf }: Plans,
  { sessions, identify }: Making,
) {
  const renewMinutes = setting('sessions.renewMinutes');
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
  return { active, bound };
}
type InUse = ReturnType<typeof createInUse>;

interface Asked extends EndpointParts {
  readonly now: () => number;
}

/** The copy of the person's files that live terminals read, from when the first needs it. */
function createMirror(
  { context }: Ground,
  { store, planOf }: Plans,
  active: Active,
  asked: Asked,
  refusals: Refusals,
) {
  const folder = join(context.globalStorageUri.fsPath, 'live');
  const id = windowId(context.workspaceState, (taken) => isWindow(folder, taken));
  const mirror = windowMirror(folder, id);
  const mirrorOnDemand = new MirrorOnDemand({
    ...asked,
    mirror,
    helperBundle: context.asAbsolutePath('dist/credentialHelper.js'),
    sources: () => ({ profiles: store.state.profiles, configText: store.textOf('config'), planOf }),
    changes: [store.onDidChange, active.onDidChange],
    ready: () => store.ready(),
    get: (target, request) =>
      asked.get(target, { ...request, mayAsk: request.mayAsk && !refusals.has(target) }),
    describeRefusal,
    notices: () => import('./host/mirrorNotices.ts').then((host) => host.mirrorNotices()),
  });
  return { mirror, mirrorOnDemand };
}

const openServers = () => import('./delivery/servers.ts').then(({ servers }) => servers);

/** Who answers programs and other extensions, from when one is needed. */
function createServers({ context }: Ground, { planOf }: Plans, active: Active, asked: Asked) {
  const memory = context.globalState;
  const endpoint = new OnDemand(() => openServers().then(({ Endpoint }) => Endpoint.open(asked)));
  const api = new OnDemand(() =>
    Promise.all([openServers(), openDialogs()]).then(
      ([{ ApiHost }, { apiQuestions: questions }]) =>
        new ApiHost({ ...asked, activeNow: active, planOf, memory, questions }),
    ),
  );
  return { endpoint, api };
}

/** What programs get: through their environment, through files, and when they ask. */
export function createDelivery(ground: Ground, plans: Plans, making: Making, inUse: InUse) {
  const { context, hostVariables, environment, messages, log, now } = ground;
  const { store, planOf } = plans;
  const { active, bound } = inUse;
  const mode = setting('terminals.mode');
  const getSession = (target: Target, request: SessionRequest) =>
    making.sessions.get(target, request).then((session) => bound.adopt(session));
  const { describe } = messages;
  const asked = { get: getSession, active: () => targetOf(settled(active.state)), describe, log, now };
  const refusals = new Refusals();
  const { mirror, mirrorOnDemand } = createMirror(ground, plans, active, asked, refusals);
  const terminals = new Terminals({
    collection: context.environmentVariableCollection,
    ...inUse,
    mode,
    onProfilesChange: store.onDidChange,
    inherited: environment,
    mirror,
    needMirror: (target) => mirrorOnDemand.need(target),
    onDidDeliver: (handover) => hostVariables.deliver(handover),
    planOf,
  });
  const debugging: Omit<DebugParts, 'perform'> = {
    stateOf: (folder) => bound.stateOf(folder),
    delivering: () => ({ mode: mode.value, mirror, planOf }),
    environment: process.env,
    getSession,
    refusals,
    prepareMirror: (target) => mirrorOnDemand.prepare(target),
  };
  const servers = createServers(ground, plans, active, asked);
  return { terminals, mirrorOnDemand, refusals, debugging, ...servers };
}
type Delivery = ReturnType<typeof createDelivery>;

/** The files that are changed, on their own or by a session that is kept in them. */
export function createWriting({ log, now }: Ground, { store }: Plans, { engine }: Making, { active }: InUse) {
  const keepBackup = setting('files.keepBackup');
  const files = filesOnDemand(() => engine.get().then(({ lock }) => lock), keepBackup, now);
  const onDisk = () => files.onDisk();
  const writtenSessions = new WrittenSessionsOnDemand({ store, active, files: onDisk, log, now });
  return { files, writtenSessions };
}
type Writing = ReturnType<typeof createWriting>;

/** What commands work with. */
export function createCommandParts(
  { log, sessionName, messages }: Ground,
  { store }: Plans,
  { engine, sessions, identify }: Making,
  { active }: InUse,
  { terminals, endpoint, api }: Delivery,
  { files }: Writing,
  views: ViewSources,
  previewTexts: PreviewTexts,
): StartParts {
  return {
    store,
    editableFiles: () => files.editable(),
    otherFiles: ({ isPrivate }) => files.onDisk({ keepBackup: false, isPrivate }),
    previewTexts,
    shortPath,
    sessions,
    active,
    terminals,
    endpoint,
    api,
    runningPrograms: new RunningPrograms(),
    views,
    defaultSessionName: sessionName,
    showFailure: (failure, retry) =>
      void import('./host/showFailure.ts').then((host) =>
        host.showFailure(failure, messages.describe(failure), retry),
      ),
    log,
    identify,
    progressOf: (plan) => engine.get().then((made) => made.progressOf(plan)),
    forgetAllSessions: () => engine.get().then(({ cache }) => cache.forgetAll()),
    showLog: () => log.show(),
  };
}
