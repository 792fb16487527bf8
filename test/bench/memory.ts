// Run by `profiles.ts` in a process of its own: what of two files stays in memory once they are read.
import { parseConfig } from '../../src/config/parse.ts';
import { buildProfiles, type ProfileSet } from '../../src/profiles/profiles.ts';
import { createCompany } from './company.ts';
import { usedBytes } from './garbage.ts';

const [count = '500'] = process.argv.slice(2);

/** From bytes, as files are read: the text is part of what stays. */
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

lookUpAll(read(filesOf(50))); // the code itself is not to be counted
const files = filesOf(Number(count));
const before = usedBytes();
const profiles = read(files);
const built = usedBytes() - before;
lookUpAll(profiles);
const looked = usedBytes() - before;
console.log(JSON.stringify({ file: files.reduce((sum, { length }) => sum + length, 0), built, looked }));
