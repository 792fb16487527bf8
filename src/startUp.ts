import { join } from 'node:path';
import * as vscode from 'vscode';
import { type Environment, withoutBlanks } from './base/environment.ts';
import { OnDemand } from './base/onDemand.ts';
import { createAttempt } from './commands/attempt.ts';
import { RecentFailures } from './commands/recentFailures.ts';
import { withoutMirrors } from './delivery/handover/handover.ts';
import { ExtensionHostVariables } from './delivery/terminals/extensionHost.ts';
import type { Engine } from './engine.ts';
import { directDevices } from './host/directDevices.ts';
import { isEc2Instance } from './host/ec2.ts';
import { createLog } from './host/outputLog.ts';
import { PolicySetting } from './host/policySettings.ts';
import { derived, setting } from './host/settings.ts';
import { defaultSessionName, userName } from './host/userName.ts';
import { regionMemory } from './host/workspaceMemory.ts';
import { createLateAccess } from './lateAccess.ts';
import { consentFacts, createProduction } from './productionStage.ts';
import { type Target, withoutAccess } from './profiles/profiles.ts';
import type { FileRecord } from './session/cliCache.ts';
import { ProductionConsent } from './session/consent/productionConsent.ts';
import { clockRecordPath, MachineClock, machineClocks } from './session/machineClock.ts';
import type { RequestHandlers } from './session/otherWindows.ts';
import { createPlanCache } from './session/planCache.ts';
import { Identities } from './session/inUse/identities.ts';
import { WindowRegion } from './session/inUse/windowRegion.ts';
import { mfaSessionSeconds } from './session/renewal.ts';
import { createStore } from './storeStage.ts';

/** Loads what start-up does not need. */
export const loadLater = () => import('./later.ts');

/** Loads what only editors of AWS files need. */
export const loadLanguage = () => import('./language.ts');

/** Creates the clock, the log, and a view of the environment that VS Code was started with. */
export function createHost(context: vscode.ExtensionContext) {
  const hostVariables = new ExtensionHostVariables(process.env, setting('extensionHost.inject'));
  const environment = hostVariables.inherited;
  /** What of it leads to the user's own credentials. */
  const ownEnvironment = () => withoutBlanks(withoutMirrors(environment));
  const log = createLog(() => vscode.window.createOutputChannel('Rolecall', { log: true }));
  let sessionNameMade: string | undefined;
  const sessionName = () => (sessionNameMade ??= defaultSessionName(userName(environment)));
  const failures = new RecentFailures();
  const attempt = createAttempt((failure, ...given) => {
    failures.add(failure, Date.now());
    void loadLater().then(({ showFailure }) => showFailure(failure, ...given));
  }, log);
  const clock = new MachineClock(machineClocks, clockRecordPath(context.globalStorageUri.fsPath));
  return {
    context,
    hostVariables,
    environment,
    ownEnvironment,
    log,
    sessionName,
    attempt,
    failures,
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
  let isOnInstance: boolean | undefined;
  const { files, store, planner, createAccess, signIns } = createStore(ownEnvironment, (...wait) => {
    void loadLater().then(({ showFileWait }) => showFileWait(...wait));
  });
  const planIn = (environment: () => Environment) =>
    createPlanCache(
      planner,
      () => store.state.profiles,
      () => ({
        environment: environment(),
        isOnInstance: (isOnInstance ??= isEc2Instance()),
        sessionName: sessionName(),
        mfaSessionSeconds: mfaSessionSeconds(Math.min(mfaHours.value, policy.value.maxMfaSessionHours)),
        mfaRoleSeconds: policy.value.maxMfaSessionHours * 3600,
        mfaProcess: mfaProcess.value,
        directDevices: devices.current(),
      }),
    );
  const unguarded = planIn(ownEnvironment);
  const accountsFolder = join(context.globalStorageUri.fsPath, 'identityCenter');
  const names = {
    ready: () => store.ready(),
    profiles: () => store.state.profiles,
    signIns: () => [...signIns().keys()],
    readListing: async (signIn: string) => {
      const { AccountFiles } = await loadLater();
      return new AccountFiles(accountsFolder).read(signIn);
    },
  };
  const production = createProduction(policy, names, (target) => unguarded(withoutAccess(target)));
  const windowRegion = new WindowRegion(regionMemory(context.workspaceState, context.globalState));
  const access = [sessionName, production.production, loadLanguage] as const;
  const { scopedPlanOf, ...limits } = createLateAccess(
    createAccess,
    [...access],
    () => store.ready(),
    unguarded,
  );
  const planOf = (target: Target) => windowRegion.applyTo(production.guard.shorten(scopedPlanOf(target)));
  const planning = { planOf, planIn, windowRegion };
  return {
    store,
    files,
    ...planning,
    signIns,
    directDevices: devices,
    accountsFolder,
    ...production,
    ...limits,
  };
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
  const consent = new ProductionConsent({
    ...consentFacts(plans, planOf, policy),
    ready: async () => {
      await Promise.all([plans.production.ready(), plans.access.ready()]);
    },
    ask: async (target, question) => {
      const [{ askAboutProduction }, account] = [await loadLater(), plans.accountNames.of(planOf(target))];
      return askAboutProduction(target, account, question);
    },
    now: host.now,
  });
  const settings = {
    shareWithCli,
    mfaAutoSubmit: setting('mfa.autoSubmit'),
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
  /** A session gets the policy that is in its file now. */
  const readFor = async (target: Target) => {
    await plans.access.ready(target);
    return engine.get();
  };
  const sessions = consent.guard({
    planOf,
    get: async (...args) => (await readFor(args[0])).sessions.get(...args),
    withSession: async (...args) => (await readFor(args[0])).sessions.withSession(...args),
  });
  const identities = new Identities<Identity>(async (...args) => (await engine.get()).identify(...args));
  /** Whether this window is the one that shows notices about the session with this access key. */
  const takeNotice = async (accessKeyId: string) => (await engine.get()).notices.claim(accessKeyId);
  const sharing = shareWithCli.onChange(
    (isOn) => void (isOn || engine.get().then(({ cliCache }) => cliCache.clear())),
  );
  /** A permission set of the user with less access, in place of one that AWS cannot limit. */
  const readOnlyRole = async (...given: Parameters<Engine['readOnlyRole']>) =>
    (await engine.get()).readOnlyRole(...given);
  return { engine, sessions, consent, identities, takeNotice, sharing, readOnlyRole };
}
type Identity = Awaited<ReturnType<Engine['identify']>>;
export type EngineStage = ReturnType<typeof createEngineStage>;
