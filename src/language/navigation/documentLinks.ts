import type { ConfigDocument, Span } from '../../config/syntax.ts';
import { mayHavePage, readArn } from '../../plan/console/arn.ts';
import { keys } from '../../profiles/keys.ts';

/** A value that leads to a page: a URL, or the ARN of a role. */
export interface PageLink extends Span {
  readonly kind: 'startUrl' | 'role';
  readonly to: string;
}

/** From how many sections on roles have no links: VS Code decorates all links of a document after each change. */
const manySections = 1000;

/** The start URLs of sign-ins, and roles that the AWS console has a page for. */
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
      if (name === keys.ssoStartUrl && isPage(value)) return [{ kind: 'startUrl', to: value, ...span }];
      return kinds.includes(name) && isRole(value) ? [{ kind: 'role', to: value, ...span }] : [];
    }),
  );
}

function isRole(value: string): boolean {
  const arn = readArn(value);
  return arn?.service === 'iam' && arn.account !== undefined && mayHavePage(arn);
}

/** A password in a URL is no part of a start URL. VS Code cannot parse a URL with `//` and no host. */
function isPage(value: string): boolean {
  if (!/^https?:\/\/[^/\\]/iu.test(value) || !URL.canParse(value)) return false;
  const { username, password } = new URL(value);
  return username === '' && password === '';
}
