import { mergeEdits } from '../../../config/edit.ts';
import type { AssignmentLine, Entry } from '../../../config/syntax.ts';
import { keys } from '../../../profiles/keys.ts';
import { isServiceId, meantServiceId } from '../../serviceIds.ts';
import { type CheckedSection, keySpan, type LocalFinding, type LocalFix } from './localFinding.ts';

/** Moves a key to the block `s3 =`, which it begins if there is none. */
export function moveToBlock(
  { text, entries }: CheckedSection,
  { line, nested }: Entry,
): LocalFix | undefined {
  const block = entries.get(keys.s3);
  const key = line.key.toLowerCase();
  const isTaken = block?.nested.some((each) => each.key.toLowerCase() === key);
  if (nested.length > 0 || isTaken || (block && block.nested.length === 0)) return undefined;
  if (hasDeeperLine(text, line)) return undefined;
  const lineEnd = /\r\n/u.test(text) ? '\r\n' : '\n';
  const written = text.slice(line.keyStart, line.end).trimEnd();
  const args = [key, keys.s3];
  if (!block) {
    const head = `${keys.s3} =${lineEnd}  ${written}`;
    const end = line.keyStart + written.length;
    // What is indented above would take the block for more of itself.
    return { code: 'moveToBlock', args, edits: [{ start: line.start, end, text: head }] };
  }
  const last = block.nested.at(-1)!;
  const isEnded = text.slice(last.start, last.end).endsWith('\n');
  const moved = text.slice(last.start, last.keyStart) + written;
  return {
    code: 'moveToBlock',
    args,
    edits: mergeEdits([
      { start: last.end, end: last.end, text: isEnded ? moved + lineEnd : lineEnd + moved },
      { start: line.start, end: line.end, text: '' },
    ]),
  };
}

/** Without the key, the AWS CLI would take such a line for more of the value above. */
function hasDeeperLine(text: string, { start, keyStart, end }: AssignmentLine): boolean {
  const below = text.slice(end, end + maxBlank).replace(/^(?:[^\S\r\n]*\r?\n)+/u, '');
  return /^[^\S\r\n]*/u.exec(below)![0].length > keyStart - start && below.trim() !== '';
}

/** Enough for some blank lines. */
const maxBlank = 1000;

/** Whether the lines below a key are meant as those of a `[services]` section. */
export function isServiceBlock({ line, nested }: Entry): boolean {
  return nested.length > 0 && serviceOf(line.key) !== undefined;
}

function serviceOf(key: string): string | undefined {
  const small = key.toLowerCase();
  return isServiceId(small) ? small : meantServiceId(small);
}

/** The endpoints of single services in a profile, where only a plugin reads them. */
export function endpointsOf(
  { role }: CheckedSection,
  { line: head, nested }: Entry,
): readonly LocalFinding[] {
  const service = serviceOf(head.key);
  return nested.flatMap((line): readonly LocalFinding[] => {
    const key = line.key.toLowerCase();
    if (key !== keys.endpointUrl) return [];
    const isOnly = nested.length === 1;
    const canMove = service !== undefined && line.value !== '' && role === 'config';
    const isClear = canMove && (!isOnly || line.start === head.end);
    return [
      {
        code: 'endpointInProfile',
        span: keySpan(line),
        args: [key],
        ...(isClear && {
          fix: {
            code: 'moveToServices',
            service,
            url: line.value,
            removed: { start: isOnly ? head.start : line.start, end: line.end },
          },
        }),
      },
    ];
  });
}
