// `npm run bench`: sizes, and times beside a peer or a floor measured in the same run. Only sizes can fail it.
// `npm run bench -- --beside other.vsix`: only the start of VS Code, with this build and another in the same run.
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type LocalAws, startLocalAws } from '../aws/localAws.ts';
import { testWorld } from '../aws/testWorld.ts';
import type { World } from '../aws/world.ts';
import { packageExtension } from '../vscode/package.ts';
import { createSandbox } from '../vscode/sandbox.ts';
import { bundle } from './bundles.ts';
import { createCompany } from './company.ts';
import { benchAssignments, measureAssignmentMemory } from './identityCenter/assignments.ts';
import { benchLanguage } from './language/language.ts';
import { benchProfiles, measureMemory } from './profiles/profiles.ts';
import { type Group, printGroup } from './rows.ts';
import { chainWorld } from './sessions/chain.ts';
import { benchChains } from './sessions/chains.ts';
import { benchLive } from './sessions/live.ts';
import { benchSwitches } from './sessions/switches.ts';
import { isOver, measureSizes, printSizes } from './sizes.ts';
import { benchInsideEditor } from './vscode/insideEditor.ts';
import { benchLists } from './vscode/lists.ts';
import { benchStartUp } from './vscode/startUp.ts';

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
const { beside } = parseArgs({ options: { beside: { type: 'string' } } }).values;
const vsix = await packageExtension();
const company = createCompany(500);
if (beside) {
  printGroup(await benchStartUp(root, company, vsix, resolve(beside)));
  process.exit();
}
const built = await measureSizes(root);
printSizes('Sizes of the production build', built);
const memory = await measureMemory(10_000);
printSizes('Memory for 10000 profiles', memory);
const reached = await measureAssignmentMemory();
printSizes('Memory for 5000 accounts with 20000 roles', reached);
const sizes = [...built, ...memory, ...reached];

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
  show(await benchLanguage(10_000, 20));
  const sdkBundle = join(root, 'dist', 'aws.js');
  const bareBundle = join(folder, 'bareSts.js');
  show(await benchSwitches({ aws, sdkBundle, bareBundle, locks: join(folder, 'locks') }));
  await within(chainWorld, async (chained) => {
    show(await benchChains({ aws: chained, sdkBundle, folder }));
  });
  await within(testWorld, async (testAws) => {
    show(await benchLive(testAws, folder, join(root, 'dist', 'credentialHelper.js')));
  });
  show(await benchAssignments());
  show(await benchStartUp(root, company, vsix));
  show(await benchInsideEditor(root, company, aws));
  show(await benchLists(vsix, { profiles: 10_000, accounts: 5000 }));
} finally {
  await aws.close();
  await sandbox.remove();
}

await mkdir(join(root, 'out'), { recursive: true });
await writeFile(join(root, 'out', 'bench.json'), JSON.stringify({ sizes, groups }, undefined, 2));
console.log(`\nMedians; ${Math.round((Date.now() - started) / 1000)} s; all numbers are in out/bench.json`);
process.exitCode = sizes.some(isOver) ? 1 : 0;
