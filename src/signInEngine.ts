import type { Environment } from './base/environment.ts';
import { type Disposable, Emitter } from './base/event.ts';
import type { Failure } from './base/failure.ts';
import { OnDemand } from './base/onDemand.ts';
import type { ConsoleSignInDependencies } from './credentials/login/consoleSignIn.ts';
import { ConsoleSignIns } from './credentials/login/consoleSignIns.ts';
import { removeToken } from './credentials/removeToken.ts';
import { cliRolePath, tokenPath } from './credentials/sso/ssoTokens.ts';
import { watchDirectory } from './host/files/fileWatcher.ts';
import {
  type AccessPortal,
  type AccessPortalDependencies,
  createAccessPortal,
} from './identityCenter/accessPortal.ts';
import type { AccountNames } from './identityCenter/accountNames.ts';
import { signInKey, signInsOf } from './plan/identityCenterSource.ts';
import { isPlan, type Plan, type Planned, type SsoSession } from './plan/plan.ts';
import type { ProfileSet, Target } from './profiles/profiles.ts';
import { forgetPlans, withOtherAccess } from './session/cachedKeys.ts';
import type { MachineClock } from './session/machineClock.ts';
import type { SessionCache } from './session/sessionCache.ts';

type SignInEngineDependencies = Omit<AccessPortalDependencies, 'sessions' | 'watch' | 'forgetRoles'> &
  ConsoleSignInDependencies & {
    readonly profiles: () => ProfileSet;
    readonly planOf: (target: Target) => Planned;
    /** The targets that this window and its folders use. */
    readonly targetsInUse: () => readonly Target[];
    readonly environment: Environment;
    readonly accountNames: Pick<AccountNames, 'learn'>;
    readonly cache: SessionCache;
    readonly clock: MachineClock;
    /** `~/.aws/cli/cache`. */
    readonly cliCacheFolder: string;
  };

export interface SignInEngine extends Disposable {
  /** The Identity Center access portal, created on first use. */
  readonly portal: OnDemand<AccessPortal>;
  /** The sign-ins with the AWS console, created on first use. */
  readonly consoleSignIns: OnDemand<ConsoleSignIns>;
  /** The user has signed in for a session. The folder watchers notice that later. */
  signedIn(): void;
}

/** The sign-ins of this machine, apart from the sessions that are made with them. */
export function createSignInEngine(dependencies: SignInEngineDependencies): SignInEngine {
  const { profiles, environment, cache, clock, accountNames } = dependencies;
  const signedIn = new Emitter<void>();
  const watch = (folder: string, onChange: () => void, important?: () => readonly string[]): Disposable => {
    const watched = [
      watchDirectory(folder, onChange, undefined, important),
      signedIn.event(onChange),
      clock.onDidSetBack(onChange),
    ];
    return { dispose: () => watched.forEach((each) => each.dispose()) };
  };
  const signIns = (): readonly SsoSession[] =>
    [...signInsOf(profiles(), environment).values()].filter(isSignIn);
  const tokenFiles = lastResult(profiles, () => signIns().map((session) => tokenPath('', session)));
  const portal = new OnDemand(async () => {
    const made = createAccessPortal({
      ...dependencies,
      sessions: signIns,
      watch: (onChange) => watch(dependencies.ssoCacheFolder, onChange, tokenFiles),
      forgetRoles: async (session) => {
        const plans = plansWith(
          (source) => source?.kind === 'identityCenter' && signInKey(source.session) === signInKey(session),
          dependencies,
        );
        await Promise.all([forgetPlans(cache, plans), forgetCliRoles(plans, dependencies)]);
      },
    });
    const { accounts } = made;
    accounts.onDidChange((session) => {
      void accounts.known(session).then((listing) => accountNames.learn(signInKey(session), listing));
    });
    return made;
  });
  const consoleSignIns = new OnDemand(async () => {
    return new ConsoleSignIns({
      ...dependencies,
      watch: (onChange) => watch(dependencies.logins.folder, onChange),
      forgetSessions: async (session, accessKeyId) => {
        const plans = plansWith(
          (source) => source?.kind === 'login' && source.session === session,
          dependencies,
        );
        await forgetPlans(cache, plans);
        const [plan] = plans;
        if (plan && accessKeyId !== undefined) await cache.drop(plan, accessKeyId, true);
      },
    });
  });
  return {
    portal,
    consoleSignIns,
    signedIn: () => signedIn.fire(),
    dispose() {
      portal.dispose();
      consoleSignIns.dispose();
    },
  };
}

async function forgetCliRoles(
  plans: readonly Plan[],
  { cliCacheFolder }: SignInEngineDependencies,
): Promise<void> {
  const forget = async ({ steps: [source] }: Plan): Promise<void> => {
    if (source?.kind === 'identityCenter') await removeToken(cliRolePath(cliCacheFolder, source));
  };
  await Promise.all(plans.map(forget));
}

/** Computes a result again only if the input is another one: the caller asks every second. */
function lastResult<Result>(input: () => unknown, compute: () => Result): () => Result {
  let last: { readonly input: unknown; readonly result: Result } | undefined;
  return () => {
    const now = input();
    if (!last || last.input !== now) last = { input: now, result: compute() };
    return last.result;
  };
}

function isSignIn(signIn: SsoSession | Failure): signIn is SsoSession {
  return !('code' in signIn);
}

/** The plans of all profiles and targets in use whose source is meant. */
function plansWith(
  isMeant: (source: Plan['steps'][number] | undefined) => boolean,
  { profiles, planOf, targetsInUse }: SignInEngineDependencies,
): readonly Plan[] {
  const targets = [...profiles().profiles.keys()].map((name): Target => ({ kind: 'profile', name }));
  const plans = [...targets, ...targetsInUse()].map(planOf).filter(isPlan);
  return withOtherAccess(
    plans.filter(({ steps: [source] }) => isMeant(source)),
    planOf,
  );
}
