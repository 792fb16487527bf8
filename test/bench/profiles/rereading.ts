// Runs in a process that `profiles.ts` starts: changes one line of a file and measures how long reloading takes.
import { parseKnownFiles } from '@smithy/shared-ini-file-loader';
import { writeFile } from 'node:fs/promises';
import { nodeFiles } from '../../../src/host/files/nodeFiles.ts';
import { ProfileStore } from '../../../src/profiles/store.ts';
import { createCompany } from '../company.ts';
import { type Samples, millisecondsOf } from '../samples.ts';
import { loadReader } from '../../unit/profiles/profileReader.ts';

const [configFilepath = '', filepath = '', count = '500', rounds = '30'] = process.argv.slice(2);
const warmUp = 5;
const { config } = createCompany(Number(count));

const store = new ProfileStore(nodeFiles, { config: configFilepath, credentials: filepath }, loadReader);
await store.ready();
let events = 0;
store.onDidChange(
  ({ profiles }) => (events += profiles.profiles.get('team-1')?.values.get('region') ? 1 : 0),
);

const samples = { reread: [] as number[], smithy: [] as number[] } satisfies Record<string, Samples>;
for (let round = -warmUp; round < Number(rounds); round++) {
  await writeFile(
    configFilepath,
    config.replace('region = us-east-1', `region = us-east-${1 + (round & 1)}`),
  );
  const reread = await millisecondsOf(() => store.reload());
  const smithy = await millisecondsOf(() => parseKnownFiles({ configFilepath, filepath, ignoreCache: true }));
  if (round < 0) continue;
  samples.reread.push(reread);
  samples.smithy.push(smithy);
}
store.dispose();
if (events < Number(rounds)) throw new Error(`The store fired only ${events} events`);
console.log(JSON.stringify(samples));
