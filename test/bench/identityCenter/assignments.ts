import { ListAccountRolesCommand, paginateListAccounts, SSOClient } from '@aws-sdk/client-sso';
import { join } from 'node:path';
import { AccountFiles } from '../../../src/identityCenter/accountFiles.ts';
import { RoleSearch } from '../../../src/views/picker/roleSearch.ts';
import { bigDirectory } from '../../unit/identityCenter/bigDirectory.ts';
import { SsoStage } from '../../unit/identityCenter/ssoStage.ts';
import { inFreshProcess } from '../freshProcess.ts';
import { compare, type Group } from '../rows.ts';
import { takeTurns } from '../samples.ts';
import type { Size } from '../sizes.ts';
import { readSingleFile } from './singleFile.ts';

const accounts = 5000;
const { signal } = new AbortController();

/**
 * The assignments of a large company: 5,000 accounts with 4 roles each. The peers are the same calls with the bare SDK
 * and the same concurrency, and a search for one word in the same number of texts.
 */
export async function benchAssignments(): Promise<Group> {
  const stage = await SsoStage.open(bigDirectory(accounts));
  try {
    const session = stage.session();
    const portal = stage.window();
    await portal.signIns.signIn(session, signal);
    const { accessToken } = JSON.parse(readSingleFile(join(stage.folder, 'cache')).toString()) as {
      readonly accessToken: string;
    };
    const request = { mayAsk: false, signal };
    const { listing, bare } = await takeTurns(
      {
        listing: () => portal.accounts.listAll(session, request),
        bare: () => listBare(stage.center.url, accessToken),
      },
      3,
      1,
    );
    const files = new AccountFiles(join(stage.folder, 'accounts'));
    const known = await files.read('corp');
    if (known?.accounts.size !== accounts) throw new Error('The listing was not cached');
    const text = readSingleFile(join(stage.folder, 'accounts'));
    const { read, parse } = await takeTurns(
      { read: () => files.read('corp'), parse: () => JSON.parse(text.toString()) },
      20,
      3,
    );
    const search = new RoleSearch('corp', known);
    const texts = [...known.accounts.values()].flatMap(({ id, name, email, roles = [] }) =>
      roles.map((role) => `${name} / ${role} ${id} ${email}`.toLowerCase()),
    );
    const { letter, includes } = await takeTurns(
      {
        letter: () => search.find('team-49 read', 100),
        includes: () => texts.filter((each) => each.includes('team-49')),
      },
      50,
      5,
    );
    return {
      title: `${accounts} accounts with ${search.size} roles`,
      rows: [
        compare('listed', listing, 'bare SDK, 8 calls at a time', bare, { ratio: 1.5 }),
        compare('known from last time', read, 'JSON.parse of the file', parse),
        compare('searched, at each letter', letter, 'one word in as many texts', includes, { ms: 16 }),
      ],
    };
  } finally {
    await stage.close();
  }
}

async function listBare(endpoint: string, accessToken: string): Promise<void> {
  const client = new SSOClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: '', secretAccessKey: '' },
  });
  const ids: string[] = [];
  for await (const { accountList = [] } of paginateListAccounts({ client, pageSize: 100 }, { accessToken }))
    ids.push(...accountList.flatMap(({ accountId }) => accountId ?? []));
  const left = ids.values();
  const ask = async (): Promise<void> => {
    for (const accountId of left) await client.send(new ListAccountRolesCommand({ accessToken, accountId }));
  };
  await Promise.all(Array.from({ length: 8 }, ask));
}

/** The memory that a listing takes. It hardly depends on the machine. */
export async function measureAssignmentMemory(): Promise<readonly Size[]> {
  const { file, listed, searchable } = await inFreshProcess<Record<'file' | 'listed' | 'searchable', number>>(
    new URL('./assignmentMemory.ts', import.meta.url),
    String(accounts),
  );
  const times = (bytes: number): string => `${(bytes / file).toFixed(1)} × its file`;
  return [
    { what: `listed: ${times(listed)}`, bytes: listed, budget: 4 * file },
    { what: `and ready to be searched: ${times(searchable)}`, bytes: searchable, budget: 16 * file },
  ];
}
