/** Why the AWS console cannot be opened for a profile. */
export type ConsoleFailure =
  /** AWS opens the console only for roles and federated users. */
  | { readonly code: 'consoleImpossible'; readonly profile: string; readonly why: ConsoleImpossible }
  /** The federation endpoint does not accept the credentials (HTTP 400). It tells no reason. */
  | { readonly code: 'consoleRefused'; readonly profile: string; readonly host: string }
  /** The address of the console is not known in this partition. */
  | { readonly code: 'noConsole'; readonly profile: string; readonly partition: string }
  /** What the user entered is no address of the AWS console, no ARN, and no name of a service. */
  | { readonly code: 'destinationUnknown'; readonly profile: string }
  /** The address or the ARN is of another partition than the profile. */
  | {
      readonly code: 'destinationElsewhere';
      readonly profile: string;
      /** The partition of the address or ARN. */
      readonly partition: string;
      /** That of the profile. */
      readonly own: string;
    }
  /** In this partition, the console has no page that finds a resource by its ARN. */
  | { readonly code: 'arnNotOpenable'; readonly profile: string; readonly partition: string }
  /** The program of `rolecall.console.browser` cannot be started, or ends with an error. */
  | {
      readonly code: 'browserNotStarted';
      readonly profile: string;
      readonly program: string;
      /** The system's error code, or the exit code. */
      readonly reason: string;
    };

/**
 * - `mfaSession`: the profile needs a code, and AWS opens no console for an MFA session;
 * - `sessionToken`: the credentials are of `GetSessionToken`.
 */
export type ConsoleImpossible = 'mfaSession' | 'sessionToken';
