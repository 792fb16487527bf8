// `npm run bench`: sizes, and times beside a peer or a floor measured in the same run. Only sizes can fail it.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type LocalAws, startLocalAws } from '../aws/localAws.ts';
import { testWorld } from '../aws/testWorld.ts';
import type { World } from '../aws/world.ts';
import { packageExtension } from '../vscode/package.ts';
import { createSandbox } from '../vscode/sandbox.ts';
import { bundle } from './bundles.ts';
import { chainWorld } from './chain.ts';
import { benchChains } from './chains.ts';
import { createCompany } from './company.ts';
import { benchInsideEditor } from './insideEditor.ts';
import { benchLists } from './lists.ts';
import { benchLive } from './live.ts';
import { benchProfiles, measureMemory } from './profiles.ts';
import { benchReach, measureReachMemory } from './reach.ts';
import { type Group, printGroup } from './rows.ts';
import { isOver, measureSizes, printSizes } from './sizes.ts';
import { benchSwitches } from './switches.ts';

/** An AWS of its own. */
async function within(world: World, action: (aws: LocalAws) => Promise<void>): Promise<void> {
  const testAws = await startLocalAws({ world });
  try {
    await action(testAws);
  } finally {
    await testAws.close();
  }
}

const root = join(import.meta.dirname, '..', '..');

// Everything is cleaned up as the process exits.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(1));

const started = Date.now();
const vsix = await packageExtension();
const built = await measureSizes(root);
printSizes('Sizes of the production build', built);
const memory = await measureMemory(10_000);
printSizes('Memory for 10000 profiles', memory);
const reached = await measureReachMemory();
printSizes('Memory for 5000 accounts with 20000 roles', reached);
const sizes = [...built, ...memory, ...reached];

const company = createCompany(500);
const sandbox = await createSandbox();
const folder = sandbox.data;
const aws = await startLocalAws({ world: company.world });
const groups: Group[] = [];
const show = (group: Group): void => {
  groups.push(group);
  printGroup(group);
};
try {
  await bundle(['bareSts'], folder, []);
  show(await benchProfiles(folder, 500, 30));
  show(await benchProfiles(folder, 10_000, 10));
  const sdkBundle = join(root, 'dist', 'aws.js');
  const bareBundle = join(folder, 'bareSts.js');
  show(await benchSwitches({ aws, sdkBundle, bareBundle, locks: join(folder, 'locks') }));
  await within(chainWorld, async (chained) => {
    show(await benchChains({ aws: chained, sdkBundle, folder }));
  });
  await within(testWorld, async (testAws) => {
    show(await benchLive(testAws, folder, join(root, 'dist', 'credentialHelper.js')));
  });
  show(await benchReach());
  show(await benchInsideEditor(root, company, aws));
  show(await benchLists(vsix, 10_000));
} finally {
  await aws.close();
  await sandbox.remove();
}

await mkdir(join(root, 'out'), { recursive: true });
await writeFile(join(root, 'out', 'bench.json'), JSON.stringify({ sizes, groups }, undefined, 2));
console.log(`\nMedians; ${Math.round((Date.now() - started) / 1000)} s; all numbers are in out/bench.json`);
process.exitCode = sizes.some(isOver) ? 1 : 0;
