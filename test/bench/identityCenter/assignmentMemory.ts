// Runs in a process that `assignments.ts` starts: measures the memory of a listing after it is read from its file.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AccountFiles } from '../../../src/identityCenter/accountFiles.ts';
import { listingOf } from '../../../src/identityCenter/accounts.ts';
import { RoleSearch } from '../../../src/views/picker/roleSearch.ts';
import { bigDirectory } from '../../unit/identityCenter/bigDirectory.ts';
import { usedBytes } from '../garbage.ts';
import { readSingleFile } from './singleFile.ts';

const [count = '5000'] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'rolecall-bench-'));
const files = new AccountFiles(folder);

async function write(size: number): Promise<void> {
  const accounts = bigDirectory(size).people[0]!.accounts;
  const roles = new Map(accounts.map(({ id, roles: names }) => [id, names]));
  await files.write('corp', listingOf({ accounts, roles }, 1));
}

try {
  await write(10);
  new RoleSearch('corp', await files.read('corp')).find('a', 1); // so that the code itself is not counted
  await write(Number(count));
  const before = usedBytes();
  const listing = await files.read('corp');
  const listed = usedBytes() - before;
  const search = new RoleSearch('corp', listing);
  search.find('team-1 read', 100);
  const searchable = usedBytes() - before;
  if (search.size !== 4 * Number(count)) throw new Error('The listing is incomplete');
  console.log(JSON.stringify({ file: readSingleFile(folder).length, listed, searchable }));
} finally {
  rmSync(folder, { recursive: true });
}
