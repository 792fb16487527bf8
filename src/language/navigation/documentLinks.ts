import type { ConfigDocument, Span } from '../../config/syntax.ts';
import { keys } from '../../profiles/keys.ts';

/** A value that leads to a page. */
export interface PageLink extends Span {
  readonly kind: 'startUrl' | 'role';
  readonly url: string;
}

/** From how many sections on roles have no links: VS Code decorates all links of a document after each change. */
const manySections = 1000;

/** The start URLs of sign-ins, and roles in AWS's console. */
export function pageLinks({ text, sections }: ConfigDocument): readonly PageLink[] {
  const kinds: readonly string[] =
    sections.length > manySections ? [keys.ssoStartUrl] : [keys.ssoStartUrl, keys.roleArn];
  // Other sections are not read.
  const found = sections.filter(({ start, end }) => {
    const section = text.slice(start, end).toLowerCase();
    return kinds.some((key) => section.includes(key));
  });
  return found.flatMap(({ entries }) =>
    entries.flatMap(({ line: { key, value, valueStart, valueEnd } }): readonly PageLink[] => {
      const name = key.toLowerCase();
      const span = { start: valueStart, end: valueEnd };
      if (name === keys.ssoStartUrl && isPage(value)) return [{ kind: 'startUrl', url: value, ...span }];
      if (!kinds.includes(name) || !role.test(value)) return [];
      return [{ kind: 'role', url: `${consoleView}?arn=${encodeURIComponent(value)}`, ...span }];
    }),
  );
}

/** Opens the page of an ARN in the account that the browser is signed in to. Only AWS's public partition has it. */
const consoleView = 'https://console.aws.amazon.com/go/view';
const role = /^arn:aws:iam::\d{12}:role\/[\w+=,.@/-]+$/u;

/** A password in a URL is no part of a start URL. VS Code cannot parse a URL with `//` and no host. */
function isPage(value: string): boolean {
  if (!/^https?:\/\/[^/\\]/iu.test(value) || !URL.canParse(value)) return false;
  const { username, password } = new URL(value);
  return username === '' && password === '';
}
