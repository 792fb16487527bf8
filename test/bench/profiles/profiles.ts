import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCompany } from '../company.ts';
import { inFreshProcess, joinSamples } from '../freshProcess.ts';
import { compare, type Group, type Row } from '../rows.ts';
import type { Size } from '../sizes.ts';

const runs = 5;

/** The time to load the profiles. The peers are the AWS SDK's loader and npm's `ini` package. */
export async function benchProfiles(folder: string, count: number, rounds: number): Promise<Group> {
  const reader = joinSamples([
    await inFreshProcess(new URL('./reading.ts', import.meta.url), String(count), String(rounds)),
  ]);
  const parser = 'SDK’s loader, parsing, without positions';
  const loader = 'SDK’s loader, parsing and merging';
  const paths = await writeFiles(join(folder, String(count)), count);
  return {
    title: `${count} profiles`,
    rows: [
      await compareLoading(paths),
      await compareReloading(paths, count, rounds),
      compare('parse, every line with its positions', reader('parse'), parser, reader('smithyParse'), {
        ratio: 1,
      }),
      compare('parse, every line with its positions', reader('parse'), 'npm `ini`', reader('ini'), {
        ratio: 0.8,
      }),
      compare('find the sections', reader('headers'), parser, reader('smithyParse')),
      compare('build the profiles', reader('build'), 'parse', reader('parse'), { ratio: 1.5 }),
      compare('build the profiles, every value', reader('buildAll'), 'parse', reader('parse')),
      compare('find, build, every value', reader('merge'), loader, reader('smithy'), { ratio: 1 }),
      compare('arrange the tree', reader('sections'), 'build the profiles, every value', reader('buildAll'), {
        ratio: 1,
      }),
      compare('plan every profile', reader('plan'), loader, reader('smithy')),
      compare('plan every profile again', reader('planAgain'), 'the first time', reader('plan')),
    ],
  };
}

/** The limit on the memory of the profiles, as a multiple of the size of their files. */
const maxMemoryRatio = 10;

interface MemoryUse {
  readonly file: number;
  readonly built: number;
  readonly looked: number;
}

/** The memory that the profiles take. It hardly depends on the machine. */
export async function measureMemory(count: number): Promise<readonly Size[]> {
  const { file, built, looked } = await inFreshProcess<MemoryUse>(
    new URL('./memory.ts', import.meta.url),
    String(count),
  );
  const budget = maxMemoryRatio * file;
  const times = (bytes: number): string => `${(bytes / file).toFixed(1)} × the files`;
  return [
    { what: `once read: ${times(built)}`, bytes: built, budget },
    { what: `every value looked up: ${times(looked)}`, bytes: looked, budget },
  ];
}

type Paths = readonly [config: string, credentials: string];

async function writeFiles(folder: string, count: number): Promise<Paths> {
  const { config, credentials } = createCompany(count);
  const paths = [join(folder, 'config'), join(folder, 'credentials')] as const;
  await mkdir(folder, { recursive: true });
  await writeFile(paths[0], config);
  await writeFile(paths[1], credentials);
  return paths;
}

/** As at startup: loads the files from disk once in each process, before the code is optimized. */
async function compareLoading(paths: Paths): Promise<Row> {
  const taken = { rolecall: [] as Record<string, number[]>[], smithy: [] as Record<string, number[]>[] };
  for (let run = 0; run < runs; run++) {
    for (const name of ['rolecall', 'smithy'] as const)
      taken[name].push(await inFreshProcess(new URL('./loading.ts', import.meta.url), name, ...paths));
  }
  const [rolecall, smithy] = [joinSamples(taken.rolecall), joinSamples(taken.smithy)];
  return compare(
    'files to store ready, first time',
    rolecall('known'),
    'SDK’s loader, first time',
    smithy('known'),
  );
}

/** The time from a detected change of a file to the event with the new profiles. */
async function compareReloading(paths: Paths, count: number, rounds: number): Promise<Row> {
  const samples = await inFreshProcess(
    new URL('./rereading.ts', import.meta.url),
    ...paths,
    String(count),
    String(rounds),
  );
  const { reread = [], smithy = [] } = samples;
  const goal = count <= 500 ? { ms: 5 } : undefined;
  return compare('one line changes: files to event', reread, 'SDK’s loader, again', smithy, goal);
}
