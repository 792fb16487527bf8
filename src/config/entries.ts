import { isCommandKey, joinedCommand } from './commandText.ts';
import { indentOf } from './indent.ts';
import type { AssignmentLine, ConfigLine, Entry } from './syntax.ts';

/**
 * Groups the lines of a section by key. Lines that are deeper than a key without a value form its nested block; lines
 * that are deeper than a command continue it. Both end at the first line that is not deeper, as in the CLI (Python's
 * `RawConfigParser`), which skips comments and keeps blank lines.
 */
export function* readEntries(text: string, lines: Iterable<ConfigLine>): Iterable<Entry> {
  let open: OpenEntry | undefined;
  for (const line of lines) {
    if (line.kind === 'header' || line.kind === 'comment') continue;
    if (open && addBelow(open, text, line)) continue;
    if (line.kind === 'assignment') {
      if (open) yield closed(open, text);
      open = openEntry(line);
    } else if (open?.accepts === 'command') {
      open.accepts = 'nothing';
    }
  }
  if (open) yield closed(open, text);
}

interface OpenEntry {
  readonly line: AssignmentLine;
  /** What the deeper lines below are. */
  accepts: 'block' | 'command' | 'nothing';
  readonly nested: AssignmentLine[];
  readonly continuation: ConfigLine[];
}

/** Shared by all entries without lines below. */
const none: never[] = [];

function openEntry(line: AssignmentLine): OpenEntry {
  const accepts = line.value === '' ? 'block' : isCommandKey(line.key) ? 'command' : 'nothing';
  return {
    line,
    accepts,
    nested: accepts === 'block' ? [] : none,
    continuation: accepts === 'command' ? [] : none,
  };
}

/** Adds a line to the entry above, if it belongs there. */
function addBelow(open: OpenEntry, text: string, line: ConfigLine): boolean {
  if (open.accepts === 'nothing') return false;
  if (line.kind !== 'blank' && indentOf(text, line) <= indentOf(text, open.line)) return false;
  if (open.accepts === 'command') open.continuation.push(line);
  else if (line.kind === 'assignment') open.nested.push(line);
  return true;
}

function closed({ line, nested, continuation }: OpenEntry, text: string): Entry {
  const last = continuation.findLastIndex(({ kind }) => kind !== 'blank');
  if (last === -1) return { line, nested, continuation: none, value: line.value };
  const below = continuation.slice(0, last + 1);
  const lines = [{ start: line.valueStart, end: line.end }, ...below];
  const value = joinedCommand(lines.map(({ start, end }) => text.slice(start, end)));
  return { line, nested, continuation: below, value };
}
