import { partitions } from '../endpoints/regions.ts';

/**
 * The address of a page of the AWS console that was copied from a browser, for any session: the multi-session console
 * puts the session into the host, as in `123456789012-abcd1234.us-east-1.console.aws.amazon.com`. Undefined for any
 * other address.
 */
export function consoleAddress(
  text: string,
): { readonly url: string; readonly partition: string } | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.protocol !== 'https:' || url.port !== '' || url.username !== '' || url.password !== '')
    return undefined;
  const partition = partitions.find(
    ({ consoleDomain }) => consoleDomain && isAt(url.hostname, consoleDomain),
  );
  if (!partition) return undefined;
  url.hostname = url.hostname.replace(/^\d{12}-[a-z0-9]+\./u, '');
  // It chooses among the sessions of the browser, too.
  url.search = url.search.replaceAll(/(?<=[?&])login_hint=[^&]*(?:&|$)/gu, '').replace(/[?&]$/u, '');
  return { url: url.href, partition: partition.id };
}

function isAt(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`);
}
