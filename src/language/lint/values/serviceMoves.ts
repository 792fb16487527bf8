import { mergeEdits, type TextEdit } from '../../../config/edit.ts';
import { setValues } from '../../../config/editValues.ts';
import { endingAt, lineEndAt, linesOf } from '../../../config/layout.ts';
import type { ConfigDocument, Section } from '../../../config/syntax.ts';
import { keys } from '../../../profiles/keys.ts';
import { isWritableName, kindTitle } from '../../../profiles/profileNames.ts';
import { appended } from '../files/appended.ts';
import type { LintedFiles, LintedSection } from '../files/lintedFiles.ts';
import { type Fix, lazyFix } from '../finding.ts';
import type { LocalFix } from './localFinding.ts';

type Move = Extract<LocalFix, { readonly code: 'moveToServices' }>;

/** Moves the endpoint of a service to the `[services]` section of the profile, which it makes if there is none. */
export function moveToServices(
  files: LintedFiles,
  { name, section }: LintedSection,
  move: Move,
): readonly Fix[] {
  const profile = files.profiles.get(name);
  if (!profile) return [];
  const { config } = files.documents;
  const named = profile.value(keys.services);
  const found = files.services.get(named ?? name);
  const wanted = named ?? name;
  const isFree = named === undefined && !profile.has(keys.services) && !found && !/\s/u.test(name);
  const hasOne = found?.sections.some(({ text }) => text.keys.has(move.service));
  if (named === undefined ? !isFree || !isWritableName(name) : !found || hasOne) return [];
  const { start } = section;
  const removed = { start: start + move.removed.start, end: start + move.removed.end, text: '' };
  const block = `${move.service} =\n  ${keys.endpointUrl} = ${move.url}`;
  const title = kindTitle('services', wanted);
  return [
    lazyFix('moveToServices', [title], () => ({
      config: mergeEdits([
        removed,
        ...(named === undefined ? setValues(config, [section], [[keys.services, wanted]]) : []),
        ...(found
          ? added(config, found.sections.at(-1)!.section, block)
          : appended(config, `[${title}]\n${block}`)),
      ]),
      credentials: [],
    })),
  ];
}

/** At the end of a section. */
function added(document: ConfigDocument, section: Section, block: string): readonly TextEdit[] {
  const { text, lines } = document;
  const at = lines[linesOf(document, section).to - 1]?.end ?? text.length;
  const lineEnd = lineEndAt(text, at);
  return [{ start: at, end: at, text: endingAt(text, at) + block.replaceAll('\n', lineEnd) + lineEnd }];
}
