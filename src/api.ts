import type { Event, ExtensionContext } from 'vscode';

/** What Rolecall exports to other extensions: the result of activating it. */
export interface RolecallExports {
  /**
   * `context` is your extension's own context; it tells Rolecall which extension to name to the user. Rejects if this
   * version of the API does not exist.
   */
  getApi(version: 1, context: ExtensionContext): Promise<RolecallApi>;
}

export interface RolecallApi {
  /** The profile that this window uses, or undefined if it uses none. */
  readonly activeProfile: ActiveProfile | undefined;
  /** Fires when another profile is in use, or when something about the profile changes. */
  readonly onDidChangeActiveProfile: Event<ActiveProfile | undefined>;
  /**
   * Returns credentials for a profile by its name, or for the profile in use. Asks the user once whether your extension
   * can get credentials, and asks for an MFA code if the session needs one. Rejects with a `RolecallError`, or with the
   * signal's reason.
   */
  getCredentials(profile?: string, options?: CredentialsOptions): Promise<AwsCredentials>;
}

/** Contains no secrets. */
export interface ActiveProfile {
  /**
   * As in the AWS files, or `Role@123456789012` for a role that is not in them. If a line of the files is wrong and a
   * name could be a secret, `…` stands in its place.
   */
  readonly name: string;
  readonly region: string | undefined;
  /** The AWS account ID, if an ARN contains it. */
  readonly account: string | undefined;
  /**
   * What the credentials allow: everything that the role or user may do (`full`), or only what a session policy also
   * allows: that of AWS for reading, for names and settings, or for a security audit, or policies of the user's own.
   */
  readonly access: 'full' | 'readOnly' | 'viewOnly' | 'securityAudit' | 'custom';
  /** If there is no session, `getCredentials` gets one, and might ask for an MFA code. */
  readonly hasSession: boolean;
  /** When the session expires, if it does. */
  readonly expiration: Date | undefined;
}

export interface CredentialsOptions {
  /** Ends the wait. Work that other callers wait for continues. */
  readonly signal?: AbortSignal;
  /** Never asks the user. Rejects if the user would have to be asked. */
  readonly silent?: boolean;
}

/** As in the AWS SDK for JavaScript. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

export interface RolecallError extends Error {
  readonly name: 'RolecallError';
  /**
   * - `notAllowed`: the user does not allow your extension to get credentials, or was not asked (`silent`);
   * - `noActiveProfile`: no profile was named, and the window uses none;
   * - `cancelled`: the user closed the MFA code prompt;
   * - `needsPerson`: the session needs an MFA code, but the user may not be asked;
   * - anything else: the problem that `message` explains in the user's language.
   */
  readonly code: string;
}
