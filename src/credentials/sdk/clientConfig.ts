import type { SSOClientConfig } from '@aws-sdk/client-sso';
import type { SSOOIDCClientConfig } from '@aws-sdk/client-sso-oidc';
import type { STSClientConfig } from '@aws-sdk/client-sts';
import type { MetadataBearer } from '@smithy/types';
import type { StsEndpoint } from '../../plan/plan.ts';
import type { Credentials } from '../credentials.ts';

/** The options that the clients of all services share. */
type CommonConfig = Pick<
  STSClientConfig & SSOClientConfig & SSOOIDCClientConfig,
  | 'region'
  | 'endpoint'
  | 'maxAttempts'
  | 'retryMode'
  | 'defaultsMode'
  | 'authSchemePreference'
  | 'userAgentAppId'
  | 'requestHandler'
> & { ignoreConfiguredEndpointUrls?: boolean };

/** `authorities`: the certificates to trust instead of the built-in ones, as PEM. */
export function clientConfig(
  endpoint: StsEndpoint,
  credentials: Credentials,
  authorities?: string,
): STSClientConfig {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials.reveal();
  return {
    ...commonConfig(endpoint.region, endpoint.url, authorities),
    useFipsEndpoint: endpoint.fips,
    useDualstackEndpoint: endpoint.dualstack,
    useGlobalEndpoint: endpoint.legacyGlobal,
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) },
  };
}

/** For services with unsigned calls. */
export function unsignedConfig(
  region: string,
  url: string | undefined,
  authorities: string | undefined,
): SSOClientConfig & SSOOIDCClientConfig {
  return {
    ...commonConfig(region, url, authorities),
    // Keeps the SDK from looking for credentials.
    credentials: { accessKeyId: '', secretAccessKey: '' },
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
  };
}

function commonConfig(
  region: string,
  url: string | undefined,
  authorities: string | undefined,
): CommonConfig {
  const proxyEnv = proxyVariables(process.env);
  return {
    region,
    ...(url === undefined ? { ignoreConfiguredEndpointUrls: true } : { endpoint: url }),
    maxAttempts: 3,
    retryMode: 'standard',
    defaultsMode: 'standard',
    authSchemePreference: [],
    userAgentAppId: 'rolecall',
    requestHandler: {
      connectionTimeout: 5000,
      requestTimeout: 15_000,
      throwOnRequestTimeout: true,
      httpAgent: { proxyEnv },
      httpsAgent: { proxyEnv, ...(authorities === undefined ? {} : { ca: authorities }) },
    },
  };
}

/**
 * VS Code replaces these agents with its own proxy support, based on its settings and the environment, unless
 * `http.proxySupport` is `on` or `off`. In those cases only the environment counts, from Node 22.21 on. As in VS Code,
 * connections to this machine bypass the proxy.
 */
function proxyVariables(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { HTTP_PROXY, HTTPS_PROXY, NO_PROXY, http_proxy, https_proxy, no_proxy } = environment;
  const direct = [no_proxy || NO_PROXY, 'localhost', '127.0.0.1', '::1'].filter(Boolean).join(',');
  return {
    HTTP_PROXY: http_proxy || HTTP_PROXY,
    HTTPS_PROXY: https_proxy || HTTPS_PROXY,
    NO_PROXY: direct,
  };
}

/** The SDK accepts any page with status 200 as a response; only a real response has the expected fields. */
export function emptyAnswer({ $metadata }: MetadataBearer): Error {
  return Object.assign(new Error('Not an answer of AWS'), { $metadata });
}
