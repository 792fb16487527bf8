import type { SSOClientConfig } from '@aws-sdk/client-sso';
import type { SSOOIDCClientConfig } from '@aws-sdk/client-sso-oidc';
import type { STSClientConfig } from '@aws-sdk/client-sts';
import type { MetadataBearer } from '@smithy/types';
import type { StsEndpoint } from '../../plan/endpoints/stsEndpoint.ts';
import type { SsoSession } from '../../plan/plan.ts';
import type { Credentials } from '../credentials.ts';
import type { AwsLimits } from './awsLimits.ts';
import { proxyVariables } from './proxy.ts';
import { BoundedHandler, notFromAws } from './requestHandler.ts';

/** The options that the clients of all services share. */
type CommonConfig = Pick<
  STSClientConfig & SSOClientConfig & SSOOIDCClientConfig,
  | 'region'
  | 'endpoint'
  | 'maxAttempts'
  | 'retryMode'
  | 'defaultsMode'
  | 'authSchemePreference'
  | 'disableClockSkewCorrection'
  | 'userAgentAppId'
  | 'requestHandler'
> & { ignoreConfiguredEndpointUrls?: boolean };

/** The options of clients that sign their calls. */
type SignedConfig = CommonConfig &
  Pick<STSClientConfig, 'useFipsEndpoint' | 'useDualstackEndpoint' | 'useGlobalEndpoint' | 'credentials'>;

/** What the connections of a client depend on. */
export interface Connecting {
  readonly limits: AwsLimits;
  /** The certificates to trust instead of the built-in ones, as PEM. */
  readonly authorities: string | undefined;
}

export function clientConfig(
  endpoint: StsEndpoint,
  credentials: Credentials,
  connecting: Connecting,
): SignedConfig {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials.reveal();
  return {
    ...commonConfig(endpoint.region, endpoint.url, connecting),
    useFipsEndpoint: endpoint.fips,
    useDualstackEndpoint: endpoint.dualstack,
    useGlobalEndpoint: endpoint.legacyGlobal,
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) },
  };
}

/** For services with unsigned calls. */
export function unsignedConfig(
  { region, fips, dualstack }: Pick<SsoSession, 'region' | 'fips' | 'dualstack'>,
  url: string | undefined,
  connecting: Connecting,
): SSOClientConfig & SSOOIDCClientConfig {
  return {
    ...commonConfig(region, url, connecting),
    // Keeps the SDK from looking for credentials.
    credentials: { accessKeyId: '', secretAccessKey: '' },
    useFipsEndpoint: fips,
    useDualstackEndpoint: dualstack,
  };
}

function commonConfig(region: string, url: string | undefined, connecting: Connecting): CommonConfig {
  return {
    region,
    ...(url === undefined ? { ignoreConfiguredEndpointUrls: true } : { endpoint: url }),
    maxAttempts: 3,
    retryMode: 'standard',
    defaultsMode: 'standard',
    authSchemePreference: [],
    // Otherwise the SDK reads the AWS files, without a deadline.
    disableClockSkewCorrection: false,
    userAgentAppId: 'rolecall',
    requestHandler: httpHandler(connecting),
  };
}

/** Sends requests through the configured proxy, with the configured certificates, and within the limits. */
export function httpHandler({ limits, authorities }: Connecting): BoundedHandler {
  const proxyEnv = proxyVariables(process.env);
  return new BoundedHandler(limits, {
    httpAgent: { proxyEnv },
    httpsAgent: { proxyEnv, ...(authorities === undefined ? {} : { ca: authorities }) },
  });
}

/** The SDK accepts any page with status 200 as a response; only a real response has the expected fields. */
export function emptyAnswer({ $metadata }: MetadataBearer): Error {
  return notFromAws($metadata.httpStatusCode);
}
