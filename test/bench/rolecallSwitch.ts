// Run by `switches.ts` in a process of its own: switches profiles as a window does, against the local AWS.
import { createRequire } from 'node:module';
import { parseConfig } from '../../src/config/parse.ts';
import type { createSts } from '../../src/credentials/aws.ts';
import { runPlan } from '../../src/credentials/run.ts';
import { createSources } from '../../src/credentials/sources.ts';
import { UsedCodes } from '../../src/credentials/mfa.ts';
import type { openSts } from '../../src/credentials/sts.ts';
import { planTarget } from '../../src/plan/planner.ts';
import { buildProfiles } from '../../src/profiles/profiles.ts';
import { Active } from '../../src/session/active.ts';
import { SessionCache } from '../../src/session/cache.ts';
import { FileLock } from '../../src/session/lock.ts';
import { Sessions } from '../../src/session/sessions.ts';
import { currentCode } from '../aws/mfa.ts';
import { MemorySecrets } from '../fakes/memorySecrets.ts';
import { noNeighbours } from '../fakes/noNeighbours.ts';
import { noSignIn } from '../fakes/noSignIn.ts';
import { RecordedLog } from '../fakes/recordedLog.ts';
import { TypedCodes } from '../fakes/typedCodes.ts';
import { createCompany } from './company.ts';
import { millisecondsOf } from './samples.ts';

/** Which run this is: each has a person with a phone to itself, for AWS takes a code only once. */
const [url = '', sdkBundle = '', locks = '', run = '0', times = '10'] = process.argv.slice(2);

const company = createCompany(500);
const plain = company.roles.filter(({ person, isChained }) => !isChained && person.devices?.length === 0);
const owner = `person-${Number(run) * 2 + 1}`;
const guarded = company.roles.filter(({ person, isChained }) => !isChained && person.name === owner);
const phone = guarded[0]?.person.devices?.[0];
if (!phone) throw new Error(`Nobody is left with a phone for run ${run}`);

const load = createRequire(import.meta.url);
/** As `openSts` does in the extension: the production bundle of the SDK is read on the first call. */
const openBundledSts: typeof openSts = async (endpoint, credentials) => {
  const sdk: { readonly createSts: typeof createSts } = load(sdkBundle);
  return sdk.createSts(endpoint, credentials);
};

const environment = { AWS_ENDPOINT_URL_STS: url };
const profiles = buildProfiles(parseConfig(company.config), parseConfig(company.credentials));
const log = new RecordedLog();
const host = { profiles: () => profiles, environment, isTrusted: () => true, log, now: Date.now };
const runner = {
  ...host,
  fetchSource: createSources({ ...host, ...noSignIn }),
  openSts: openBundledSts,
  prompts: new TypedCodes(() => currentCode(phone, { now: Date.now })),
  usedCodes: new UsedCodes(Date.now),
  onClockSkew: () => {},
};
const context = { environment, sessionName: 'me', mfaSessionSeconds: 43_200 };
const cache = new SessionCache(new MemorySecrets(), noNeighbours, log, Date.now);
const sessions = new Sessions(
  (target) => planTarget(profiles, target, context),
  (plan, from, onStep, signal) => runPlan(plan, from, runner, onStep, signal),
  cache,
  new FileLock(locks, log),
);
const memory = { load: () => undefined, save: () => {} };
const active = new Active({
  sessions,
  memory,
  identify: async () => undefined,
  log,
  now: Date.now,
  renewMarginMs: () => 5 * 60_000,
});

const use = (name: string): Promise<number> => millisecondsOf(() => active.use({ kind: 'profile', name }));
const useAll = async (names: readonly string[]): Promise<number[]> => {
  const samples: number[] = [];
  for (const name of names) samples.push(await use(name));
  return samples;
};
const [first = '', ...others] = plain.slice(0, Number(times) + 1).map(({ name }) => name);
const [withCode = '', ...withSession] = guarded.slice(0, Number(times) + 1).map(({ name }) => name);

const cold = [await use(first)];
const loaded = await useAll(others);
const cached = await useAll([...others, ...others, ...others]);
await use(withCode); // with a code, typed at once: a person's time is not ours to measure
const afterCode = await useAll(withSession);
active.dispose();
console.log(JSON.stringify({ cold, loaded, cached, afterCode }));
