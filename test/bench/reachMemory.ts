// Run by `reach.ts` in a process of its own: what stays in memory of a listing that is read from its file.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AccountFiles } from '../../src/identityCenter/accountFiles.ts';
import { listingOf } from '../../src/identityCenter/accounts.ts';
import { AssignmentSearch } from '../../src/views/picker/roleSearch.ts';
import { bigDirectory } from '../unit/identityCenter/bigDirectory.ts';
import { usedBytes } from './garbage.ts';
import { readOnly } from './onlyFile.ts';

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
  new AssignmentSearch('corp', await files.read('corp')).find('a', 1); // the code itself is not to be counted
  await write(Number(count));
  const before = usedBytes();
  const listing = await files.read('corp');
  const listed = usedBytes() - before;
  const search = new AssignmentSearch('corp', listing);
  search.find('team-1 read', 100);
  const searchable = usedBytes() - before;
  if (search.size !== 4 * Number(count)) throw new Error('The listing is not whole');
  console.log(JSON.stringify({ file: readOnly(folder).length, listed, searchable }));
} finally {
  rmSync(folder, { recursive: true });
}
