import type { AssignmentLine } from '../../../config/syntax.ts';
import { keys } from '../../../profiles/keys.ts';
import { withoutEnding } from '../withoutEnding.ts';
import { type LocalFinding, replaceValue, valueSpan } from './localFinding.ts';

/** Whether the AWS CLI can send requests to it (botocore `utils.py`, is_valid_endpoint_url). */
export function isCliUrl(text: string): boolean {
  const [, host, port = '0'] =
    /^https?:\/\/(?:[^\s/@]*@)?(\[[\da-f:.]+\]|[^\s/?#:]+)(?::(\d{1,9}))?(?:[/?#]\S*)?$/iu.exec(text) ?? [];
  if (host === undefined || Number(port) > 65_535) return false;
  return host.startsWith('[') ? URL.canParse(text) : host.length <= 255 && hostPattern.test(host);
}

const hostPattern = /^(?:(?!-)[a-z\d-]{1,63}(?<!-)\.)*(?!-)[a-z\d-]{1,63}(?<!-)\.?$/iu;

/** A value that is no URL, or the start URL of a sign-in with what browsers add to it. */
export function urlFinding(key: string, line: AssignmentLine): LocalFinding | undefined {
  const { value } = line;
  const span = valueSpan(line);
  const isSignIn = key === keys.ssoStartUrl;
  if (!isCliUrl(value)) {
    // The AWS CLI takes a URL without a scheme as one of its own.
    const code = isSignIn || /^\/\/\w/u.test(value) ? 'otherUrl' : 'rejectedUrl';
    const meant = (isSignIn ? portalOf(value) : undefined) ?? withScheme(value);
    return { code, span, args: [key], ...(meant !== undefined && { fix: replaceValue(line, meant) }) };
  }
  const plain = withoutFragment(value);
  if (!isSignIn || plain === value) return undefined;
  return {
    code: 'startUrlEnding',
    span,
    args: [plain],
    fix: { code: 'replaceEverywhere', key, from: value, to: plain },
  };
}

/** Browsers add the page that they show. */
function withoutFragment(url: string): string {
  const hash = url.indexOf('#');
  const before = hash === -1 ? url : url.slice(0, hash);
  if (/\/start\/?$/u.test(before)) return withoutEnding(before, '/');
  return hash !== -1 && /^\/?$/u.test(url.slice(hash + 1)) ? before : url;
}

/** The start URL of an identity store, which the console shows beside it. */
function portalOf(value: string): string | undefined {
  return /^d-[\da-f]{10}$/u.test(value) ? `https://${value}.awsapps.com/start` : undefined;
}

function withScheme(text: string): string | undefined {
  const plain = withoutEnding(text, ';,');
  const [begin = '', scheme] = /^(https?)(?:[:;]\/{0,3}|\/{1,3})(?!\/)/iu.exec(plain) ?? [];
  if (scheme !== undefined) return asUrl(`${scheme.toLowerCase()}://${plain.slice(begin.length)}`);
  const host = plain.replace(/^\/\//u, '');
  if (!/^(?:\[[\da-f:]+\]|[\w.-]+)(?::\d{1,5})?(?:\/\S*)?$/iu.test(host)) return undefined;
  const isLocal =
    /^(?:localhost|127\.|0\.0\.0\.0|\[::1\]|host\.docker\.internal|\d+\.\d+\.\d+\.\d+|[\w-]+:)/iu.test(host);
  // One word is rather a name than a host.
  if (!isLocal && !/^[^/]*[.:]/u.test(host)) return undefined;
  return asUrl(`${isLocal ? 'http' : 'https'}://${host}`);
}

function asUrl(text: string): string | undefined {
  return isCliUrl(text) ? text : undefined;
}
