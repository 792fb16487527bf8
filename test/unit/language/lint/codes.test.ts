import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lintDocs } from '../../../../packaging/lintDocs.ts';
import { parseConfig } from '../../../../src/config/parse.ts';
import { awsText } from '../../../../src/language/awsText.ts';
import type { CodeFacts } from '../../../../src/language/lint/codeFacts.ts';
import { lintCodes } from '../../../../src/language/lint/codes.ts';
import type { Finding } from '../../../../src/language/lint/finding.ts';
import { Linter } from '../../../../src/language/lint/lint.ts';
import type { FileRole } from '../../../../src/profiles/profiles.ts';
import { edited } from '../../config/edited.ts';

const facts = { now: Date.UTC(2026, 0), othersMayRead: true, disabled: new Set<string>() };

function lint(text: string, { file, other }: { file?: FileRole; other?: string }): readonly Finding[] {
  return new Linter().lint(awsText(file ?? 'config', parseConfig(text), parseConfig(other ?? '')), facts);
}

const rows = Object.entries(lintCodes) as [Finding['code'], CodeFacts][];

describe('the example of each lint code', () => {
  for (const [code, row] of rows) {
    const file = row.file ?? 'config';
    it(`${code} is found`, () => {
      const found = lint(row.example, row).find((each) => each.code === code);
      assert.ok(
        found,
        `found ${lint(row.example, row)
          .map((each) => each.code)
          .join(', ')}`,
      );
      assert.ok(found.span.start < found.span.end && found.span.end <= row.example.length);
    });

    const { after } = row;
    if (after === undefined) {
      it(`${code} has no fix, because there is no single right answer`, () => {
        const found = lint(row.example, row).find((each) => each.code === code);
        assert.deepEqual(
          found?.fixes.filter(({ makePrivate, isOffer }) => !makePrivate && !isOffer) ?? [],
          [],
        );
      });
      continue;
    }
    it(`${code} is fixed`, () => {
      const [fix] = lint(row.example, row).find((each) => each.code === code)?.fixes ?? [];
      assert.ok(fix);
      const otherFile = file === 'config' ? 'credentials' : 'config';
      const other = row.other ?? '';
      const fixed = edited(row.example, fix.edits[file]);
      const fixedOther = edited(other, fix.edits[otherFile]);
      assert.deepEqual([fixed, fixedOther], [after, row.otherAfter ?? other]);
      const left = lint(fixed, { file, other: fixedOther }).filter((each) => each.code === code);
      assert.deepEqual(left, []);
    });
  }
});

describe('docs/lint.md', () => {
  it('is what `npm run docs:lint` writes', () => {
    const page = join(import.meta.dirname, '../../../../docs/lint.md');
    assert.equal(readFileSync(page, 'utf8'), lintDocs());
  });
});
