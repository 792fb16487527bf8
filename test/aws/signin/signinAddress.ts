import type { ServiceRequest } from '../http/service.ts';

/**
 * Where a request was sent. AWS Sign-In has a host in each region; here, `<url>/region/<region>` stands for it. Plain
 * `url` is a sign-in service for all regions.
 */
export type SigninAddress = {
  /** Undefined if the address has none. */
  readonly region: string | undefined;
  /** The address of the service without the scheme, which a proxy in front of it may have changed. */
  readonly base: string;
  /** The part after `base`. */
  readonly path: string;
};

export function signinAddress({ path, headers }: ServiceRequest): SigninAddress {
  const [, prefix = '', region] = /^(\/region\/([a-z\d-]+))?\//u.exec(path) ?? [];
  return { region, base: `${headers['host'] ?? ''}${prefix}`, path: path.slice(prefix.length) };
}

/** Whether a URL is the one of this service and path, without a query. */
export function isOwnUrl(url: string, { base }: SigninAddress, path: string): boolean {
  return url === `http://${base}${path}` || url === `https://${base}${path}`;
}

/** As in ARNs. */
export function partitionOfRegion(region: string): string {
  const others = { cn: 'aws-cn', 'us-gov': 'aws-us-gov', eusc: 'aws-eusc' };
  return Object.entries(others).find(([prefix]) => region.startsWith(`${prefix}-`))?.[1] ?? 'aws';
}
