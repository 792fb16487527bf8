import type { Disposable } from '../base/event.ts';
import type { SsoSession } from '../plan/plan.ts';
import { AccountFiles } from './accountFiles.ts';
import { KnownAccounts } from './knownAccounts.ts';
import { SignIns, type SignInsDependencies } from './signIns.ts';

export interface AccessPortalDependencies extends SignInsDependencies {
  /** Where this machine keeps what was listed. */
  readonly accountsFolder: string;
  /** The places at which the files let a person sign in now. */
  readonly sessions: () => readonly SsoSession[];
  /** Calls back when a token may have changed. */
  readonly watch: (onChange: () => void) => Disposable;
}

/** What a person reaches by signing in to IAM Identity Center: a bundle of its own, read when that is first shown or asked for. */
export interface AccessPortal extends Disposable {
  readonly signIns: SignIns;
  readonly accounts: KnownAccounts;
  /** Looks at the tokens again: the files name other sign-ins. */
  look(): Promise<void>;
  /** Ends a sign-in and all that is known by it; see `SignIns.signOut`. */
  signOut(session: SsoSession, signal: AbortSignal): Promise<void>;
}

export function createAccessPortal(dependencies: AccessPortalDependencies): AccessPortal {
  const signIns = new SignIns(dependencies);
  const files = new AccountFiles(dependencies.accountsFolder);
  const accounts = new KnownAccounts({ signIns, files, now: dependencies.now });
  const look = (): Promise<void> => signIns.look(dependencies.sessions());
  const watching = dependencies.watch(() => void look());
  // The next to sign in may be somebody else.
  const forgetting = signIns.onDidSignOut((session) => void accounts.forget(session));
  return {
    signIns,
    accounts,
    look,
    async signOut(session, signal) {
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
