import { publicFacts } from '../../base/publicFacts.ts';
import type { AlibabaProfiles } from '../../profiles/alibaba/alibabaProfiles.ts';
import { alibabaKey, type AlibabaSource } from '../../profiles/alibaba/alibabaTarget.ts';
import type { AlibabaTool } from './alibabaPlan.ts';
import type { FrontRunner, WayOut } from './chainLink.ts';
import { defaultChain } from './defaultChain.ts';
import { sdks } from './entryKinds.ts';

/**
 * What tools use here although the instance offers the role of its credentials URI, which is last in each chain: the
 * usual reason is a forgotten profile. If it differs between tools, the one of most tools.
 */
export function frontRunner(profiles: AlibabaProfiles): FrontRunner | undefined {
  const { environment } = profiles;
  if (environment['ALIBABA_CLOUD_CREDENTIALS_URI'] === undefined) return undefined;
  const winners = [...sdks, 'terraform' as const].flatMap((tool) => {
    const winner = winnerOf(profiles, tool);
    return winner && winner.kind !== 'credentialsUri' ? [{ tool, winner }] : [];
  });
  const groups = [...Map.groupBy(winners, ({ winner }) => alibabaKey(winner)).values()];
  const [most] = groups.toSorted((a, b) => b.length - a.length);
  const winner = most?.[0]?.winner;
  if (!most || !winner) return undefined;
  // The CLI never reaches the URI, but it, too, uses the profile.
  const cliWinner = winnerOf(profiles, 'cli');
  const isOfCli = cliWinner && alibabaKey(cliWinner) === alibabaKey(winner);
  const tools: readonly AlibabaTool[] = [
    ...most.map(({ tool }) => tool),
    ...(isOfCli ? (['cli'] as const) : []),
  ];
  return { winner, over: { kind: 'credentialsUri' }, tools, waysOut: publicFacts(waysOut(winner, profiles)) };
}

function winnerOf(profiles: AlibabaProfiles, tool: AlibabaTool): AlibabaSource | undefined {
  return defaultChain(profiles, tool).find(({ outcome }) => outcome === 'taken')?.source;
}

function waysOut(winner: AlibabaSource, { paths }: AlibabaProfiles): readonly WayOut[] {
  const useHere = { code: 'useHere' } as const;
  switch (winner.kind) {
    case 'cliProfile':
      return [
        { code: 'removeEntry', name: winner.name, path: paths.cli },
        { code: 'setVariable', variable: 'ALIBABA_CLOUD_CLI_PROFILE_DISABLED', value: 'true' },
        useHere,
      ];
    case 'iniProfile':
      return [
        { code: 'removeEntry', name: winner.name, path: paths.ini[winner.file] ?? '' },
        ...(winner.file === 'named'
          ? [{ code: 'unsetVariables', variables: ['ALIBABA_CLOUD_CREDENTIALS_FILE'] } as const]
          : []),
        useHere,
      ];
    case 'ramEnvironment':
      return [
        {
          code: 'unsetVariables',
          variables: ['ALIBABA_CLOUD_ACCESS_KEY_ID', 'ALIBABA_CLOUD_ACCESS_KEY_SECRET'],
        },
        useHere,
      ];
    case 'rrsa':
      return [
        {
          code: 'unsetVariables',
          variables: ['ALIBABA_CLOUD_OIDC_PROVIDER_ARN', 'ALIBABA_CLOUD_OIDC_TOKEN_FILE'],
        },
        useHere,
      ];
    default:
      return [useHere];
  }
}
