// Runs in a process that `profiles.ts` starts: reads the requested number of profiles with Rolecall and its peers.
import {
  externalDataInterceptor,
  loadSharedConfigFiles,
  parseKnownFiles,
} from '@smithy/shared-ini-file-loader';
import { parse as parseIni } from 'ini';
import assert from 'node:assert/strict';
import { parseConfig } from '../../../src/config/parse.ts';
import type { ConfigDocument } from '../../../src/config/syntax.ts';
import type { Planned } from '../../../src/plan/plan.ts';
import { buildProfiles, type ProfileSet, type Target } from '../../../src/profiles/profiles.ts';
import { planTarget } from '../../../src/plan/planner.ts';
import { createPlanCache } from '../../../src/session/planCache.ts';
import { buildSectionTree } from '../../../src/views/tree/sectionTree.ts';
import { createCompany } from '../company.ts';
import { takeTurns } from '../samples.ts';

const [count = '500', rounds = '30'] = process.argv.slice(2);
const company = createCompany(Number(count));
/** Decoded from bytes like a file. Otherwise, the first reader would pay for flattening the concatenated string. */
const [config, credentials] = [company.config, company.credentials].map((text) =>
  new TextDecoder().decode(Buffer.from(text)),
) as [string, string];

// Smithy's loader gets the texts, too, so that neither side reads from disk.
const paths = { configFilepath: '/config', filepath: '/credentials' };
externalDataInterceptor.interceptFile(paths.configFilepath, config);
externalDataInterceptor.interceptFile(paths.filepath, credentials);

type Documents = readonly [ConfigDocument, ConfigDocument];

const parse = (): Documents => [parseConfig(config), parseConfig(credentials)];

function everyValue(profiles: ProfileSet): ProfileSet {
  for (const { values } of profiles.profiles.values()) assert.ok(values.size > 0);
  return profiles;
}

function planner(profiles: ProfileSet): (target: Target) => Planned {
  const context = { environment: process.env, sessionName: 'me', mfaSessionSeconds: 43_200 };
  return createPlanCache(
    () => planTarget,
    () => profiles,
    () => context,
  );
}

function planAll({ profiles }: ProfileSet, planOf: (target: Target) => Planned): readonly Planned[] {
  return [...profiles.keys()].map((name) => planOf({ kind: 'profile', name }));
}

const documents = parse();
const built = buildProfiles(...documents);
const loaded = Object.keys(await parseKnownFiles(paths)).filter((name) => !name.startsWith('sso-session.'));
assert.deepEqual(loaded.toSorted(), [...built.profiles.keys()].toSorted(), 'both read the same');
const known = planner(built);
planAll(built, known);

const samples = await takeTurns(
  {
    headers: parse,
    parse: () => parse().map(({ lines }) => lines),
    build: () => buildProfiles(...documents),
    buildAll: () => everyValue(buildProfiles(...documents)),
    merge: () => everyValue(buildProfiles(...parse())),
    plan: () => planAll(built, planner(built)),
    planAgain: () => planAll(built, known),
    sections: () => buildSectionTree(built),
    smithyParse: () => loadSharedConfigFiles(paths),
    smithy: () => parseKnownFiles(paths),
    ini: () => [parseIni(config), parseIni(credentials)],
  },
  Number(rounds),
  5,
);
console.log(JSON.stringify(samples));
