import type { Failure } from '../base/failure.ts';
import { withoutNamedSecrets } from '../base/secretText.ts';
import { positionAt } from '../config/position.ts';
import type { ConfigDocument, Section } from '../config/syntax.ts';
import { keysWhere } from './keys.ts';
import { readTitle } from './profiles.ts';

/** Reports the broken headers of a file as one failure. The keys below them are ignored. */
export function brokenHeaders(
  path: string,
  { text, brokenHeaders: broken }: ConfigDocument,
): readonly Failure[] {
  if (broken.length === 0) return [];
  return [
    {
      code: 'brokenHeader',
      path,
      lines: broken.slice(0, maxReported).map(({ start }) => lineOf(text, start)),
    },
  ];
}

/** Reports sections of the config file that look like profiles but lack the prefix `profile`. */
export function missingPrefixes(path: string, { text, sections }: ConfigDocument): readonly Failure[] {
  return sections
    .filter((section) => readTitle(section.title).kind === 'other' && looksLikeProfile(section))
    .slice(0, maxReported)
    .map(({ start, title }) => ({
      code: 'noPrefix',
      path,
      line: lineOf(text, start),
      title: withoutNamedSecrets(title, '='),
    }));
}

/** After fixing these, the user sees the next ones. */
const maxReported = 3;

function lineOf(text: string, start: number): number {
  return positionAt(text, start).line + 1;
}

/** Sections such as `[plugins]` belong to other tools and have none of these keys. */
function looksLikeProfile(section: Section): boolean {
  if (!/^[\w@+.%:/-]{1,64}$/u.test(section.title)) return false;
  return [...section.readEntries()].some(({ line }) => profileKeys.has(line.key.toLowerCase()));
}

const profileKeys: ReadonlySet<string> = new Set(keysWhere(({ typicalOfProfile }) => typicalOfProfile));
