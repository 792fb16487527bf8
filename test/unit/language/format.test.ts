import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import { parseConfig } from '../../../src/config/parse.ts';
import { formatEdits } from '../../../src/language/format.ts';
import { readBotocore } from '../../../src/profiles/readers/botocore.ts';
import type { ParsedSections, ParseResult, Texts } from '../../../src/profiles/readers/parsedFiles.ts';
import { readRolecall } from '../../../src/profiles/readers/rolecall.ts';
import { readRust } from '../../../src/profiles/readers/rust.ts';
import { readSmithy } from '../../../src/profiles/readers/smithy.ts';
import { anyFiles, oddFiles, wrappedFiles } from '../config/configTexts.ts';
import { edited } from '../config/edited.ts';

function format(text: string): string {
  return edited(text, formatEdits(parseConfig(text)));
}

function formats(text: string, expected: string): void {
  it(`makes ${JSON.stringify(expected)} of ${JSON.stringify(text)}`, () => {
    assert.equal(format(text), expected);
  });
}

function keeps(text: string): void {
  it(`keeps ${JSON.stringify(text)}`, () => assert.equal(format(text), text));
}

/** Other seeds find more. */
const seed = Number(process.env['ROLECALL_SEED'] ?? 20_261_130);

describe('formatting', () => {
  formats('[a]\nregion=x\n', '[a]\nregion = x\n');
  formats('[a]\nregion\t=   x  # note\n', '[a]\nregion = x  # note\n');
  formats('[a]\nk = a=b\nl =a = b', '[a]\nk = a=b\nl = a = b');
  formats('[a]\ns3=\n\tx=1\n    y  =2\n', '[a]\ns3 =\n\tx = 1\n    y = 2\n');
  formats('[a]\nk=\n', '[a]\nk =\n');
  formats('[a]\nk = 1\n[b]\nl = 2\n', '[a]\nk = 1\n\n[b]\nl = 2\n');
  formats('[a]\r\nk=1\r\n\r\n\r\n\r\n[b]\r\n', '[a]\r\nk = 1\r\n\r\n[b]\r\n');
  formats('[a]\nk = 1\n  \n[b]\n', '[a]\nk = 1\n\n[b]\n');
  formats('[a]\nk = 1\n# about b\n[b]\n', '[a]\nk = 1\n\n# about b\n[b]\n');
  formats('[a]\nk = 1\n\n\n# about b\n# and c\n[b]\n', '[a]\nk = 1\n\n# about b\n# and c\n[b]\n');
  formats('[a]\nk = 1\n\n\n# alone\n\n\n# about b\n[b]', '[a]\nk = 1\n\n# alone\n\n# about b\n[b]');
  formats('[a]\n[b]\n', '[a]\n\n[b]\n');
  formats(
    '[a]\nk=1\n# rolecall: begin x\n[b]\nl=1\n# rolecall: end x\n[c]',
    '[a]\nk = 1\n# rolecall: begin x\n\n[b]\nl = 1\n# rolecall: end x\n\n[c]',
  );
  formats('[a]\ncredential_process=x \\\n  --y=1\n', '[a]\ncredential_process = x \\\n  --y=1\n');
  keeps('');
  keeps('# a\n\n\n\n[a]\nk = 1\n\n\n\nl = 2\n\n\n');
  keeps('[a]\nregion: x\n');
  keeps('[a]\nk =#x\n');
  keeps('[a]\nk =;x\n');
  keeps('[a]\nk = 1\n  l=2\n');
  keeps('[a]\nk = # c\n  l=2\n');
  keeps('[a]\nk = 1\n  [b]\nl = 1\n');
  keeps('[a]\rk=1\r[b]\r');
  keeps('k=1\n[a\nl=2\n');
  keeps('# k=1\n');
  keeps('[a]\n\v\n[ ]\n');
  keeps('[a]\n\n\f\n\u00A0\n[b]\n');

  it('changes only what is in the range', () => {
    const text = '[a]\nk=1\n[b]\nl=2\n[c]\nm=3\n';
    const within = { start: text.indexOf('[b]'), end: text.indexOf('[c]') };
    assert.equal(
      edited(text, formatEdits(parseConfig(text), within)),
      '[a]\nk=1\n\n[b]\nl = 2\n\n[c]\nm=3\n',
    );
  });
});

const readers: Readonly<Record<string, (texts: Texts) => ParseResult>> = {
  botocore: readBotocore,
  smithy: readSmithy,
  rust: readRust,
  rolecall: ({ config, credentials }) => readRolecall(parseConfig(config), parseConfig(credentials)),
};

function values(sections: ParsedSections): unknown {
  return [...sections].map(([name, section]) => [
    name,
    [...section.values].map(([key, { text }]) => [key, text]),
  ]);
}

/** What a tool reads, without places. */
function meaning(result: ParseResult): unknown {
  if (result.kind === 'fails') return result.why;
  return [values(result.profiles), values(result.ssoSessions), values(result.services)];
}

const files = fc.oneof(anyFiles, oddFiles, wrappedFiles('profile '), wrappedFiles(''));

/** The lines without what formatting may change. */
function bare(text: string): readonly string[] {
  return text
    .split(/\r?\n/u)
    .filter((line) => line.trim() !== '')
    .map((line) => line.replace(/[ \t]*=[ \t]*/u, '='));
}

describe('a formatted file', () => {
  for (const [tool, read] of Object.entries(readers)) {
    it(`means the same for ${tool}`, () => {
      fc.assert(
        fc.property(files, (text) => {
          const after = format(text);
          assert.deepEqual(
            meaning(read({ config: after, credentials: '' })),
            meaning(read({ config: text, credentials: '' })),
          );
          assert.deepEqual(
            meaning(read({ config: '', credentials: after })),
            meaning(read({ config: '', credentials: text })),
          );
        }),
        { numRuns: 1000, seed },
      );
    });
  }

  it('stays as it is', () => {
    fc.assert(
      fc.property(files, (text) => {
        assert.equal(format(format(text)), format(text));
      }),
      { numRuns: 1000, seed },
    );
  });

  it('has the same lines apart from spaces around = and blank lines', () => {
    fc.assert(fc.property(files, (text) => assert.deepEqual(bare(format(text)), bare(text))));
  });
});
