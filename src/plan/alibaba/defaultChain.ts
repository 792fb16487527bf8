import { publicFacts } from '../../base/publicFacts.ts';
import type { AlibabaProfiles } from '../../profiles/alibaba/alibabaProfiles.ts';
import type { AlibabaTool } from './alibabaPlan.ts';
import type { ChainLink, ChainPlace } from './chainLink.ts';
import {
  cliProfile,
  credentialsUri,
  ecsMetadata,
  environmentKeys,
  iniProfile,
  javaProperties,
  oidc,
} from './chainPlaces.ts';

const places = {
  javaProperties,
  environmentKeys,
  oidc,
  cliProfile,
  iniProfile,
  ecsMetadata,
  credentialsUri,
};

const sdkOrder = [
  'environmentKeys',
  'oidc',
  'cliProfile',
  'iniProfile',
  'ecsMetadata',
  'credentialsUri',
] as const satisfies readonly ChainPlace[];

/**
 * Where each tool looks, in this order: `providers/default.ts` (Node.js), `provider/default.py`,
 * `providers/default.go`, and `DefaultCredentialsProvider.java` of the SDKs; `config/profile.go` of the CLI;
 * `provider.go` of Terraform's.
 */
const orders: Readonly<Record<AlibabaTool, readonly ChainPlace[]>> = {
  node: sdkOrder,
  python: sdkOrder,
  go: sdkOrder,
  java: ['javaProperties', ...sdkOrder],
  cli: ['cliProfile', 'environmentKeys', 'oidc'],
  terraform: ['environmentKeys', 'cliProfile', 'ecsMetadata', 'credentialsUri'],
};

/**
 * The SDKs that remember the last place of a search that has failed. A program that was started too early then finds
 * nothing until it is restarted.
 */
export const stickyTools: readonly AlibabaTool[] = ['node', 'go'];

/** What the default credential chain of a tool finds here, without any request. The reasons may be shown. */
export function defaultChain(profiles: AlibabaProfiles, tool: AlibabaTool): readonly ChainLink[] {
  const isSdk = tool !== 'cli' && tool !== 'terraform';
  let end: ChainPlace | undefined;
  return orders[tool].map((place): ChainLink => {
    const { source, outcome, why } = places[place](profiles, tool);
    const link = { place, source, outcome, why: publicFacts(why) };
    if (end !== undefined) return { ...link, outcome: 'notReached', why: { code: 'earlier', place: end } };
    // An SDK looks further where it can use nothing, but these tools fail.
    if (link.outcome === 'taken' || (!isSdk && link.outcome === 'broken')) end = place;
    return link;
  });
}
