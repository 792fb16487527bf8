import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import { parseConfig } from '../../src/config/parse.ts';
import { mirrorBody, mirrorCredentials, mirrorHead } from '../../src/delivery/handover/mirrorText.ts';
import { mirrorName } from '../../src/delivery/handover/targetEncoding.ts';
import { planTarget } from '../../src/plan/planner.ts';
import { keysWhere } from '../../src/profiles/keys.ts';
import { nameComplaint } from '../../src/profiles/profileNames.ts';
import { buildProfiles, readTitle, type Target } from '../../src/profiles/profiles.ts';
import { type AwsFiles, awsFiles } from './awsFiles.ts';
import type { Check } from './check.ts';
import { readByPython, readBySdk, type ToolReading } from './iniReaders.ts';
import { targets } from './targets.ts';

interface Input {
  readonly files: AwsFiles;
  readonly active: Target | undefined;
  readonly others: readonly Target[];
}

const command = '/helper w1';
const replaced: ReadonlySet<string> = new Set(
  keysWhere(({ leadsToCredentials }) => leadsToCredentials).filter((key) => key !== 'credential_process'),
);

export const mirrorSources: Check<Input> = {
  name: 'writes a mirror in which each profile has our source and no other, for every tool',
  inputs: fc.record({
    files: awsFiles,
    active: fc.option(targets, { nil: undefined }),
    others: fc.array(targets, { maxLength: 2 }),
  }),
  assert: async ({ files, active, others }) => {
    const profiles = buildProfiles(parseConfig(files.config), parseConfig(files.credentials));
    const context = { environment: files.environment, sessionName: 'me', mfaSessionSeconds: 3600 };
    const sources = {
      profiles,
      configText: files.config,
      planOf: (target: Target) => planTarget(profiles, target, context),
      command,
    };
    const config = mirrorHead(active, others, sources) + mirrorBody(sources);
    const written = { config, credentials: mirrorCredentials(config) };
    const own = [...profiles.profiles.keys()].filter((name) => nameComplaint(name) === undefined);
    const expected = [
      ...own,
      ...others.map((other) => mirrorName(other, (name) => profiles.profiles.has(name))),
    ];
    const mayLackSource = active === undefined && !profiles.profiles.has('default');
    const readings = {
      Rolecall: readByRolecall(written),
      SDK: await readBySdk(written),
      CLI: await readByPython(written),
    };
    for (const [reader, reading] of Object.entries(readings))
      assertSources(reading, expected, mayLackSource, `${reader} reads:\n${config}${written.credentials}`);
  },
};

/**
 * Asserts that a tool finds our source in the sections that programs are told to use, and that it never becomes the
 * role of the machine: some tools read parts of other sections.
 */
function assertSources(
  reading: ToolReading,
  expected: readonly string[],
  mayLackSource: boolean,
  message: string,
): void {
  for (const [name, values] of reading) {
    const other = [...values.keys()].find((key) => replaced.has(key.toLowerCase()));
    assert.equal(other, undefined, `[${name}] has another source: ${other}. ${message}`);
    if (name === 'default' && mayLackSource) continue;
    assert.equal(values.get('ec2_metadata_service_endpoint'), 'http://127.0.0.1:1', `[${name}]. ${message}`);
  }
  for (const name of mayLackSource ? expected : ['default', ...expected]) {
    const source = reading.get(name)?.get('credential_process');
    assert.ok(source?.startsWith(`${command} `), `[${name}] has no source. ${message}`);
  }
}

function readByRolecall({ config, credentials }: { config: string; credentials: string }): ToolReading {
  const documents = [parseConfig(config), parseConfig(credentials)] as const;
  for (const { title } of documents[0].sections)
    assert.ok(readTitle(title).kind !== 'other' || /^[\w.-]+$/u.test(title), title);
  return new Map(
    [...buildProfiles(...documents).profiles].map(([name, { values }]) => [
      name,
      new Map([...values].map(([key, { text }]) => [key, text])),
    ]),
  );
}
