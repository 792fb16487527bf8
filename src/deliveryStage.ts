import { join } from 'node:path';
import type { RolecallExports } from './api.ts';
import type { Failure } from './base/failure.ts';
import { OnDemand } from './base/onDemand.ts';
import { displayText } from './base/plainText.ts';
import type { DebugDependencies } from './delivery/debugging/debugVariables.ts';
import { WrittenSessions } from './delivery/files/writtenSessions.ts';
import { isWindow, windowMirror } from './delivery/mirror/mirrorPaths.ts';
import { Terminals } from './delivery/terminals/terminals.ts';
import { describeFailure, describeRefusal } from './host/messages/messages.ts';
import { setting } from './host/settings.ts';
import { windowId } from './host/workspaceMemory.ts';
import type { Target } from './profiles/profiles.ts';
import { settled, targetOf } from './session/activeState.ts';
import { DeclinedPrompts } from './session/declinedPrompts.ts';
import type { SessionRequest } from './session/sessions.ts';
import { loadLater, type EngineStage, type Host, type Plans, type ProfilesInUse } from './startUp.ts';

/**
 * Creates everything that gives credentials to programs: the environment of terminals and debuggers, the live mirror,
 * the credential endpoint, and the extension API.
 */
export function createDelivery(
  host: Host,
  { store, planOf }: Plans,
  { sessions }: EngineStage,
  { active, bound }: ProfilesInUse,
) {
  const { context, hostVariables, environment, attempt, log, now } = host;
  const mode = setting('terminals.mode');
  const get = (target: Target, request: SessionRequest) =>
    sessions.get(target, request).then((session) => bound.adopt(session));
  const requests = {
    get,
    active: () => targetOf(settled(active.state)),
    describe: (failure: Failure) => displayText(describeFailure(failure)),
    log,
    now,
  };
  const declinedPrompts = new DeclinedPrompts();

  const folder = join(context.globalStorageUri.fsPath, 'live');
  const mirror = windowMirror(
    folder,
    windowId(context.workspaceState, (id) => isWindow(folder, id)),
  );
  const liveMirror = new OnDemand(async () => {
    const [{ LiveMirror, mirrorNotices }] = await Promise.all([loadLater(), store.ready()]);
    return new LiveMirror({
      ...requests,
      ...mirrorNotices(),
      mirror,
      helperBundle: context.asAbsolutePath('dist/credentialHelper.js'),
      sources: () => ({ profiles: store.state.profiles, configText: store.textOf('config'), planOf }),
      changes: [store.onDidChange, active.onDidChange],
      get: (target, request) =>
        get(target, { ...request, mayAsk: request.mayAsk && !declinedPrompts.has(target) }),
      describeRefusal: (profile) => displayText(describeRefusal(profile)),
    });
  });
  const prepareMirror = async (target: Target | undefined) => (await liveMirror.get()).prepare(target);

  const terminals = new Terminals({
    collection: context.environmentVariableCollection,
    active,
    bound,
    mode,
    onProfilesChange: store.onDidChange,
    inherited: environment,
    mirror,
    needMirror: (target) => void prepareMirror(target),
    onDidDeliver: (handover) => hostVariables.deliver(handover),
    planOf,
  });
  const debugging: DebugDependencies = {
    stateOf: (folderUri) => bound.stateOf(folderUri),
    delivering: () => ({ mode: mode.value, mirror, planOf }),
    environment: process.env,
    getSession: get,
    attempt,
    declinedPrompts,
    prepareMirror,
  };
  const endpoint = new OnDemand(async () => (await loadLater()).Endpoint.open(requests));
  const api = new OnDemand(async () => {
    const { ApiHost, apiQuestions: questions } = await loadLater();
    return new ApiHost({
      ...requests,
      activeNow: active,
      planOf,
      memory: context.globalState,
      questions,
    });
  });
  const getApi: RolecallExports['getApi'] = async (version, caller) => (await api.get()).for(version, caller);
  return { terminals, liveMirror, declinedPrompts, debugging, endpoint, api, getApi };
}
export type Delivery = ReturnType<typeof createDelivery>;

/** Keeps the sessions that were written to the credentials file up to date. */
export function createWrittenSessions(
  { log, now, clock }: Host,
  { store }: Plans,
  { engine }: EngineStage,
  { active }: ProfilesInUse,
) {
  return new WrittenSessions({
    store,
    active,
    change: async (change) => {
      const [{ makeChange }, { awsFiles }] = await Promise.all([loadLater(), engine.get()]);
      return makeChange(awsFiles.onDisk(), store.paths, change);
    },
    sessionChange: async (...args) => (await loadLater()).sessionChange(...args),
    forgetCopies: async () => {
      const [{ removeShellFiles }, { awsFiles }] = await Promise.all([loadLater(), engine.get()]);
      await removeShellFiles(0);
      await awsFiles.forgetSessions(Object.values(store.paths));
    },
    log,
    now,
    clock,
  });
}
