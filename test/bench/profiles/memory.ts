// Runs in a process that `profiles.ts` starts: measures the memory that two files take after they are read.
import { parseConfig } from '../../../src/config/parse.ts';
import { buildProfiles, type ProfileSet } from '../../../src/profiles/profiles.ts';
import { createCompany } from '../company.ts';
import { usedBytes } from '../garbage.ts';

const [count = '500'] = process.argv.slice(2);

/** Starts from bytes, as a read from disk does, because the profiles keep the text in memory. */
function read(files: readonly Buffer[]): ProfileSet {
  const [config, credentials] = files.map((bytes) => parseConfig(new TextDecoder().decode(bytes)));
  return buildProfiles(config!, credentials!);
}

function lookUpAll({ profiles }: ProfileSet): void {
  for (const { values } of profiles.values()) values.get('region');
}

function filesOf(profiles: number): readonly Buffer[] {
  const { config, credentials } = createCompany(profiles);
  return [Buffer.from(config), Buffer.from(credentials)];
}

lookUpAll(read(filesOf(50))); // so that the code itself is not counted
const files = filesOf(Number(count));
const before = usedBytes();
const profiles = read(files);
const built = usedBytes() - before;
lookUpAll(profiles);
const looked = usedBytes() - before;
console.log(JSON.stringify({ file: files.reduce((sum, { length }) => sum + length, 0), built, looked }));
