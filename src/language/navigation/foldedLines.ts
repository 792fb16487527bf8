import type { ConfigDocument, ConfigLine, Section } from '../../config/syntax.ts';
import { ownLineCount } from './sectionExtent.ts';

/** Lines that an editor can hide: all from the one after `first` to `last`. Zero-based. */
export interface Fold {
  readonly kind: 'section' | 'block' | 'comment' | 'region';
  readonly first: number;
  readonly last: number;
}

/** Sections, nested blocks, commands on several lines, comments, and what a program has put between two marks. */
export function foldsOf({ text, lines, sections }: ConfigDocument): readonly Fold[] {
  const folds: Fold[] = [];
  // Each line of the document is one element, so an index is the number of a line.
  for (let i = 0, next = 0; i < lines.length;) {
    const section = sections[next];
    if (!section || lines[i] !== section.lines[0]) {
      i++;
      continue;
    }
    folds.push(...foldsOfSection(text, section, i));
    i += section.lines.length;
    next++;
  }
  return [...folds.filter(({ first, last }) => last > first), ...foldsOfComments(text, lines)];
}

function foldsOfSection(text: string, section: Section, at: number): readonly Fold[] {
  const { lines, entries } = section;
  const folds: Fold[] = [{ kind: 'section', first: at, last: at + ownLineCount(text, section) - 1 }];
  for (const { line, nested, continuation } of entries) {
    const last = nested.at(-1) ?? continuation.at(-1);
    if (last) folds.push({ kind: 'block', first: at + lines.indexOf(line), last: at + lines.indexOf(last) });
  }
  return folds;
}

function foldsOfComments(text: string, lines: readonly ConfigLine[]): readonly Fold[] {
  const folds: Fold[] = [];
  const open: { readonly name: string; readonly at: number }[] = [];
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    if (line.kind !== 'comment') continue;
    const [, which, name = ''] = mark.exec(textOf(text, line)) ?? [];
    if (which) {
      addRegion(folds, open, /^begin/iu.test(which), name, i);
      continue;
    }
    const first = i;
    while (lines[i + 1]?.kind === 'comment' && !mark.test(textOf(text, lines[i + 1]!))) i++;
    if (i > first) folds.push({ kind: 'comment', first, last: i });
  }
  return folds;
}

function addRegion(
  folds: Fold[],
  open: { readonly name: string; readonly at: number }[],
  isBegin: boolean,
  name: string,
  at: number,
): void {
  if (isBegin) {
    open.push({ name, at });
    return;
  }
  const begun = open.findLastIndex((each) => each.name === name);
  if (begun === -1) return;
  folds.push({ kind: 'region', first: open[begun]!.at, last: at });
  open.splice(begun);
}

function textOf(text: string, { start, end }: ConfigLine): string {
  return text.slice(start, end);
}

/** Our own marks, and those of aws-sso-cli. */
const mark = /^\s*#\s?(?:rolecall: (?=[be]))?(begin|end)(?: |_(?=AWS_SSO))(\S+)\s*$/iu;
