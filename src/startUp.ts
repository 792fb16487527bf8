import * as vscode from 'vscode';
import { withoutBlanks } from './base/environment.ts';
import { OnDemand } from './base/onDemand.ts';
import { createAttempt } from './commands/attempt.ts';
import { withoutMirrors } from './delivery/handover/handover.ts';
import { ExtensionHostVariables } from './delivery/terminals/extensionHost.ts';
import type { Engine } from './engine.ts';
import { bindingSettings } from './host/bindingSettings.ts';
import { directDevices } from './host/directDevices.ts';
import { isEc2Instance } from './host/ec2.ts';
import { awsFilePaths } from './host/files/awsFiles.ts';
import { showFileWait } from './host/files/fileWait.ts';
import { SteadyFiles } from './host/files/steadyFiles.ts';
import { createLog } from './host/outputLog.ts';
import { PolicySetting, strictProductionPatterns } from './host/policySettings.ts';
import { derived, setting } from './host/settings.ts';
import { userName } from './host/userName.ts';
import { bindingAnswers, workspaceMemory } from './host/workspaceMemory.ts';
import { signInsOf } from './plan/identityCenterSource.ts';
import { isProduction } from './plan/production.ts';
import { defaultSessionName, mfaSessionSeconds } from './plan/rules.ts';
import type { Target } from './profiles/profiles.ts';
import { ProfileStore } from './profiles/store.ts';
import { Active } from './session/active.ts';
import { type ActiveMemory } from './session/activeState.ts';
import { BoundWindow } from './session/boundWindow.ts';
import type { FileRecord } from './session/cliCache.ts';
import { ProductionConsent } from './session/consent/productionConsent.ts';
import { clockRecordPath, MachineClock, machineClocks } from './session/machineClock.ts';
import type { RequestHandlers } from './session/otherWindows.ts';
import { createPlanCache } from './session/planCache.ts';
import { renewMargin } from './session/renewal.ts';

/** Loads what start-up does not need. Nothing else imports `later.ts`. */
export const loadLater = () => import('./later.ts');

/** Creates the clock, the log, and a view of the environment that VS Code was started with. */
export function createHost(context: vscode.ExtensionContext) {
  const hostVariables = new ExtensionHostVariables(process.env, setting('extensionHost.inject'));
  const environment = hostVariables.inherited;
  /** What of it leads to the user's own credentials. */
  const ownEnvironment = () => withoutBlanks(withoutMirrors(environment));
  const log = createLog(() => vscode.window.createOutputChannel('Rolecall', { log: true }));
  let sessionNameMade: string | undefined;
  const sessionName = () => (sessionNameMade ??= defaultSessionName(userName(environment)));
  const attempt = createAttempt(
    (failure, retry) => void loadLater().then(({ showFailure }) => showFailure(failure, retry)),
    log,
  );
  const clock = new MachineClock(machineClocks, clockRecordPath(context.globalStorageUri.fsPath));
  return {
    context,
    hostVariables,
    environment,
    ownEnvironment,
    log,
    sessionName,
    attempt,
    now: Date.now,
    clock,
    policy: new PolicySetting(),
  };
}
export type Host = ReturnType<typeof createHost>;

/** Creates the profile store and the planner on top of the AWS files. */
export function createPlans({ context, ownEnvironment, sessionName, policy, now }: Host) {
  const mfaHours = setting('mfa.sessionHours');
  const mfaProcess = setting('mfa.process');
  const devices = directDevices(context.globalState, now);
  const isOnInstance = isEc2Instance();
  const files = new SteadyFiles(undefined, showFileWait);
  const store = new ProfileStore(files, awsFilePaths(ownEnvironment()));
  const planOf = createPlanCache(
    () => store.state.profiles,
    () => ({
      environment: ownEnvironment(),
      isOnInstance,
      sessionName: sessionName(),
      mfaSessionSeconds: mfaSessionSeconds(Math.min(mfaHours.value, policy.value.maxMfaSessionHours)),
      mfaRoleSeconds: policy.value.maxMfaSessionHours * 3600,
      mfaProcess: mfaProcess.value,
      directDevices: devices.current(),
    }),
  );
  const signIns = () => signInsOf(store.state.profiles, ownEnvironment());
  return { store, files, planOf, signIns, directDevices: devices };
}
export type Plans = ReturnType<typeof createPlans>;

interface EngineListeners {
  readonly onForgottenAll: () => void;
  /** Called when AWS rejected the session with this access key. */
  readonly onDropped: (accessKeyId: string) => void;
  readonly cliCacheRecord: FileRecord;
  /** What other windows of the user may ask this one, without secrets. */
  readonly answers: RequestHandlers;
}

/** Creates the session engine, which is loaded on first use. */
export function createEngineStage(
  host: Host,
  plans: Plans,
  targetsInUse: () => readonly Target[],
  listeners: EngineListeners,
) {
  const { planOf } = plans;
  const isShared = setting('shareWithCli');
  const { policy } = host;
  // Sharing writes sessions to files.
  const shareWithCli = derived(() => isShared.value && !policy.value.forbid.has('write'), isShared, policy);
  const production = setting('production');
  const consent = new ProductionConsent({
    isProduction: (target) => isProduction(planOf(target), production.value),
    isNeeded: (target) =>
      policy.value.confirmProduction && isProduction(planOf(target), strictProductionPatterns()),
    ask: async (target, reason) => (await loadLater()).askAboutProduction(planOf(target), reason),
  });
  const settings = {
    shareWithCli,
    signInBy: setting('identityCenter.signIn'),
    keepBackup: setting('files.keepBackup'),
  };
  const engine = new OnDemand(async () => {
    const environment = host.ownEnvironment();
    const made = (await loadLater()).createEngine({
      ...host,
      ...plans,
      ...settings,
      cliCacheRecord: listeners.cliCacheRecord,
      environment,
      targetsInUse,
    });
    made.cache.onForgottenAll(listeners.onForgottenAll);
    made.cache.onDropped(listeners.onDropped);
    made.windows.handle(listeners.answers);
    return made;
  });
  const sessions = consent.guard({
    planOf,
    get: async (...args) => (await engine.get()).sessions.get(...args),
    withSession: async (...args) => (await engine.get()).sessions.withSession(...args),
  });
  const identify: Engine['identify'] = async (...args) => (await engine.get()).identify(...args);
  /** Whether this window is the one that shows notices about the session with this access key. */
  const takeNotice = async (accessKeyId: string) => (await engine.get()).notices.claim(accessKeyId);
  const sharing = shareWithCli.onChange(
    (isOn) => void (isOn || engine.get().then(({ cliCache }) => cliCache.clear())),
  );
  return { engine, sessions, consent, identify, takeNotice, sharing };
}
export type EngineStage = ReturnType<typeof createEngineStage>;

/** Creates the profiles in use: that of the window, and those of its bound folders. */
export function createProfilesInUse(
  { context, log, now, attempt }: Host,
  { planOf }: Plans,
  { sessions, identify }: EngineStage,
) {
  const renewMinutes = setting('sessions.renewMinutes');
  const renewMarginMs = renewMargin(() => renewMinutes.value);
  const makeActive = (ownMemory: ActiveMemory) =>
    new Active({ sessions, memory: ownMemory, identify, log, now, renewMarginMs });
  const memory = workspaceMemory(context.workspaceState);
  const active = makeActive(memory);
  const production = setting('production');
  const bound = new BoundWindow({
    settings: bindingSettings,
    active,
    ownChoice: () => memory.load(),
    makeActive,
    planOf,
    isProduction: (target) => isProduction(planOf(target), production.value),
    answers: bindingAnswers(context.workspaceState),
    ask: async (question) => (await loadLater()).askAboutBinding(question),
    offer: (offer) =>
      void loadLater().then(({ offerBinding }) =>
        offerBinding(offer, context.workspaceState, () =>
          attempt(offer.profile, (renew) => active.use({ kind: 'profile', name: offer.profile }, renew)),
        ),
      ),
  });
  return { active, bound };
}
export type ProfilesInUse = ReturnType<typeof createProfilesInUse>;
