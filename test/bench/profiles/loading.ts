// Runs in a process that `profiles.ts` starts: measures the first load of the profiles from disk.
import { millisecondsOf } from '../samples.ts';

const [reader, config = '', credentials = ''] = process.argv.slice(2);

async function rolecall(): Promise<() => Promise<unknown>> {
  const { nodeFiles } = await import('../../../src/host/files/nodeFiles.ts');
  const { ProfileStore } = await import('../../../src/profiles/store.ts');
  const reading = await import('../../../src/reading.ts');
  return () => new ProfileStore(nodeFiles, { config, credentials }, async () => reading).ready();
}

async function smithy(): Promise<() => Promise<unknown>> {
  const { parseKnownFiles } = await import('@smithy/shared-ini-file-loader');
  return () => parseKnownFiles({ configFilepath: config, filepath: credentials });
}

const know = reader === 'rolecall' ? await rolecall() : await smithy();
console.log(JSON.stringify({ known: [await millisecondsOf(know)] }));
