import * as fc from 'fast-check';
import { displayText } from '../../src/base/plainText.ts';
import { withoutNamedSecrets } from '../../src/base/secretText.ts';
import { maskSecrets, numberSecrets } from '../../src/config/mask.ts';
import { parseConfig } from '../../src/config/parse.ts';
import { mirrorBody, mirrorCredentials } from '../../src/delivery/handover/mirrorText.ts';
import { planTarget } from '../../src/plan/planner.ts';
import { planChange } from '../../src/profiles/changes.ts';
import { brokenHeaders, missingPrefixes } from '../../src/profiles/headerHints.ts';
import { buildProfiles, type Target } from '../../src/profiles/profiles.ts';
import { recognizeCredentials } from '../../src/profiles/copied/recognizeCredentials.ts';
import { buildSectionTree } from '../../src/views/tree/sectionTree.ts';
import { assertProportional } from '../scaling.ts';
import { pickerTexts } from '../unit/display/shownTexts.ts';
import type { Check } from './check.ts';
import { configLines } from './lines.ts';
import { mutated, mutations } from './mutations.ts';
import { withSecrets } from './secrets.ts';

interface Input {
  /** What is repeated in a file. */
  readonly unit: string;
  readonly isNumbered: boolean;
}

const secrets = {
  accessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  token: 'K7MDENG/b'.repeat(40),
  password: 'hunter2!',
};
const context = { environment: {}, sessionName: 'me', mfaSessionSeconds: 3600 };

/** In characters. It is multiplied by 4 for the larger file. */
const length = 8000;

type Work = (text: string) => unknown;

/** All that is done with a whole file. */
const works: Readonly<Record<string, Work>> = {
  parse: (text) => parseConfig(text).lines,
  profiles: (text) => everything(text).map(({ values }) => values.size),
  hints: (text) => [brokenHeaders('x', parseConfig(text)), missingPrefixes('x', parseConfig(text))],
  mask: (text) => [numberSecrets([text]), maskSecrets(text, () => '•')],
  'texts of one line': (text) => [
    displayText(text),
    withoutNamedSecrets(text),
    withoutNamedSecrets(text, '='),
  ],
  tree: (text) => buildSectionTree(profilesOf(text)),
  picker: (text) => pickerTexts({ config: text, credentials: '', environment: {} }),
  plans: (text) => {
    const profiles = profilesOf(text);
    return [...profiles.profiles.keys()].map((name) =>
      planTarget(profiles, { kind: 'profile', name }, context),
    );
  },
  mirror: (text) => {
    const profiles = profilesOf(text);
    const planOf = (target: Target) => planTarget(profiles, target, context);
    return mirrorCredentials(mirrorBody({ profiles, configText: text, planOf, command: 'x' }));
  },
  changes: (text) => {
    const documents = { config: parseConfig(text), credentials: parseConfig(text) };
    return [
      planChange(documents, { kind: 'rename', name: 'a', to: 'z' }),
      planChange(documents, { kind: 'add', name: 'z', config: [['region', 'x']], credentials: [] }),
    ];
  },
  clipboard: (text) => recognizeCredentials(text.slice(0, 64 * 1024)),
};

/** A section can be a profile in either file. */
function profilesOf(text: string) {
  return buildProfiles(parseConfig(text), parseConfig(text));
}

function everything(text: string) {
  const { profiles, ssoSessions, services } = profilesOf(text);
  return [profiles, ssoSessions, services].flatMap((all) => [...all.values()]);
}

export const linearTime: Check<Input> = {
  name: 'takes time in proportion to a file, whatever is repeated in it',
  inputs: fc
    .record({
      lines: configLines,
      changes: mutations,
      from: fc.nat(400),
      size: fc.integer({ min: 1, max: 400 }),
      isNumbered: fc.boolean(),
    })
    .map(({ lines, changes, from, size, isNumbered }) => {
      const text = withSecrets(mutated(`${lines.join('\n')}\n`, changes), secrets);
      const start = from % text.length;
      return { unit: text.slice(start, start + size) || '\n', isNumbered };
    }),
  assert: (input) => {
    for (const [name, work] of Object.entries(works)) assertLinear(name, work, input);
  },
};

function assertLinear(name: string, work: Work, input: Input): void {
  const prepare = (size: number) => {
    const text = repeated(input, size);
    return () => work(text);
  };
  try {
    assertProportional(length, prepare);
  } catch {
    // Something else may have slowed down all measurements. Quadratic work becomes clearer with a larger file.
    try {
      assertProportional(4 * length, prepare);
    } catch (error) {
      throw new Error(`${name}: ${String(error)}`, { cause: error });
    }
  }
}

/** Numbered units are different sections and keys. */
function repeated({ unit, isNumbered }: Input, size: number): string {
  const count = Math.ceil(size / unit.length);
  return Array.from({ length: count }, (_, i) =>
    isNumbered ? unit.replaceAll(/\](?=\s)| =/gu, (end) => i + end) : unit,
  ).join('');
}
