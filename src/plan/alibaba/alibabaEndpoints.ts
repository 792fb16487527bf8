import type { Environment } from '../../base/environment.ts';
import type { AlibabaProfiles } from '../../profiles/alibaba/alibabaProfiles.ts';
import type { AlibabaTarget } from '../../profiles/alibaba/alibabaTarget.ts';
import type { AlibabaEndpoint } from './alibabaPlan.ts';
import { alibabaVariable, isSwitchedOn } from '../../profiles/alibaba/alibabaVariable.ts';
import { entryOf } from './sourceEntries.ts';

/** Alibaba Cloud has two sites with accounts and consoles of their own: aliyun.com and alibabacloud.com. */
export type AlibabaSite = 'cn' | 'intl';

type Entry = ReadonlyMap<string, string>;

/** An endpoint, or the key or variable whose value names none. */
export type FoundEndpoint = AlibabaEndpoint | { readonly invalid: string };

export function isEndpoint(found: FoundEndpoint): found is AlibabaEndpoint {
  return 'url' in found;
}

/**
 * Where STS is called. As for all readers, a whole endpoint precedes a region, and a profile precedes the environment
 * (`RAMRoleARNCredentialsProvider` of the SDKs; `ALIBABA_CLOUD_STS_ENDPOINT` is read by the CLI only).
 */
export function stsEndpoint(environment: Environment, profile?: Entry): FoundEndpoint {
  const own = profile?.get('sts_endpoint');
  if (own) return addressOr('sts_endpoint', own);
  const region = profile?.get('sts_region');
  const vpc = profile?.get('enable_vpc') === 'true' || isSwitchedOn(environment, vpcVariable);
  if (region) return regionalSts('sts_region', region, vpc);
  const other = alibabaVariable(environment, 'ALIBABA_CLOUD_STS_ENDPOINT');
  if (other) return addressOr('ALIBABA_CLOUD_STS_ENDPOINT', other);
  const otherRegion = alibabaVariable(environment, 'ALIBABA_CLOUD_STS_REGION');
  if (otherRegion) return regionalSts('ALIBABA_CLOUD_STS_REGION', otherRegion, vpc);
  return addressOf('sts.aliyuncs.com');
}

const vpcVariable = 'ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED';

function regionalSts(key: string, region: string, vpc: boolean): FoundEndpoint {
  return isRegion(region) ? addressOf(`${vpc ? 'sts-vpc' : 'sts'}.${region}.aliyuncs.com`) : { invalid: key };
}

/** The rule of the CLI (`config/profile.go`, `IsRegion`). */
export function isRegion(text: string): boolean {
  return /^[a-zA-Z0-9-]{1,64}$/u.test(text);
}

/** The metadata service of an ECS instance: the URL without a path. */
export function metadataEndpoint(environment: Environment): FoundEndpoint {
  return fromVariable(environment, 'ROLECALL_ALIBABA_METADATA_URL', 'http://100.100.100.200');
}

/** Where a sign-in token for the console is issued and used, for the site of the account. */
export function signinEndpoint(environment: Environment, site: AlibabaSite): FoundEndpoint {
  const ours = site === 'cn' ? 'signin.aliyun.com' : 'signin.alibabacloud.com';
  return fromVariable(environment, 'ROLECALL_ALIBABA_SIGNIN_URL', ours);
}

/** Where the token of an OAuth sign-in is exchanged, for the site of the account. */
export function oauthEndpoint(environment: Environment, site: AlibabaSite): FoundEndpoint {
  const ours = site === 'cn' ? 'oauth.aliyun.com' : 'oauth.alibabacloud.com';
  return fromVariable(environment, 'ROLECALL_ALIBABA_OAUTH_URL', ours);
}

/** Where a CloudSSO token is exchanged: the host of the sign-in page (`cloudsso/login.go` of the CLI). */
export function cloudSsoEndpoint(signInUrl: string): FoundEndpoint {
  const key = 'cloud_sso_sign_in_url';
  const [, origin] = /^(https?:\/\/[^/?#]+)/iu.exec(signInUrl) ?? [];
  return origin === undefined ? { invalid: key } : addressOr(key, origin);
}

/** The site of a target: that of its OAuth sign-in, or of its CLI profile; otherwise the Chinese one, as in the CLI. */
export function siteOf(target: AlibabaTarget, profiles: AlibabaProfiles): AlibabaSite {
  const entry = entryOf(target.kind === 'ramRole' ? target.source : target, profiles);
  const site = entry?.get('oauth_site_type') || entry?.get('site');
  return site !== undefined && /^intl|^international/iu.test(site) ? 'intl' : 'cn';
}

function fromVariable(environment: Environment, name: string, otherwise: string): FoundEndpoint {
  const text = alibabaVariable(environment, name);
  return text === undefined ? addressOf(otherwise) : addressOr(name, text);
}

function addressOr(key: string, text: string): FoundEndpoint {
  return address.test(text) && URL.canParse(wholeUrl(text)) ? addressOf(text) : { invalid: key };
}

/** Without user names, passwords, paths, and queries: credentials are sent there. */
const address = /^(?:https?:\/\/)?(?:[a-z0-9][a-z0-9.-]{0,252}|\[[\da-f:.]{2,45}\])(?::\d{1,5})?\/?$/iu;

function addressOf(text: string): AlibabaEndpoint {
  const { protocol, host } = new URL(wholeUrl(text));
  return { url: `${protocol}//${host}`, host };
}

/** A host means HTTPS; HTTP is used only if a whole URL says so. */
function wholeUrl(text: string): string {
  return text.includes('://') ? text : `https://${text}`;
}
