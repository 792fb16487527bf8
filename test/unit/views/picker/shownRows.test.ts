import assert from 'node:assert/strict';
import type { Target } from '../../../../src/profiles/profiles.ts';
import type { Row } from '../../../../src/views/picker/targetRow.ts';
await import('../../../fakes/useFakeVscode.ts');

const { acceptedRow } = await import('../../../../src/views/picker/shownRows.ts');
const { separator: separatorOf } = await import('../../../../src/views/picker/commandRows.ts');

const separator = separatorOf('recent');

function row(name: string): Row {
  const target: Target = { kind: 'profile', name };
  return { label: name, target, choice: { kind: 'target', target } };
}

function rowsOf(names: string): readonly Row[] {
  return names.split(' ').map((name) => (name === '-' ? separator : row(name)));
}

/** VS Code names a row by its index, so the row in the same place of the last rows is reported. */
function accepts(
  what: string,
  before: string,
  now: string,
  place: number,
  isTyped: boolean,
  expected?: string,
) {
  it(what, () => {
    const rows = rowsOf(now);
    // Once VS Code shows the last rows, the first of them is active.
    const active = rows.find(({ kind }) => kind === undefined);
    const picked = acceptedRow(rows[place], { now: rows, active, before: rowsOf(before), isTyped });
    assert.equal(picked?.label, expected);
  });
}

describe('a choice while new rows are on their way to VS Code', () => {
  accepts('is the first row for what was typed', '- a b c', 'c d', 1, true, 'c');
  accepts('is the first row, too, if VS Code had the new rows already', '- a b c', 'c d', 0, true, 'c');
  accepts('is not a row that has moved into the place of another', 'x a b c', 'c d e', 2, true, undefined);
  accepts('is the row itself if it did not move', '- a b c', '- a b c d', 2, false, 'b');
  accepts('is none if rows moved for another reason than typing', '- a b c', '- b a c', 2, false, undefined);
  accepts('is none if the active row moved into the place of another', '- a b', '- b a', 1, false, undefined);
  accepts('is the active row if no other was in its place', '- a b', 'a b', 0, false, 'a');
});
