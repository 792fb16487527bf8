import type { LinkedPart } from '../display/terminalLinks.ts';
import { arnsIn, mayHavePage } from '../plan/console/arn.ts';
import type { Target } from '../profiles/profiles.ts';
import { readArnTargets } from './arnTargets.ts';
import { arnTooltip } from './arnWords.ts';
import type { ViewSources } from './viewSources.ts';

/** An ARN in a line of a terminal. */
export interface LinkedArn extends LinkedPart {
  readonly arn: string;
}

/** The ARNs in a line of a terminal. `own`: what the terminal uses, if it has a profile of its own. */
export async function terminalArns(
  line: string,
  own: Target | undefined,
  sources: ViewSources,
): Promise<readonly LinkedArn[]> {
  const found = arnsIn(line).filter(({ arn }) => mayHavePage(arn));
  if (found.length === 0) return [];
  const targets = await readArnTargets(sources, own);
  return found.map(({ arn, start, end }) => {
    const tooltip = arnTooltip(arn, targets.for(arn), sources);
    return { start, end, tooltip, arn: arn.text };
  });
}
