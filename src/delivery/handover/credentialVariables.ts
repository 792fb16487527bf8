// The names with which AWS tools choose an identity, a region, and files come from their sources: botocore
// (`credentials.py`, `configprovider.py`, `utils.py`), and the SDKs for JavaScript (`credential-provider-env`,
// `credential-provider-http`, `httpAuthSchemes`), Go (`env_config.go`), Java 1 (`SDKGlobalConfiguration`), and Ruby
// (`credential_provider_chain.rb`).

/** The account of the credentials. It decides at which endpoint DynamoDB and others are called. */
export const accountName = 'AWS_ACCOUNT_ID';

/** The keys of a session, which Rolecall sets. */
export const keyNames = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_CREDENTIAL_EXPIRATION',
];

/** Variables that give a program other credentials. */
const sourceNames = [
  // botocore prefers it to `AWS_SESSION_TOKEN`.
  'AWS_SECURITY_TOKEN',
  // Other names of the keys in the SDKs for Go, Java, and Ruby.
  'AWS_ACCESS_KEY',
  'AWS_SECRET_KEY',
  'AMAZON_ACCESS_KEY_ID',
  'AMAZON_SECRET_ACCESS_KEY',
  'AMAZON_SESSION_TOKEN',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_ROLE_ARN',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
];

/** What goes with other credentials, and must not stay next to ours. It chooses none by itself. */
const companionNames = [
  accountName,
  'AWS_CREDENTIAL_SCOPE',
  // The expiration in aws-vault and granted.
  'AWS_SESSION_EXPIRATION',
  'AWS_ROLE_SESSION_NAME',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
  // The only service that botocore calls with such a token; see `bearerTokens` for others.
  'AWS_BEARER_TOKEN_BEDROCK',
];

/** Variables that lead a program to other credentials, or that go with them. */
export const otherSourceNames = [...sourceNames, ...companionNames];

/**
 * Some SDKs prefer these to the keys, and the AWS CLI rejects an empty value (botocore, `ProfileNotFound`). The last
 * one is for the CLI of Elastic Beanstalk.
 */
export const profileNames = ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE', 'AWS_EB_PROFILE'];
/** The AWS CLI treats an empty value as a region (botocore, `configprovider.py`, EnvironmentProvider). */
export const regionNames = ['AWS_REGION', 'AWS_DEFAULT_REGION'];
/** With an empty value, the AWS CLI reads no file, while the SDK for JavaScript reads the usual one. */
export const fileNames = ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE'];
/** With an empty value, the AWS CLI does not verify the certificates of servers (botocore, `httpsession.py`). */
export const caBundleName = 'AWS_CA_BUNDLE';

/** The variables among `names` with a token for one service, which the SDKs prefer to keys: `AWS_BEARER_TOKEN_…`. */
export function bearerTokens(names: Iterable<string>): readonly string[] {
  return [...names].filter((name) => /^AWS_BEARER_TOKEN(?:_|$)/u.test(name));
}

/** Whether a variable chooses credentials, or a profile that leads to them. */
export function choosesIdentity(name: string): boolean {
  return identityNames.has(name);
}

const identityNames: ReadonlySet<string> = new Set([
  ...keyNames,
  ...sourceNames,
  ...profileNames,
  ...fileNames,
]);

/** Whether a variable is set, but to nothing. Dev containers often pass on variables that their host does not have. */
export function isBlank(value: string | undefined): boolean {
  return value?.trim() === '';
}
