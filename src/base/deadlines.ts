/**
 * How long Rolecall waits for anything outside of this process, in milliseconds, body included. Each wait ends with a
 * failure that can be tried again. `docs/architecture.md` has the same table with the reasons.
 */
export const deadlines = {
  /** Connecting to AWS, directly or through a proxy. */
  connectMs: 5000,
  /** One request to AWS, from its first byte to the last one of the answer. */
  attemptMs: 15_000,
  /** A call to AWS with all its attempts and the pauses between them. */
  callMs: 60_000,
  /** The same for a page of accounts or roles, which has more attempts. */
  pageMs: 180_000,
  /** Waiting for new keys while the old ones are good enough. */
  renewalMs: 500,
  /** A call that only finds suggestions for a question, which opens without them. */
  suggestionMs: 5000,
  /** All pages of a listing. */
  listingMs: 3_600_000,
  /** Connecting to a metadata service. */
  metadataConnectMs: 1000,
  /** One request to the EC2 instance metadata service. */
  instanceMs: 1000,
  /** One request to a container agent. */
  containerMs: 2000,
  /** One request to a credentials URI. */
  credentialsUriMs: 10_000,
  /** A program that prints credentials, a token, or an MFA code. */
  programMs: 60_000,
  /** Credentials for a program in a terminal, while the user may be asked. */
  brokerMs: 600_000,
  /** The name of the program that asks for credentials, which waits for that. */
  lookupMs: 1000,
  /** A sign-in to IAM Identity Center, while the user is in the browser. */
  signInMs: 600_000,
  /** Reading or writing a small file, or asking Git. */
  fileMs: 5000,
  /** Changing the AWS files. */
  changeMs: 30_000,
  /** Reading or writing one value of VS Code's secret storage. */
  storageMs: 10_000,
  /** Reading the clipboard, to propose its text in an input box. A browser may ask the user first. */
  clipboardMs: 1000,
  /** An answer from another window. */
  windowMs: 1000,
  /** Holding a lock that other windows wait for. */
  lockMs: 45_000,
  /** The same while the user is asked for something. */
  promptLockMs: 900_000,
  /** A session that is made without the user, with all its steps. */
  silentMs: 180_000,
} as const;

/** The greatest size of an answer, in bytes or as the name says. Larger answers are failures. */
export const maxSizes = {
  /** An answer from AWS. */
  answerBytes: 1024 * 1024,
  /** The pages of one listing. */
  pages: 1000,
  /** An answer from a metadata service. */
  metadataBytes: 64 * 1024,
  /** The output of a program. */
  outputBytes: 64 * 1024,
  /** A request or an answer between windows, in characters: about fifty sessions, many times more than any plan has. */
  lineLength: 256 * 1024,
  /** A token or a cache entry in a file. */
  fileBytes: 1024 * 1024,
  /** CA certificates, the stored accounts of a sign-in, or an AWS file: a thousand times one written by hand. */
  largeFileBytes: 16 * 1024 * 1024,
} as const;
