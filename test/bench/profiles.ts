import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCompany } from './company.ts';
import { inFreshProcess, joinSamples } from './freshProcess.ts';
import { compare, type Group } from './rows.ts';

const runs = 5;

/** How fast the profiles are known, beside the loader in AWS's SDK and npm's own reader of such files. */
export async function benchProfiles(folder: string, count: number, rounds: number): Promise<Group> {
  const reader = joinSamples([await inFreshProcess('reading.ts', String(count), String(rounds))]);
  const loader = 'SDK’s loader, parsing and merging';
  return {
    title: `${count} profiles`,
    rows: [
      await compareKnowing(join(folder, String(count)), count),
      compare('parse', reader('parse'), 'npm `ini`', reader('ini')),
      compare('parse', reader('parse'), loader, reader('smithy')),
      compare('parse and merge', reader('build'), loader, reader('smithy')),
      compare('parse, merge and plan every profile', reader('plan'), loader, reader('smithy')),
    ],
  };
}

/** As at start-up: from files on the disk, once in each process, when no code is warm. */
async function compareKnowing(folder: string, count: number) {
  const { config, credentials } = createCompany(count);
  const paths = [join(folder, 'config'), join(folder, 'credentials')] as const;
  await mkdir(folder, { recursive: true });
  await writeFile(paths[0], config);
  await writeFile(paths[1], credentials);
  const taken = { rolecall: [] as Record<string, number[]>[], smithy: [] as Record<string, number[]>[] };
  for (let run = 0; run < runs; run++) {
    for (const name of ['rolecall', 'smithy'] as const)
      taken[name].push(await inFreshProcess('knowing.ts', name, ...paths));
  }
  const [rolecall, smithy] = [joinSamples(taken.rolecall), joinSamples(taken.smithy)];
  return compare(
    'files to store ready, first time',
    rolecall('known'),
    'SDK’s loader, first time',
    smithy('known'),
  );
}
