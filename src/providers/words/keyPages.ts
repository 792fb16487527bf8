import type { AwsPage } from '../../display/markdown.ts';

const sdks = 'https://docs.aws.amazon.com/sdkref/latest/guide';
const cli = 'https://docs.aws.amazon.com/cli/latest';

/** The pages of AWS about the keys, which are in camel case. */
const pages: readonly (readonly [page: AwsPage, ...keys: readonly string[]])[] = [
  [
    `${sdks}/feature-static-credentials.html`,
    'awsAccessKeyId',
    'awsSecretAccessKey',
    'awsSessionToken',
    'awsSecurityToken',
  ],
  [
    `${sdks}/feature-assume-role-credentials.html`,
    'roleArn',
    'sourceProfile',
    'credentialSource',
    'roleSessionName',
    'durationSeconds',
    'externalId',
    'sourceIdentity',
    'sessionTags',
    'transitiveSessionTags',
    'mfaSerial',
    'webIdentityTokenFile',
  ],
  [`${sdks}/feature-process-credentials.html`, 'credentialProcess'],
  [`${sdks}/feature-login-credentials.html`, 'loginSession'],
  [
    `${sdks}/feature-sso-credentials.html`,
    'ssoSession',
    'ssoAccountId',
    'ssoRoleName',
    'ssoStartUrl',
    'ssoRegion',
    'ssoRegistrationScopes',
  ],
  [`${sdks}/feature-account-endpoints.html`, 'awsAccountId', 'accountIdEndpointMode'],
  [`${sdks}/feature-region.html`, 'region'],
  [`${cli}/userguide/cli-usage-output-format.html`, 'output'],
  [`${sdks}/feature-ss-endpoints.html`, 'endpointUrl', 'services', 'ignoreConfiguredEndpointUrls'],
  [`${sdks}/feature-sts-regionalized-endpoints.html`, 'stsRegionalEndpoints'],
  [`${sdks}/feature-endpoints.html`, 'useFipsEndpoint', 'useDualstackEndpoint'],
  [
    `${sdks}/feature-gen-config.html`,
    'caBundle',
    'apiVersions',
    'userAgentExtra',
    'parameterValidation',
    'tcpKeepalive',
  ],
  [
    `${sdks}/feature-imds-client.html`,
    'ec2MetadataServiceEndpoint',
    'ec2MetadataServiceEndpointMode',
    'ec2MetadataV1Disabled',
    'imdsUseIpv6',
  ],
  [`${sdks}/feature-auth-scheme.html`, 'authSchemePreference', 'sigv4aSigningRegionSet'],
  [`${sdks}/settings-reference.html`, 'awsCredentialScope', 'disableClockSkewCorrection'],
  [
    `${cli}/topic/config-vars.html`,
    'dataPath',
    'proxyCaBundle',
    'proxyClientCert',
    'proxyUseForwardingForHttps',
    'csmEnabled',
    'csmHost',
    'csmPort',
    'csmClientId',
    'cliTimestampFormat',
    'cliBinaryFormat',
    'cliErrorFormat',
    'cliHistory',
    'cliHelpOutput',
    'cliHideLoginOutput',
    'cliFollowUrlparam',
    'cliLegacyPluginPath',
  ],
  [`${sdks}/feature-smart-config-defaults.html`, 'defaultsMode'],
  [`${sdks}/feature-host-prefix.html`, 'disableHostPrefixInjection'],
  [`${sdks}/feature-compression.html`, 'disableRequestCompression', 'requestMinCompressionSizeBytes'],
  [`${sdks}/feature-endpoint-discovery.html`, 'endpointDiscoveryEnabled'],
  [`${sdks}/feature-retry-behavior.html`, 'maxAttempts', 'retryMode'],
  [`${sdks}/feature-dataintegrity.html`, 'requestChecksumCalculation', 'responseChecksumValidation'],
  [`${sdks}/feature-appid.html`, 'sdkUaAppId', 'userAgentAppid'],
  [`${sdks}/feature-ec2-instance-metadata.html`, 'metadataServiceTimeout', 'metadataServiceNumAttempts'],
  [`${sdks}/feature-s3-access-point.html`, 's3UseArnRegion'],
  [`${sdks}/feature-s3-mrap.html`, 's3DisableMultiregionAccessPoints'],
  [`${cli}/topic/s3-config.html`, 's3UsEast1RegionalEndpoint', 's3', 's3api'],
  [`${sdks}/feature-s3-express.html`, 's3DisableExpressSessionAuth'],
  [`${cli}/userguide/cli-usage-pagination.html`, 'cliPager'],
  [`${cli}/userguide/cli-usage-parameters-prompting.html`, 'cliAutoPrompt'],
];

let byKey: ReadonlyMap<string, AwsPage> | undefined;

/** The page about a key, which is in camel case; undefined for the keys of other tools. */
export function pageOfKey(key: string): AwsPage | undefined {
  byKey ??= new Map(pages.flatMap(([page, ...names]) => names.map((name) => [name, page] as const)));
  return byKey.get(key);
}

/** The page about the keys below `s3 =`. */
export const s3Page: AwsPage = `${cli}/topic/s3-config.html`;
