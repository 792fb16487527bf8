import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { sweepDrafts } from './base/atomicFile.ts';
import { type Environment, homeFolder } from './base/environment.ts';
import type { Disposable } from './base/event.ts';
import type { Log } from './base/log.ts';
import type { OnDemand } from './base/onDemand.ts';
import { HeldTokens } from './credentials/heldTokens.ts';
import type { ConsoleSignIns } from './credentials/login/consoleSignIns.ts';
import { loginCacheFolder, loginFiles } from './credentials/login/loginTokens.ts';
import { Logins } from './credentials/login/logins.ts';
import { UsedCodes } from './credentials/run/mfa.ts';
import type { Progress } from './credentials/run/runSteps.ts';
import { createRunner } from './credentials/run/runner.ts';
import { createKeyOwners, type KeyOwners } from './credentials/run/userKeys.ts';
import { useProxySettings } from './credentials/sdk/proxy.ts';
import type { Identity } from './credentials/sdk/sts.ts';
import { ssoFiles } from './credentials/sso/ssoTokens.ts';
import type { DirectDevices } from './host/directDevices.ts';
import { type AwsFilesWriter, createAwsFilesWriter } from './host/files/editableFiles.ts';
import type { SteadyFiles } from './host/files/steadyFiles.ts';
import { describeReason } from './host/messages/messages.ts';
import { createHeldTokenNotice, createSkewWarning, createStorageNotice } from './host/notices.ts';
import { createPrompts } from './host/prompts.ts';
import { proxySettings } from './host/proxySettings.ts';
import { rememberedFacts } from './host/rememberedFacts.ts';
import type { Setting } from './host/settings.ts';
import { createSignInPrompts } from './host/signInPrompts.ts';
import type { AccountNames } from './identityCenter/accountNames.ts';
import type { AccessPortal } from './identityCenter/accessPortal.ts';
import { lesserRoles, readOnlyRole } from './identityCenter/lesserRoles.ts';
import { newConsoleEndpoint, type SigninEndpoint } from './plan/endpoints/signinEndpoint.ts';
import { environmentRegion } from './plan/endpoints/stsEndpoint.ts';
import { newSignIn } from './plan/identityCenterSource.ts';
import type { Plan, Planned, SsoSession } from './plan/plan.ts';
import { type Access, fullAccess } from './profiles/access/access.ts';
import type { Target } from './profiles/profiles.ts';
import type { StoreState } from './profiles/store.ts';
import { withoutWrittenSessions } from './profiles/writtenSessionEdits.ts';
import { createCliCache, type FileRecord, type SharedSessions } from './session/cliCache.ts';
import { createCodeClaims } from './session/codeClaims.ts';
import type { ProductionProfiles } from './session/consent/productionProfiles.ts';
import { FileLock } from './session/fileLock.ts';
import { type MachineClock, machineClocks } from './session/machineClock.ts';
import { markSecrets } from './session/markedSecrets.ts';
import { OnceAcrossWindows } from './session/onceAcrossWindows.ts';
import { SessionCache } from './session/sessionCache.ts';
import { loggedRuns } from './session/sessionLog.ts';
import { reuseMarginMs } from './session/renewal.ts';
import { type Session, Sessions, type SignIn } from './session/sessions.ts';
import { Windows } from './session/windows.ts';
import { createSignInEngine } from './signInEngine.ts';

export interface EngineDependencies {
  readonly context: vscode.ExtensionContext;
  readonly store: { readonly state: StoreState };
  readonly files: SteadyFiles;
  readonly planOf: (target: Target) => Planned;
  /** The targets that this window and its folders use. */
  readonly targetsInUse: () => readonly Target[];
  readonly environment: Environment;
  readonly directDevices: DirectDevices;
  readonly accountNames: Pick<AccountNames, 'learn'>;
  readonly production: Pick<ProductionProfiles, 'ofTarget'>;
  /** The folder for listings of accounts. */
  readonly accountsFolder: string;
  readonly shareWithCli: Setting<boolean>;
  readonly cliCacheRecord: FileRecord;
  readonly keepBackup: Setting<boolean>;
  readonly mfaAutoSubmit: Setting<boolean>;
  readonly signInBy: Setting<'auto' | 'browser' | 'deviceCode'>;
  readonly log: Log;
  readonly now: () => number;
  readonly clock: MachineClock;
}

/** The session engine, loaded on first use. */
export interface Engine extends Disposable {
  readonly sessions: Sessions;
  readonly cache: SessionCache;
  /** The turns of the windows. */
  readonly lock: FileLock;
  readonly cliCache: SharedSessions;
  readonly notices: OnceAcrossWindows;
  readonly windows: Pick<Windows, 'ask' | 'handle'>;
  readonly awsFiles: AwsFilesWriter;
  /** The Identity Center access portal, created on first use. */
  readonly portal: OnDemand<AccessPortal>;
  /** The sign-ins with the AWS console, created on first use. */
  readonly consoleSignIns: OnDemand<ConsoleSignIns>;
  /** The longest prefix of the plan that is already cached. */
  progressOf(plan: Plan): Promise<Progress | undefined>;
  /** Asks AWS whose credentials the session has. */
  identify(session: Session, signal: AbortSignal): Promise<Identity>;
  /** What AWS tells about the access keys of users. */
  readonly keyOwners: KeyOwners;
  /** The user's permission sets with less access in the account of a target; see `lesserRoles`. */
  lesserRoles(target: Target, usedBefore: readonly Target[]): ReturnType<typeof lesserRoles>;
  /** What stands in for a target that AWS cannot limit; see `readOnlyRole`. */
  readOnlyRole(target: Target, access: Access): Promise<Target | undefined>;
  /** A sign-in that is not in the files yet. */
  newSignIn(name: string, startUrl: string, region: string): SsoSession;
  /** Where a profile, which may be new, is signed in with the console. Without `region`, the profile has one. */
  consoleEndpoint(profile: string, region: string | undefined): SigninEndpoint;
  /** The region that VS Code's environment sets. */
  readonly environmentRegion: string | undefined;
}

/**
 * Creates the session engine, when it is first used. Everything that exists from start-up on is created in the stages
 * that `extension.ts` runs.
 */
export function createEngine(dependencies: EngineDependencies): Engine {
  const { context, planOf, log, now, clock } = dependencies;
  const profiles = () => dependencies.store.state.profiles;
  const folder = context.globalStorageUri.fsPath;
  const home = homeFolder(dependencies.environment, { platform: process.platform, home: homedir() });
  const { uptime } = machineClocks;
  const lock = new FileLock(join(folder, 'locks'), log);
  useProxySettings(proxySettings);
  const reportHeldToken = createHeldTokenNotice(log);
  const withLock = lock.hold.bind(lock);
  const logins = new Logins({
    ...dependencies,
    loginCacheFolder: loginCacheFolder(dependencies.environment),
    withLock,
    loginTokens: new HeldTokens(loginFiles, reportHeldToken),
  });
  const runnerDependencies = {
    ...dependencies,
    logins,
    profiles,
    isTrusted: () => vscode.workspace.isTrusted,
    prompts: createPrompts(
      describeReason,
      dependencies.mfaAutoSubmit,
      (target) => dependencies.production.ofTarget(target) !== undefined,
    ),
    usedCodes: new UsedCodes(now, createCodeClaims(join(folder, 'codes'), log, now, uptime), uptime),
    onClockSkew: createSkewWarning('AWS'),
    onDirectDevice: (mfaSerial: string) => dependencies.directDevices.add(mfaSerial),
    ssoCacheFolder: join(home, '.aws', 'sso', 'cache'),
    withLock,
    tokens: new HeldTokens(ssoFiles, reportHeldToken),
    signInPrompts: createSignInPrompts(() => dependencies.signInBy.value),
  };
  const runner = createRunner(runnerDependencies);
  const windows = new Windows(join(folder, 'windows'), log);
  const facts = rememberedFacts(context.globalState);
  const notices = new OnceAcrossWindows(windows, facts);
  const reportStorageFailure = createStorageNotice(() => notices.claimForGood('secretsAreNotKept'));
  const { secrets: all } = context;
  const secrets = markSecrets(all, facts, performance.timeOrigin, log, () => void reportStorageFailure());
  const cliCacheFolder = join(home, '.aws', 'cli', 'cache');
  const cliCache = createCliCache({
    directory: cliCacheFolder,
    profiles,
    isOn: () => dependencies.shareWithCli.value,
    record: dependencies.cliCacheRecord,
    log,
  });
  const cache = new SessionCache(secrets, windows, log, now, cliCache, clock);
  cache.onStorageFailed(() => void reportStorageFailure());
  const sweepCaches = (ageMs?: number): void => {
    for (const each of [runnerDependencies.ssoCacheFolder, logins.folder, cliCacheFolder])
      void sweepDrafts(each, ageMs);
  };
  sweepCaches();
  cache.onForgottenAll(() => dependencies.directDevices.forget());
  // If a window is writing one now, that write fails and is reported.
  cache.onForgottenAll(() => sweepCaches(0));
  const signIns = createSignInEngine({ ...runnerDependencies, cache, cliCacheFolder });
  const { portal, consoleSignIns } = signIns;
  /** The plan also of a target that the settings want to limit, which AWS may not be able to. */
  const unlimited = (target: Target): Planned => planOf({ ...target, access: fullAccess });
  const signIn: SignIn = async (...request) => {
    await runner.signIn(...request);
    signIns.signedIn();
  };
  return {
    sessions: new Sessions(planOf, loggedRuns(runner.run, log), cache, lock, signIn),
    cache,
    lock,
    cliCache,
    notices,
    windows,
    awsFiles: createAwsFilesWriter({ ...dependencies, lock, withoutSessions: withoutWrittenSessions }),
    portal,
    consoleSignIns,
    progressOf: (plan) => cache.longestPrefix(plan, reuseMarginMs),
    identify: ({ plan, credentials }, signal) => runner.identify(plan, credentials, signal),
    keyOwners: createKeyOwners({ ...dependencies, profiles }),
    lesserRoles: (target, usedBefore) => lesserRoles(unlimited(target), usedBefore, () => portal.get()),
    readOnlyRole: (target, access) => readOnlyRole(unlimited(target), access, () => portal.get()),
    newSignIn: (...given) => newSignIn(...given, dependencies.environment),
    consoleEndpoint: (name, region) => newConsoleEndpoint(profiles(), name, region, dependencies.environment),
    environmentRegion: environmentRegion(dependencies.environment),
    dispose: () => vscode.Disposable.from(windows, signIns).dispose(),
  };
}
