import type { AlibabaNote, AlibabaTool } from './alibabaPlan.ts';
import { cliMode, type Entry, sdks } from './entryKinds.ts';

const tools: readonly AlibabaTool[] = [...sdks, 'cli', 'terraform'];

/** Which tools cannot read a CLI profile, or ignore a part of it. `chain`: the profile, and its sources. */
export function cliNotes(chain: readonly Entry[]): readonly AlibabaNote[] {
  const unreadable = new Set(chain.flatMap(unreadableBy));
  const readers = tools.filter((tool) => !unreadable.has(tool));
  const ignored = chain
    .flatMap(ignoredKeys)
    .map(([key, by]) => [key, by.filter((tool) => readers.includes(tool))] as const)
    .filter(([, by]) => by.length > 0);
  return [
    ...(unreadable.size > 0
      ? [{ code: 'unreadableBy', tools: tools.filter((tool) => unreadable.has(tool)) } as const]
      : []),
    // A chain may have the same key in several profiles.
    ...[...new Map(ignored)].map(([key, by]) => ({ code: 'ignoredKey', key, tools: by }) as const),
  ];
}

function unreadableBy(entry: Entry): readonly AlibabaTool[] {
  const { kind, isExact } = cliMode(entry);
  return [...(kind?.unreadableBy ?? []), ...(isExact ? [] : sdks)];
}

/** The keys that Rolecall uses, but not all of the tools that know the mode. */
const ignoredInRoles: readonly (readonly [string, readonly AlibabaTool[]])[] = [
  ['external_id', ['node']],
  ['policy', ['node', 'cli']],
  ['sts_endpoint', ['cli']],
  ['enable_vpc', ['cli']],
];

function ignoredKeys(entry: Entry): readonly (readonly [string, readonly AlibabaTool[]])[] {
  const { name } = cliMode(entry);
  const isSet = ([key]: readonly [string, unknown]) => entry.get(key);
  switch (name) {
    case 'RamRoleArn':
      return [...ignoredInRoles, ['sts_token', sdks] as const].filter(isSet);
    case 'RamRoleArnWithRoleName':
    case 'ChainableRamRoleArn':
      return ignoredInRoles.filter(isSet);
    case 'OIDC':
      // The SDK for Python reads `role_session_name` instead.
      return (
        [
          ['ram_session_name', ['python']],
          ['policy', ['node', 'cli']],
        ] as const
      ).filter(isSet);
    default:
      return [];
  }
}
