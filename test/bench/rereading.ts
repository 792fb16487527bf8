// Run by `profiles.ts` in a process of its own: one line of a file changes, and the profiles are to be known again.
import { parseKnownFiles } from '@smithy/shared-ini-file-loader';
import { writeFile } from 'node:fs/promises';
import { nodeFiles } from '../../src/host/files/awsFiles.ts';
import { ProfileStore } from '../../src/profiles/store.ts';
import { createCompany } from './company.ts';
import { type Samples, millisecondsOf } from './samples.ts';

const [configFilepath = '', filepath = '', count = '500', rounds = '30'] = process.argv.slice(2);
const warmUp = 5;
const { config } = createCompany(Number(count));

const store = new ProfileStore(nodeFiles, { config: configFilepath, credentials: filepath });
await store.ready();
let told = 0;
store.onDidChange(({ profiles }) => (told += profiles.profiles.get('team-1')?.values.get('region') ? 1 : 0));

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
if (told < Number(rounds)) throw new Error(`The store told of ${told} changes only`);
console.log(JSON.stringify(samples));
