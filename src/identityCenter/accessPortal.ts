import type { Disposable } from '../base/event.ts';
import type { SsoSession } from '../plan/plan.ts';
import { AccountFiles } from './accountFiles.ts';
import { KnownAccounts } from './knownAccounts.ts';
import { SignIns, type SignInsDependencies } from './signIns.ts';

export interface AccessPortalDependencies extends SignInsDependencies {
  /** The folder for listings on this machine. */
  readonly accountsFolder: string;
  /** The sign-ins that the AWS files currently define. */
  readonly sessions: () => readonly SsoSession[];
  /** Calls back when a token may have changed. */
  readonly watch: (onChange: () => void) => Disposable;
}

/**
 * Sign-ins to IAM Identity Center and the accounts behind them. Created when the tree first shows a sign-in or a
 * command needs one.
 */
export interface AccessPortal extends Disposable {
  readonly signIns: SignIns;
  readonly accounts: KnownAccounts;
  /** Reads the tokens again, for example because the AWS files define other sign-ins. */
  refresh(): Promise<void>;
  /** Ends a sign-in and forgets its accounts; see `SignIns.signOut`. */
  signOut(session: SsoSession, signal: AbortSignal): Promise<void>;
}

export function createAccessPortal(dependencies: AccessPortalDependencies): AccessPortal {
  const signIns = new SignIns(dependencies);
  const files = new AccountFiles(dependencies.accountsFolder);
  const accounts = new KnownAccounts({ signIns, files, now: dependencies.now });
  const refresh = (): Promise<void> => signIns.refresh(dependencies.sessions());
  const watching = dependencies.watch(() => void refresh());
  // The next user to sign in may be another person.
  const forgetting = signIns.onDidSignOut((session) => void accounts.forget(session));
  return {
    signIns,
    accounts,
    refresh,
    async signOut(session, signal) {
      // Cancels listings, which would otherwise fail for lack of a sign-in. The second time reports a failure.
      await accounts.forget(session).catch(() => undefined);
      try {
        await signIns.signOut(session, signal);
      } finally {
        await accounts.forget(session);
      }
    },
    dispose() {
      watching.dispose();
      forgetting.dispose();
      signIns.dispose();
      accounts.dispose();
    },
  };
}
