import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { readBotocore } from '../../../../src/profiles/readers/botocore.ts';
import { type Difference, differences } from '../../../../src/profiles/readers/differences.ts';
import type { ParseResult } from '../../../../src/profiles/readers/parsedFiles.ts';
import { readRolecall } from '../../../../src/profiles/readers/rolecall.ts';
import { readRust } from '../../../../src/profiles/readers/rust.ts';
import { readSmithy } from '../../../../src/profiles/readers/smithy.ts';
import {
  brokenFiles,
  configFiles,
  credentialsFiles,
  type GeneratedConfig,
  oddFiles,
} from '../../config/configTexts.ts';
import { filesOf } from './exception.ts';
import { effective, plain, type Plain, type Texts } from './plainResults.ts';
import { trickyTexts } from './trickyTexts.ts';

function differencesOf(texts: Texts): readonly Difference[] {
  const { config, credentials } = filesOf(texts);
  return differences(config, credentials);
}

/** Prints `tools code facts: the text at the location`. */
function print(difference: Difference, texts: Texts): string {
  const { location, tools, code } = difference;
  const text = texts[location.file].slice(location.start, location.end);
  return `${tools.join('+')} ${code} ${factsOf(difference)}: ${text.replaceAll('\n', '⏎')}`;
}

function factsOf(difference: Difference): string {
  switch (difference.code) {
    case 'fileRejected':
      return difference.why;
    case 'headerIgnored':
    case 'headerAdded':
      return difference.section.name;
    case 'keyIgnored':
      return [`${difference.section.name}.${difference.key}`, difference.within].filter(Boolean).join(' in ');
    case 'keyAdded':
      return `${difference.sections.map(({ name }) => name).join(',')}.${difference.key}`;
    case 'valueDiffers':
    case 'valueOverruled':
      return `${difference.section.name}.${difference.key}`;
  }
}

function tells(what: string, config: string, ...expected: string[]): void {
  tellsOfBoth(what, { config, credentials: '' }, ...expected);
}

function tellsOfBoth(what: string, texts: Texts, ...expected: string[]): void {
  it(what, () =>
    assert.deepEqual(
      differencesOf(texts).map((difference) => print(difference, texts)),
      expected,
    ),
  );
}

describe('differences', () => {
  tells('report nothing for empty files', '');
  tells(
    'report nothing for an ordinary file',
    '# c\n[default]\nregion = r\n\n[profile a]\nrole_arn = x\ns3 =\n  y = 1\n',
  );
  tells('report nothing for a profile without keys', '[profile a]\n[profile b]\nk =\n');
  tells('report an inline comment', '[profile a]\nk = 1 # c', 'botocore valueDiffers a.k: k = 1 # c');
  tells(
    'report a key in capitals',
    '[profile a]\nl = 1\nRegion = r',
    'smithy keyIgnored a.region in Region: Region = r',
  );
  tells(
    'report a colon',
    '[profile a]\nk = 1\nl: 2',
    'smithy keyIgnored a.l: l: 2',
    'rust fileRejected noSeparator: l: 2',
  );
  tells(
    'report a colon before =',
    '[profile a]\nl: m = 2',
    'smithy keyIgnored a.l in l: m: l: m = 2',
    'rust keyIgnored a.l: l: m = 2',
  );
  tells(
    'report keys of [DEFAULT]',
    '[DEFAULT]\nk = 0\n[profile a]\nl = 1\n[profile b]\nk = 1\n[profile c]\n',
    'smithy+rust keyIgnored a.k: k = 0',
    'smithy+rust keyIgnored c.k: k = 0',
  );
  tells(
    'report [default] after [profile default]',
    '[profile default]\nk = 1\n[default]\nk = 2\nl = 3',
    'botocore headerIgnored default: [profile default]',
    'botocore headerAdded default: [default]',
  );
  tells(
    'report a section replaced by another spelling',
    '[profile "a"]\nk = 1\n[profile a]\nl = 2',
    'botocore+rust headerIgnored a: [profile "a"]',
  );
  tells(
    'report a repeated section',
    '[profile a]\nk = 1\n[profile a]\nl = 2',
    'botocore fileRejected sectionTwice: [profile a]',
  );
  tells(
    'report a byte order mark',
    '\uFEFF[profile a]\nk = 1',
    'botocore+rust fileRejected byteOrderMark: \uFEFF[profile a]',
  );
  tells(
    'report names that not all tools accept',
    '[profile "my prof"]\nk = 1\n[profile a b]\nk = 2\n[ profile c ]\nk = 3',
    'smithy+rust headerIgnored my prof: [profile "my prof"]',
    'botocore+smithy+rust headerIgnored a b: [profile a b]',
    'botocore+smithy headerIgnored c: [ profile c ]',
  );
  tells(
    'report a title that only one tool recognizes',
    '[profiles a]\nk = 1',
    'smithy+rust headerIgnored a: [profiles a]',
  );
  tells(
    'report a line that continues a value',
    '[profile a]\nk = 1\n  l = 2',
    'botocore+rust valueDiffers a.k: k = 1⏎  l = 2',
    'botocore+rust keyIgnored a.l in k: l = 2',
  );
  tells(
    'report an indented comment under a header',
    '[profile a]\n  # c\nk = 1',
    'rust fileRejected indentedWithoutKey:   # c',
  );
  tells(
    'report keys of an sso-session',
    '[sso-session s]\nRegion = r\nk = 1',
    'smithy keyIgnored s.region in Region: Region = r',
  );
  tells(
    'report a key of services outside a block',
    '[services s]\nk = 1\nsts =\n  x = 2',
    'rust keyIgnored s.k: k = 1',
  );
  tellsOfBoth(
    'report an empty value that overrides the other file',
    { config: '[profile a]\nk = 1', credentials: '[a]\nl = 2\nk =' },
    'smithy valueOverruled a.k: k = 1',
  );
  tellsOfBoth(
    'report in file order, config file first',
    { config: '[profile a]\nk = 1 # c', credentials: '[a]\nl = 2 # d\nm = 3 # e' },
    'botocore valueDiffers a.k: k = 1 # c',
    'botocore valueDiffers a.l: l = 2 # d',
    'botocore valueDiffers a.m: m = 3 # e',
  );

  it('contain no values, which may be secret', () => {
    const credentials = '[a]\naws_secret_access_key = wJalrXUtnFEMI # mine\nAws_Session_Token = FwoGZXIvYXdz';
    const found = differencesOf({ config: '', credentials });
    assert.ok(found.length > 1);
    assert.doesNotMatch(JSON.stringify(found), /wJalrXUtnFEMI|FwoGZXIvYXdz|mine/u);
  });

  it('exist for exactly the tools whose result differs', () => {
    for (const texts of trickyTexts) assertComplete(texts);
    const wellFormed = { config: configFiles.map(textOf), credentials: credentialsFiles.map(textOf) };
    const texts = fc.oneof(
      fc.record(wellFormed),
      fc.record({ config: oddFiles, credentials: fc.constant('') }),
      fc.record({ config: oddFiles, credentials: oddFiles }),
      fc.record({ config: brokenFiles, credentials: fc.constant('') }),
    );
    fc.assert(fc.property(texts, assertComplete), { numRuns: 500 });
  });

  it('have sorted locations inside the files', () => {
    const texts = fc.record({ config: fc.oneof(oddFiles, brokenFiles), credentials: oddFiles });
    fc.assert(fc.property(texts, assertInOrder), { numRuns: 300 });
  });
});

const tools = { botocore: readBotocore, smithy: readSmithy, rust: readRust };

function assertComplete(texts: Texts): void {
  const { config, credentials } = filesOf(texts);
  const found = differences(config, credentials);
  const ours = effectiveOf(readRolecall(config, credentials));
  for (const [tool, read] of Object.entries(tools)) {
    const named = found.filter((difference) => difference.tools.some((other) => other === tool));
    // A tool can merge different sections and still find the same values.
    const aboutHeaders = named.every(({ code }) => code === 'headerIgnored' || code === 'headerAdded');
    const isSame = isDeepStrictEqual(effectiveOf(read(texts)), ours);
    if (isSame) assert.ok(aboutHeaders, `${tool} reads the same`);
    else assert.ok(named.length > 0, `${tool} reads something else`);
  }
}

function effectiveOf(reading: ParseResult): Plain | 'fails' {
  const read = plain(reading);
  return read === 'fails' ? read : effective(read);
}

function assertInOrder(texts: Texts): void {
  let before = 0;
  for (const { location } of differencesOf(texts)) {
    const at = location.start + (location.file === 'config' ? 0 : texts.config.length);
    assert.ok(before <= at && location.start < location.end && location.end <= texts[location.file].length);
    before = at;
  }
}

function textOf({ text }: GeneratedConfig): string {
  return text;
}
