import assert from 'node:assert/strict';
import { applyEdits, type TextEdit } from '../../../src/config/edit.ts';

/** Applies edits and asserts that they are sorted, do not touch, and each change something. */
export function edited(text: string, edits: readonly TextEdit[]): string {
  let last = -1;
  for (const { start, end, text: put } of edits) {
    assert.ok(start > last && end >= start, 'in order and apart');
    assert.notEqual(put, text.slice(start, end), 'each changes something');
    last = end;
  }
  assert.ok(last <= text.length);
  return applyEdits(text, edits);
}
