import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { UsedCodes } from './credentials/mfa.ts';
import type { Progress } from './credentials/run.ts';
import type { RunPlan } from './credentials/runner.ts';
import { cliRolePath, removeToken } from './credentials/ssoTokens.ts';
import type { Identity } from './credentials/sts.ts';
import { type Disposable, Emitter } from './event.ts';
import type { Failure } from './failure.ts';
import { describeAction } from './host/actionMessages.ts';
import type { Messages } from './host/messages.ts';
import { createSkewWarning, createStorageNotice } from './host/notices.ts';
import { watchDirectory } from './host/watching.ts';
import { createPrompts } from './host/prompts.ts';
import { rememberedFacts } from './host/rememberedFacts.ts';
import { createSignInPrompts } from './host/signInPrompts.ts';
import type { Setting } from './host/settings.ts';
import type { Reach } from './identityCenter/reach.ts';
import type { Log } from './log.ts';
import { OnDemand } from './onDemand.ts';
import type { Environment } from './plan/endpoint.ts';
import { signInKey, signInsOf } from './plan/identityCenter.ts';
import { isPlan, type Plan, type Planned, type SsoSession } from './plan/plan.ts';
import type { Target } from './profiles/profiles.ts';
import type { StoreState } from './profiles/store.ts';
import { SessionCache } from './session/cache.ts';
import { createCliCache, type SharedSessions } from './session/cliCache.ts';
import { forgetPlans } from './session/knownKeys.ts';
import { FileLock } from './session/lock.ts';
import { markSecrets } from './session/markedSecrets.ts';
import { Notices } from './session/notices.ts';
import { reuseMarginMs, type Session, Sessions, type SignIn } from './session/sessions.ts';
import { createTakenCodes } from './session/takenCodes.ts';
import { Windows } from './session/windows.ts';

export interface EngineParts {
  readonly context: vscode.ExtensionContext;
  readonly store: { readonly state: StoreState };
  readonly planOf: (target: Target) => Planned;
  /** What this window and its folders use. */
  readonly inUse: () => readonly Target[];
  readonly environment: Environment;
  readonly shareWithCli: Setting<boolean>;
  readonly signInBy: Setting<'auto' | 'browser' | 'deviceCode'>;
  readonly messages: Messages;
  readonly log: Log;
  readonly now: () => number;
}

/** All that makes sessions. */
export interface Engine extends Disposable {
  readonly sessions: Sessions;
  readonly cache: SessionCache;
  readonly cliCache: SharedSessions;
  readonly notices: Notices;
  readonly lock: FileLock;
  /** What sign-ins lead to, from when somebody wants to know. */
  readonly reach: OnDemand<Reach>;
  /** What of a plan need not be done again. */
  progressOf(plan: Plan): Promise<Progress | undefined>;
  /** Asks AWS who a session is. */
  identify(session: Session, signal: AbortSignal): Promise<Identity>;
}

/**
 * Builds, from left to right, what stands behind the first session: it is read when that is asked for, and not before.
 * All that is there from the start is built in `extension.ts`.
 */
export function createEngine(parts: EngineParts): Engine {
  const { context, planOf, messages, log, now } = parts;
  messages.learn(describeAction);
  const profiles = () => parts.store.state.profiles;
  const folder = context.globalStorageUri.fsPath;
  const lock = new FileLock(join(folder, 'locks'), log);
  const runnerParts = {
    ...parts,
    profiles,
    isTrusted: () => vscode.workspace.isTrusted,
    prompts: createPrompts(messages.describeReason),
    usedCodes: new UsedCodes(now, createTakenCodes(join(folder, 'codes'), log, now)),
    onClockSkew: createSkewWarning(),
    ssoCacheFolder: join(homedir(), '.aws', 'sso', 'cache'),
    alone: lock.hold.bind(lock),
    signInPrompts: createSignInPrompts(() => parts.signInBy.value),
  };
  const openRunner = () =>
    import('./credentials/runner.ts').then(({ createRunner }) => createRunner(runnerParts));
  const runPlan: RunPlan = (...args) => openRunner().then(({ run }) => run(...args));
  const windows = new Windows(join(folder, 'windows'), log);
  const facts = rememberedFacts(context.globalState);
  const notices = new Notices(windows, facts);
  const sayNothingIsKept = createStorageNotice(() => notices.takeForGood('secretsAreNotKept'));
  const { secrets: all } = context;
  const secrets = markSecrets(all, facts, performance.timeOrigin, log, () => void sayNothingIsKept());
  const cliCacheFolder = join(homedir(), '.aws', 'cli', 'cache');
  const cliCache = createCliCache({
    directory: cliCacheFolder,
    profiles,
    isOn: () => parts.shareWithCli.value,
    log,
  });
  const cache = new SessionCache(secrets, windows, log, now, cliCache);
  cache.onCannotStore(() => void sayNothingIsKept());
  const forgetCliRoles = (plans: readonly Plan[]): Promise<unknown> =>
    Promise.all(
      plans.map(async ({ steps: [source] }) => {
        if (source?.kind === 'identityCenter') await removeToken(cliRolePath(cliCacheFolder, source));
      }),
    );
  /** Sooner than a look at the folder tells. */
  const signedIn = new Emitter<void>();
  const reach = new OnDemand(() =>
    import('./identityCenter/reach.ts').then(({ createReach }) =>
      createReach({
        ...runnerParts,
        accountsFolder: join(folder, 'identityCenter'),
        sessions: () => [...signInsOf(profiles(), parts.environment).values()].filter(isSignIn),
        watch: (onChange) =>
          vscode.Disposable.from(
            watchDirectory(runnerParts.ssoCacheFolder, onChange),
            signedIn.event(onChange),
          ),
        forgetRoles: async (session) => {
          const plans = plansOn(session, parts);
          await Promise.all([forgetPlans(cache, plans), forgetCliRoles(plans)]);
        },
      }),
    ),
  );
  const signIn: SignIn = async (plan, signal) => {
    await (await openRunner()).signIn(plan, signal);
    signedIn.fire();
  };
  return {
    sessions: new Sessions(planOf, runPlan, cache, lock, signIn),
    cache,
    cliCache,
    notices,
    lock,
    reach,
    progressOf: (plan) => cache.longestPrefix(plan, reuseMarginMs),
    identify: ({ plan, credentials }, signal) =>
      openRunner().then((runner) => runner.identify(plan, credentials, signal)),
    dispose: () => vscode.Disposable.from(windows, reach).dispose(),
  };
}

function isSignIn(signIn: SsoSession | Failure): signIn is SsoSession {
  return !('code' in signIn);
}

/** The plans of all that the files or a window have which stand on a sign-in. */
function plansOn(session: SsoSession, { store, planOf, inUse }: EngineParts): readonly Plan[] {
  const key = signInKey(session);
  const targets = [...store.state.profiles.profiles.keys()].map((name): Target => ({
    kind: 'profile',
    name,
  }));
  return [...targets, ...inUse()]
    .map(planOf)
    .filter(isPlan)
    .filter(({ steps: [source] }) => source?.kind === 'identityCenter' && signInKey(source.session) === key);
}
