import type { AssignmentLine } from '../../../config/syntax.ts';
import { keys } from '../../../profiles/keys.ts';
import { type LocalFinding, replaceValue, valueSpan } from './localFinding.ts';

/** Whether the AWS CLI can send requests to it. */
export function isCliUrl(text: string): boolean {
  return /^https?:\/\/[^\s/"'`<>]\S*$/iu.test(text) && URL.canParse(text);
}

/** A value that is no URL, or the start URL of a sign-in with what browsers add to it. */
export function urlFinding(key: string, line: AssignmentLine): LocalFinding | undefined {
  const { value } = line;
  const span = valueSpan(line);
  const isSignIn = key === keys.ssoStartUrl;
  if (!isCliUrl(value)) {
    const code = isSignIn ? 'otherUrl' : 'rejectedUrl';
    const meant = withScheme(value);
    return { code, span, args: [key], ...(meant !== undefined && { fix: replaceValue(line, meant) }) };
  }
  const plain = value.replace(/(?<=\/start)\/?(?:#\/?)?$|#\/?$/u, '');
  if (!isSignIn || plain === value) return undefined;
  return {
    code: 'startUrlEnding',
    span,
    args: [plain],
    fix: { code: 'replaceEverywhere', key, from: value, to: plain },
  };
}

function withScheme(text: string): string | undefined {
  const host = text.replace(/^\/\//u, '');
  if (!/^(?:\[[\da-f:]+\]|[\w.-]+)(?::\d{1,5})?(?:\/\S*)?$/iu.test(host)) return undefined;
  const isLocal =
    /^(?:localhost|127\.|0\.0\.0\.0|\[::1\]|host\.docker\.internal|\d+\.\d+\.\d+\.\d+|[\w-]+:)/iu.test(host);
  const url = `${isLocal ? 'http' : 'https'}://${host}`;
  return isCliUrl(url) ? url : undefined;
}
