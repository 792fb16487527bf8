import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { readBotocore } from '../../../../src/profiles/readers/botocore.ts';
import { type Difference, differences } from '../../../../src/profiles/readers/differences.ts';
import type { Reading } from '../../../../src/profiles/readers/reading.ts';
import { readHere } from '../../../../src/profiles/readers/rolecall.ts';
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
import { effective, plain, type Plain, type Texts } from './readings.ts';
import { trickyTexts } from './trickyTexts.ts';

function differencesOf(texts: Texts): readonly Difference[] {
  const { config, credentials } = filesOf(texts);
  return differences(config, credentials);
}

/** `tools code facts: the text at the place`. */
function print(difference: Difference, texts: Texts): string {
  const { place, tools, code } = difference;
  const text = texts[place.file].slice(place.start, place.end);
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

describe('where tools differ', () => {
  tells('nothing', '');
  tells('an ordinary file', '# c\n[default]\nregion = r\n\n[profile a]\nrole_arn = x\ns3 =\n  y = 1\n');
  tells('a profile without keys', '[profile a]\n[profile b]\nk =\n');
  tells('an inline comment', '[profile a]\nk = 1 # c', 'botocore valueDiffers a.k: k = 1 # c');
  tells(
    'a key in capitals',
    '[profile a]\nl = 1\nRegion = r',
    'smithy keyIgnored a.region in Region: Region = r',
  );
  tells(
    'a colon',
    '[profile a]\nk = 1\nl: 2',
    'smithy keyIgnored a.l: l: 2',
    'rust fileRejected noSeparator: l: 2',
  );
  tells(
    'a colon before =',
    '[profile a]\nl: m = 2',
    'smithy keyIgnored a.l in l: m: l: m = 2',
    'rust keyIgnored a.l: l: m = 2',
  );
  tells(
    'the keys of [DEFAULT]',
    '[DEFAULT]\nk = 0\n[profile a]\nl = 1\n[profile b]\nk = 1\n[profile c]\n',
    'botocore keyAdded a,c.k: k = 0',
  );
  tells(
    '[default] after [profile default]',
    '[profile default]\nk = 1\n[default]\nk = 2\nl = 3',
    'botocore headerIgnored default: [profile default]',
    'botocore headerAdded default: [default]',
  );
  tells(
    'a section replaced by another spelling',
    '[profile "a"]\nk = 1\n[profile a]\nl = 2',
    'botocore+rust headerIgnored a: [profile "a"]',
  );
  tells(
    'a section given twice',
    '[profile a]\nk = 1\n[profile a]\nl = 2',
    'botocore fileRejected sectionTwice: [profile a]',
  );
  tells(
    'a byte order mark',
    '\uFEFF[profile a]\nk = 1',
    'botocore+rust fileRejected byteOrderMark: \uFEFF[profile a]',
  );
  tells(
    'names that not all allow',
    '[profile "my prof"]\nk = 1\n[profile a b]\nk = 2\n[ profile c ]\nk = 3',
    'smithy+rust headerIgnored my prof: [profile "my prof"]',
    'botocore+smithy+rust headerIgnored a b: [profile a b]',
    'botocore+smithy headerIgnored c: [ profile c ]',
  );
  tells('a title that only one knows', '[profiles a]\nk = 1', 'botocore headerAdded a: [profiles a]');
  tells(
    'a line that continues a value',
    '[profile a]\nk = 1\n  l = 2',
    'botocore+rust valueDiffers a.k: k = 1⏎  l = 2',
    'botocore+rust keyIgnored a.l in k: l = 2',
  );
  tells(
    'an indented comment under a header',
    '[profile a]\n  # c\nk = 1',
    'rust fileRejected indentedWithoutKey:   # c',
  );
  tells(
    'an sso-session',
    '[sso-session s]\nRegion = r\nk = 1',
    'smithy keyIgnored s.region in Region: Region = r',
  );
  tells('a flat key of services', '[services s]\nk = 1\nsts =\n  x = 2', 'rust keyIgnored s.k: k = 1');
  tellsOfBoth(
    'an empty value over another file’s',
    { config: '[profile a]\nk = 1', credentials: '[a]\nl = 2\nk =' },
    'smithy valueOverruled a.k: k = 1',
  );
  tellsOfBoth(
    'the files in order, the config file first',
    { config: '[profile a]\nk = 1 # c', credentials: '[a]\nl = 2 # d\nm = 3 # e' },
    'botocore valueDiffers a.k: k = 1 # c',
    'botocore valueDiffers a.l: l = 2 # d',
    'botocore valueDiffers a.m: m = 3 # e',
  );

  it('say nothing of the values, which may be secret', () => {
    const credentials = '[a]\naws_secret_access_key = wJalrXUtnFEMI # mine\nAws_Session_Token = FwoGZXIvYXdz';
    const found = differencesOf({ config: '', credentials });
    assert.ok(found.length > 1);
    assert.doesNotMatch(JSON.stringify(found), /wJalrXUtnFEMI|FwoGZXIvYXdz|mine/u);
  });

  it('are told of every tool that reads something else, and of no other', () => {
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

  it('stand in the files, in order', () => {
    const texts = fc.record({ config: fc.oneof(oddFiles, brokenFiles), credentials: oddFiles });
    fc.assert(fc.property(texts, assertInOrder), { numRuns: 300 });
  });
});

const tools = { botocore: readBotocore, smithy: readSmithy, rust: readRust };

function assertComplete(texts: Texts): void {
  const { config, credentials } = filesOf(texts);
  const found = differences(config, credentials);
  const here = effectiveOf(readHere(config, credentials));
  for (const [tool, read] of Object.entries(tools)) {
    const named = found.filter((difference) => difference.tools.some((other) => other === tool));
    // Two sections may differ, and what is found in them be the same.
    const aboutHeaders = named.every(({ code }) => code === 'headerIgnored' || code === 'headerAdded');
    const isSame = isDeepStrictEqual(effectiveOf(read(texts)), here);
    if (isSame) assert.ok(aboutHeaders, `${tool} reads the same`);
    else assert.ok(named.length > 0, `${tool} reads something else`);
  }
}

function effectiveOf(reading: Reading): Plain | 'fails' {
  const read = plain(reading);
  return read === 'fails' ? read : effective(read);
}

function assertInOrder(texts: Texts): void {
  let before = 0;
  for (const { place } of differencesOf(texts)) {
    const at = place.start + (place.file === 'config' ? 0 : texts.config.length);
    assert.ok(before <= at && place.start < place.end && place.end <= texts[place.file].length);
    before = at;
  }
}

function textOf({ text }: GeneratedConfig): string {
  return text;
}
