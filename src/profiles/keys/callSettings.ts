import type { KeyName } from '../keys.ts';

/**
 * The variable of each setting in botocore (`configprovider.py`), and the value that is its default. The checksums are
 * for servers that do not know those that AWS's tools add to requests.
 */
export const callSettings: readonly (readonly [key: KeyName, variable: string, usual: string])[] = [
  ['use_fips_endpoint', 'AWS_USE_FIPS_ENDPOINT', 'false'],
  ['use_dualstack_endpoint', 'AWS_USE_DUALSTACK_ENDPOINT', 'false'],
  ['ignore_configured_endpoint_urls', 'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS', 'false'],
  ['sts_regional_endpoints', 'AWS_STS_REGIONAL_ENDPOINTS', 'regional'],
  ['account_id_endpoint_mode', 'AWS_ACCOUNT_ID_ENDPOINT_MODE', 'preferred'],
  ['disable_host_prefix_injection', 'AWS_DISABLE_HOST_PREFIX_INJECTION', 'false'],
  ['endpoint_discovery_enabled', 'AWS_ENDPOINT_DISCOVERY_ENABLED', 'auto'],
  ['sigv4a_signing_region_set', 'AWS_SIGV4A_SIGNING_REGION_SET', ''],
  ['auth_scheme_preference', 'AWS_AUTH_SCHEME_PREFERENCE', ''],
  ['s3_use_arn_region', 'AWS_S3_USE_ARN_REGION', 'true'],
  ['s3_us_east_1_regional_endpoint', 'AWS_S3_US_EAST_1_REGIONAL_ENDPOINT', 'regional'],
  ['s3_disable_multiregion_access_points', 'AWS_S3_DISABLE_MULTIREGION_ACCESS_POINTS', 'false'],
  ['s3_disable_express_session_auth', 'AWS_S3_DISABLE_EXPRESS_SESSION_AUTH', 'false'],
  ['request_checksum_calculation', 'AWS_REQUEST_CHECKSUM_CALCULATION', 'when_supported'],
  ['response_checksum_validation', 'AWS_RESPONSE_CHECKSUM_VALIDATION', 'when_supported'],
];

/** The default values of the variables for these settings: some tools reject empty ones. */
export const usualCallSettings: ReadonlyMap<string, string> = new Map(
  callSettings.flatMap(([, variable, usual]) => (usual === '' ? [] : [[variable, usual] as const])),
);
