import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Environment } from './base/environment.ts';
import { type Disposable, Emitter } from './base/event.ts';
import type { Failure } from './base/failure.ts';
import type { Log } from './base/log.ts';
import { OnDemand } from './base/onDemand.ts';
import { UsedCodes } from './credentials/run/mfa.ts';
import type { Progress } from './credentials/run/runPlan.ts';
import { createRunner } from './credentials/run/runner.ts';
import type { Identity } from './credentials/sdk/sts.ts';
import { cliRolePath, removeToken } from './credentials/sso/ssoTokens.ts';
import { type AwsFilesWriter, createAwsFilesWriter } from './host/files/editableFiles.ts';
import { watchDirectory } from './host/files/fileWatcher.ts';
import { describeReason } from './host/messages/messages.ts';
import { createSkewWarning, createStorageNotice } from './host/notices.ts';
import { createPrompts } from './host/prompts.ts';
import { rememberedFacts } from './host/rememberedFacts.ts';
import type { Setting } from './host/settings.ts';
import { createSignInPrompts } from './host/signInPrompts.ts';
import { type AccessPortal, createAccessPortal } from './identityCenter/accessPortal.ts';
import { signInKey, signInsOf } from './plan/identityCenterSource.ts';
import { isPlan, type Plan, type Planned, type SsoSession } from './plan/plan.ts';
import type { Target } from './profiles/profiles.ts';
import type { StoreState } from './profiles/store.ts';
import { forgetPlans } from './session/cachedKeys.ts';
import { createCliCache, type SharedSessions } from './session/cliCache.ts';
import { createCodeClaims } from './session/codeClaims.ts';
import { FileLock } from './session/fileLock.ts';
import { markSecrets } from './session/markedSecrets.ts';
import { OnceAcrossWindows } from './session/onceAcrossWindows.ts';
import { SessionCache } from './session/sessionCache.ts';
import { reuseMarginMs, type Session, Sessions, type SignIn } from './session/sessions.ts';
import { Windows } from './session/windows.ts';

export interface EngineDependencies {
  readonly context: vscode.ExtensionContext;
  readonly store: { readonly state: StoreState };
  readonly planOf: (target: Target) => Planned;
  /** The targets that this window and its folders use. */
  readonly targetsInUse: () => readonly Target[];
  readonly environment: Environment;
  readonly shareWithCli: Setting<boolean>;
  readonly keepBackup: Setting<boolean>;
  readonly signInBy: Setting<'auto' | 'browser' | 'deviceCode'>;
  readonly log: Log;
  readonly now: () => number;
}

/** The session engine, loaded on first use. */
export interface Engine extends Disposable {
  readonly sessions: Sessions;
  readonly cache: SessionCache;
  readonly cliCache: SharedSessions;
  readonly notices: OnceAcrossWindows;
  readonly awsFiles: AwsFilesWriter;
  /** The Identity Center access portal, created on first use. */
  readonly portal: OnDemand<AccessPortal>;
  /** The longest prefix of the plan that is already cached. */
  progressOf(plan: Plan): Promise<Progress | undefined>;
  /** Asks AWS whose credentials the session has. */
  identify(session: Session, signal: AbortSignal): Promise<Identity>;
}

/**
 * Creates the session engine, when it is first used. Everything that exists from start-up on is created in the stages
 * that `extension.ts` runs.
 */
export function createEngine(dependencies: EngineDependencies): Engine {
  const { context, planOf, log, now } = dependencies;
  const profiles = () => dependencies.store.state.profiles;
  const folder = context.globalStorageUri.fsPath;
  const lock = new FileLock(join(folder, 'locks'), log);
  const runnerDependencies = {
    ...dependencies,
    profiles,
    isTrusted: () => vscode.workspace.isTrusted,
    prompts: createPrompts(describeReason),
    usedCodes: new UsedCodes(now, createCodeClaims(join(folder, 'codes'), log, now)),
    onClockSkew: createSkewWarning(),
    ssoCacheFolder: join(homedir(), '.aws', 'sso', 'cache'),
    withLock: lock.hold.bind(lock),
    signInPrompts: createSignInPrompts(() => dependencies.signInBy.value),
  };
  const runner = createRunner(runnerDependencies);
  const windows = new Windows(join(folder, 'windows'), log);
  const facts = rememberedFacts(context.globalState);
  const notices = new OnceAcrossWindows(windows, facts);
  const reportStorageFailure = createStorageNotice(() => notices.claimForGood('secretsAreNotKept'));
  const { secrets: all } = context;
  const secrets = markSecrets(all, facts, performance.timeOrigin, log, () => void reportStorageFailure());
  const cliCacheFolder = join(homedir(), '.aws', 'cli', 'cache');
  const cliCache = createCliCache({
    directory: cliCacheFolder,
    profiles,
    isOn: () => dependencies.shareWithCli.value,
    log,
  });
  const cache = new SessionCache(secrets, windows, log, now, cliCache);
  cache.onStorageFailed(() => void reportStorageFailure());
  const forgetCliRoles = (plans: readonly Plan[]): Promise<unknown> =>
    Promise.all(
      plans.map(async ({ steps: [source] }) => {
        if (source?.kind === 'identityCenter') await removeToken(cliRolePath(cliCacheFolder, source));
      }),
    );
  /** Fires before the folder watcher notices the change. */
  const signedIn = new Emitter<void>();
  const portal = new OnDemand(async () =>
    createAccessPortal({
      ...runnerDependencies,
      accountsFolder: join(folder, 'identityCenter'),
      sessions: () => [...signInsOf(profiles(), dependencies.environment).values()].filter(isSignIn),
      watch: (onChange) =>
        vscode.Disposable.from(
          watchDirectory(runnerDependencies.ssoCacheFolder, onChange),
          signedIn.event(onChange),
        ),
      forgetRoles: async (session) => {
        const plans = plansOn(session, dependencies);
        await Promise.all([forgetPlans(cache, plans), forgetCliRoles(plans)]);
      },
    }),
  );
  const signIn: SignIn = async (plan, signal) => {
    await runner.signIn(plan, signal);
    signedIn.fire();
  };
  return {
    sessions: new Sessions(planOf, runner.run, cache, lock, signIn),
    cache,
    cliCache,
    notices,
    awsFiles: createAwsFilesWriter(lock, dependencies.keepBackup, now),
    portal,
    progressOf: (plan) => cache.longestPrefix(plan, reuseMarginMs),
    identify: ({ plan, credentials }, signal) => runner.identify(plan, credentials, signal),
    dispose: () => vscode.Disposable.from(windows, portal).dispose(),
  };
}

function isSignIn(signIn: SsoSession | Failure): signIn is SsoSession {
  return !('code' in signIn);
}

/** The plans of all profiles and targets in use that depend on this sign-in. */
function plansOn(session: SsoSession, { store, planOf, targetsInUse }: EngineDependencies): readonly Plan[] {
  const key = signInKey(session);
  const targets = [...store.state.profiles.profiles.keys()].map((name): Target => ({
    kind: 'profile',
    name,
  }));
  return [...targets, ...targetsInUse()]
    .map(planOf)
    .filter(isPlan)
    .filter(({ steps: [source] }) => source?.kind === 'identityCenter' && signInKey(source.session) === key);
}
