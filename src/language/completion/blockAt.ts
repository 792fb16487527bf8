import { firstFrom } from '../../config/edit.ts';
import { readEntries } from '../../config/entries.ts';
import { readLines } from '../../config/lines.ts';
import type { Entry, Section } from '../../config/syntax.ts';
import { readTitle } from '../../profiles/profiles.ts';
import type { AwsText } from '../awsText.ts';
import { sectionAt } from '../navigation/namedPlaces.ts';

export type BlockKind = 'profile' | 'sso-session' | 'services';

/** A header and the lines below it. Its header may still lack the closing bracket. */
export interface Block {
  /** What the title means in this file; undefined if it names nothing that AWS's tools know. */
  readonly kind: BlockKind | undefined;
  readonly name: string;
  readonly entries: readonly Entry[];
  /** Undefined while the header is not finished. */
  readonly section: Section | undefined;
}

/** The block that an offset is in; undefined before the first header. */
export function blockAt({ role, document }: AwsText, offset: number): Block | undefined {
  const section = sectionAt(document, offset);
  const broken = document.brokenHeaders[firstFrom(document.brokenHeaders, offset + 1) - 1];
  if (broken && broken.start >= (section?.end ?? 0)) {
    const { text, sections } = document;
    const end = sections[firstFrom(sections, broken.end)]?.start ?? text.length;
    const lines = readLines(text, broken.end, end, true);
    const title = titleWithin(text.slice(broken.start, broken.end));
    return { ...meaning(role, title), entries: [...readEntries(text, lines)], section: undefined };
  }
  return section && { ...meaning(role, section.title), entries: section.entries, section };
}

function meaning(role: AwsText['role'], title: string): Pick<Block, 'kind' | 'name'> {
  if (role === 'credentials') return { kind: 'profile', name: title };
  const { kind, name } = readTitle(title);
  // A title such as `[x]` is most often meant as a profile; `[plugins]` and `[preview]` belong to the CLI.
  if (kind === 'other') return { kind: cliSections.has(title) ? undefined : 'profile', name };
  return { kind: kind === 'default' ? 'profile' : kind, name };
}

/** `PREDEFINED_SECTION_NAMES` in the CLI's `customizations/configure/__init__.py`. */
const cliSections: ReadonlySet<string> = new Set(['plugins', 'preview']);

/** The title of a header that has no closing bracket, or other signs around it. */
function titleWithin(line: string): string {
  const start = line.search(/[\p{L}\p{N}_]/u);
  return start === -1
    ? ''
    : line
        .slice(start)
        .replaceAll(/[\])>}]/gu, '')
        .trim();
}
