// Runs in a process that `switches.ts` starts: switches profiles as a window does, with the local AWS.
import { Active } from '../../../src/session/active.ts';
import { currentCode } from '../../aws/iam/mfa.ts';
import { RecordedLog } from '../../fakes/recordedLog.ts';
import { TypedCodes } from '../../fakes/typedCodes.ts';
import { createCompany } from '../company.ts';
import { millisecondsOf } from '../samples.ts';
import { openSessions } from './sessionStage.ts';

/**
 * `run` is the number of this run. Each run has its own user with an MFA device, because AWS accepts a code only once.
 */
const [url = '', sdkBundle = '', locks = '', run = '0', times = '10'] = process.argv.slice(2);

const company = createCompany(500);
const plain = company.roles.filter(({ person, isChained }) => !isChained && person.devices?.length === 0);
const owner = `person-${Number(run) * 2 + 1}`;
const guarded = company.roles.filter(({ person, isChained }) => !isChained && person.name === owner);
const phone = guarded[0]?.person.devices?.[0];
if (!phone) throw new Error(`There is no user with an MFA device for run ${run}`);

const { config, credentials } = company;
const prompts = new TypedCodes(() => currentCode(phone, { now: Date.now }));
const sessions = openSessions({ url, sdkBundle, locks, config, credentials, prompts });
const memory = { load: () => undefined, save: () => {} };
const active = new Active({
  sessions,
  memory,
  identify: async () => undefined,
  log: new RecordedLog(),
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
await use(withCode); // enters the code immediately: the bench does not measure the user
const afterCode = await useAll(withSession);
active.dispose();
console.log(JSON.stringify({ cold, loaded, cached, afterCode }));
