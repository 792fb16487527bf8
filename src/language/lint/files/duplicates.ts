import { deletion, mergeEdits, type TextEdit } from '../../../config/edit.ts';
import { removeSections } from '../../../config/editSections.ts';
import { setValues } from '../../../config/editValues.ts';
import { endingAt, linesOf, linesUnder } from '../../../config/layout.ts';
import type { ConfigDocument, Section } from '../../../config/syntax.ts';
import { sharedTitle } from '../../../profiles/profiles.ts';
import { type Finding, lazyFix } from '../finding.ts';
import { headerSpan, type LintedFiles, type LintedSection, locationOf, placed } from './lintedFiles.ts';
import { inOwn } from './titleFindings.ts';

/** Sections and keys that occur twice. */
export function duplicateFindings(files: LintedFiles): readonly Finding[] {
  return [...duplicateSections(files), ...twoDefaults(files), ...duplicateKeys(files)];
}

function duplicateSections(files: LintedFiles): readonly Finding[] {
  const document = files.documents[files.role];
  const byName = new Map<string, LintedSection[]>();
  for (const each of files.own) {
    if (each.section.title === sharedTitle) continue;
    const id = files.role === 'credentials' ? each.name : `${each.kind} ${each.name}`;
    const same = byName.get(id);
    if (same) same.push(each);
    else byName.set(id, [each]);
  }
  return [...byName.values()].flatMap((same) => {
    const [first, ...later] = same;
    if (!first || later.length === 0) return [];
    const fix = lazyFix('mergeSections', [first.section.title], () =>
      inOwn(
        files,
        mergeSections(
          document,
          same.map(({ section }) => section),
        ),
      ),
    );
    const seen = new Set([inBrackets(document, first.section)]);
    return later.map(({ section }): Finding => {
      // For the CLI, a title with other spaces or quotes is another section, which then replaces the one above.
      const written = inBrackets(document, section);
      const isSame = seen.has(written);
      seen.add(written);
      return {
        code: isSame ? 'duplicateSection' : 'repeatedSection',
        span: headerSpan(document, section),
        args: [section.title],
        related: [locationOf(first)],
        fixes: same.length === 2 ? [fix] : [],
      };
    });
  });
}

function inBrackets({ text }: ConfigDocument, section: Section): string {
  const { start, titleStart, titleEnd, end } = section.header;
  const open = text.lastIndexOf('[', titleStart);
  const close = text.indexOf(']', titleEnd);
  return text.slice(Math.max(open, start), close === -1 ? end : close);
}

/** Moves the lines of the later sections to the first one, without the keys that later ones overrule. */
function mergeSections(document: ConfigDocument, sections: readonly Section[]): readonly TextEdit[] {
  const [first, ...later] = sections;
  if (!first) return [];
  const { text, lines } = document;
  const at = lines[linesOf(document, first).to - 1]?.end ?? text.length;
  const moved = later.map((section) => {
    const { from, to } = linesOf(document, section);
    return lines
      .slice(from, to)
      .filter(({ kind }) => kind !== 'header')
      .map(({ start, end }) => text.slice(start, end))
      .join('');
  });
  const overruled = sections.flatMap((section, i) => {
    const after = new Set(
      sections.slice(i + 1).flatMap(({ entries }) => entries.map(({ line }) => line.key.toLowerCase())),
    );
    const gone = section.entries.map(({ line }) => line.key.toLowerCase()).filter((key) => after.has(key));
    return [...new Set(gone)].map((key) => ({ section, key }));
  });
  if (overruled.some(({ section }) => section !== first)) return [];
  const removed = overruled.map(({ key }) => [key, undefined] as const);
  const added = moved.join('');
  const edits = mergeEdits([
    ...setValues(document, [first], removed),
    ...(added === '' ? [] : [{ start: at, end: at, text: endingAt(text, at) + added }]),
    ...removeSections(document, later),
  ]);
  // The same line can be removed and added.
  return edits.filter((edit) => text.slice(edit.start, edit.end) !== edit.text);
}

/** The CLI reads the last of both, other tools always `[profile default]`. */
function twoDefaults(files: LintedFiles): readonly Finding[] {
  if (files.role !== 'config') return [];
  const { config } = files.documents;
  const plain = files.own.filter(({ kind }) => kind === 'default');
  const prefixed = files.own.filter(({ kind, name }) => kind === 'profile' && name === 'default');
  const [first] = plain;
  const last = prefixed.at(-1);
  if (!first || !last) return [];
  const isClear = plain.length === 1 && prefixed.length === 1 && first.section.start < last.section.start;
  const fix = lazyFix('mergeSections', ['default'], () =>
    inOwn(files, mergeSections(config, [first.section, last.section])),
  );
  return plain.map(({ section }) => ({
    code: 'twoDefaults',
    span: headerSpan(config, section),
    args: [],
    related: [locationOf(last)],
    fixes: isClear ? [fix] : [],
  }));
}

function duplicateKeys(files: LintedFiles): readonly Finding[] {
  const document = files.documents[files.role];
  return files.own.flatMap((each) =>
    each.text.repeated.map((fact): Finding => {
      const { key, keySpan } = placed(each, fact);
      const counting = placed(each, each.text.keys.get(key) ?? fact);
      return {
        code: 'duplicateKey',
        span: keySpan,
        args: [key],
        related: [{ file: each.file, ...counting.keySpan }],
        fixes: [
          lazyFix('removeEarlierKey', [key], () =>
            inOwn(files, removeEntry(document, each.section, keySpan.start)),
          ),
        ],
      };
    }),
  );
}

function removeEntry(document: ConfigDocument, section: Section, keyStart: number): readonly TextEdit[] {
  const entry = section.entries.find(({ line }) => line.keyStart === keyStart);
  if (!entry) return [];
  const lines = new Set([entry.line, ...linesUnder(document, section, entry.line)]);
  return mergeEdits([...lines].map(deletion));
}
