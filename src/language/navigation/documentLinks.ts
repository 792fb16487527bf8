import type { ConfigDocument, Span } from '../../config/syntax.ts';
import { keys } from '../../profiles/keys.ts';

/** A value that leads to a page. */
export interface PageLink extends Span {
  readonly kind: 'startUrl';
  readonly url: string;
}

/** The start URLs of sign-ins. */
export function pageLinks({ text, sections }: ConfigDocument): readonly PageLink[] {
  // Few sections have one, so the others are not read.
  const found = sections.filter(({ start, end }) => mentionsUrl(text.slice(start, end)));
  return found.flatMap(({ entries }) =>
    entries.flatMap(({ line: { key, value, valueStart, valueEnd } }): readonly PageLink[] => {
      if (key.toLowerCase() !== keys.ssoStartUrl || !isPage(value)) return [];
      return [{ kind: 'startUrl', url: value, start: valueStart, end: valueEnd }];
    }),
  );
}

function mentionsUrl(section: string): boolean {
  return section.toLowerCase().includes(keys.ssoStartUrl);
}

/** A password in a URL is no part of a start URL. */
function isPage(value: string): boolean {
  if (!/^https?:\/\//iu.test(value) || !URL.canParse(value)) return false;
  const { username, password } = new URL(value);
  return username === '' && password === '';
}
