import type { Event, ExtensionContext } from 'vscode';

/** What Rolecall gives to other extensions: what activating it resolves with. */
export interface RolecallExports {
  /** `context` is your own: its extension is who the person is asked about. Rejects where there is no such version. */
  getApi(version: 1, context: ExtensionContext): Promise<RolecallApi>;
}

export interface RolecallApi {
  /** What this window uses; undefined where it uses none. */
  readonly activeProfile: ActiveProfile | undefined;
  /** Fires when that is another profile, or when something about it has changed. */
  readonly onDidChangeActiveProfile: Event<ActiveProfile | undefined>;
  /**
   * Credentials of a profile by its name, or of the one in use. The person is asked once whether your extension may have
   * any, and for a code where the session needs one. Rejects with a `RolecallError`, or with the signal's reason.
   */
  getCredentials(profile?: string, options?: CredentialsOptions): Promise<AwsCredentials>;
}

/** No secret is in it. */
export interface ActiveProfile {
  /** As in the AWS files; for a role that is in none, `Role@123456789012`. */
  readonly name: string;
  readonly region: string | undefined;
  /** The number of the AWS account, where an ARN tells it. */
  readonly account: string | undefined;
  /** Without a session, `getCredentials` makes one, and may ask for a code. */
  readonly hasSession: boolean;
  /** When the session ends, if it does. */
  readonly expiration: Date | undefined;
}

export interface CredentialsOptions {
  /** Ends the wait; work that others wait for goes on. */
  readonly signal?: AbortSignal;
  /** The person is asked nothing: what would take that is rejected. */
  readonly silent?: boolean;
}

/** As the AWS SDK for JavaScript has them. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

export interface RolecallError extends Error {
  readonly name: 'RolecallError';
  /**
   * - `notAllowed`: the person does not let your extension have credentials, or has not been asked (`silent`);
   * - `noActiveProfile`: no profile was named, and the window uses none;
   * - `cancelled`: the person closed the box for the code;
   * - `needsPerson`: the session takes a code, and nobody was to be asked;
   * - anything else: what went wrong, as `message` says in the person's language.
   */
  readonly code: string;
}
