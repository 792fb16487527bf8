// Run by `profiles.ts` in a process of its own: reads as many profiles as asked for, with Rolecall and with its peers.
import assert from 'node:assert/strict';
import { externalDataInterceptor, parseKnownFiles } from '@smithy/shared-ini-file-loader';
import { parse as parseIni } from 'ini';
import { parseConfig } from '../../src/config/parse.ts';
import { planTarget } from '../../src/plan/planner.ts';
import { buildProfiles, type ProfileSet } from '../../src/profiles/profiles.ts';
import { createCompany } from './company.ts';
import { takeTurns } from './samples.ts';

const [count = '500', rounds = '30'] = process.argv.slice(2);
const { config, credentials } = createCompany(Number(count));

// Smithy's loader is given the texts too, so that neither side reads from the disk.
externalDataInterceptor.interceptFile('/config', config);
externalDataInterceptor.interceptFile('/credentials', credentials);

const build = (): ProfileSet => buildProfiles(parseConfig(config), parseConfig(credentials));

function planAll(profiles: ProfileSet): void {
  const context = { environment: {}, sessionName: 'me', mfaSessionSeconds: 43_200 };
  for (const name of profiles.profiles.keys()) planTarget(profiles, { kind: 'profile', name }, context);
}

const { profiles } = build();
const loaded = await parseKnownFiles({ configFilepath: '/config', filepath: '/credentials' });
assert.deepEqual(Object.keys(loaded).toSorted(), [...profiles.keys()].toSorted(), 'both read the same');

const samples = await takeTurns(
  {
    parse: () => [parseConfig(config), parseConfig(credentials)],
    build,
    plan: () => planAll(build()),
    smithy: () => parseKnownFiles({ configFilepath: '/config', filepath: '/credentials' }),
    ini: () => [parseIni(config), parseIni(credentials)],
  },
  Number(rounds),
  5,
);
console.log(JSON.stringify(samples));
