import type { LocalAws } from '../../aws/localAws.ts';
import { inFreshProcess, joinSamples } from '../freshProcess.ts';
import { compare, type Group } from '../rows.ts';
import type { Samples } from '../samples.ts';

/** At most the number of users with an MFA device in a company with 500 profiles. */
const runs = 5;
const times = '10';

interface SwitchParts {
  readonly aws: LocalAws;
  /** The bundle of the SDK in the extension. */
  readonly sdkBundle: string;
  readonly bareBundle: string;
  readonly locks: string;
}

/** The time from choosing a profile to its credentials. The peer is the bare SDK call. */
export async function benchSwitches({ aws, sdkBundle, bareBundle, locks }: SwitchParts): Promise<Group> {
  const { url } = aws;
  const taken: Record<string, Samples>[][] = [[], []];
  for (let run = 0; run < runs; run++) {
    taken[0]!.push(
      await inFreshProcess(
        new URL('./rolecallSwitch.ts', import.meta.url),
        url,
        sdkBundle,
        locks,
        String(run),
        times,
      ),
    );
    taken[1]!.push(await inFreshProcess(new URL('./bareSwitch.ts', import.meta.url), url, bareBundle, times));
  }
  const [rolecall, bare] = [joinSamples(taken[0]!), joinSamples(taken[1]!)];
  return {
    title: 'Switching to a role (Node)',
    rows: [
      compare('first, loading the SDK', rolecall('cold'), 'bare AssumeRole, loading the SDK', bare('cold')),
      compare('SDK loaded', rolecall('loaded'), 'bare AssumeRole', bare('loaded')),
      compare('SDK loaded', rolecall('loaded'), 'bare HTTP request', bare('http')),
      compare('MFA session cached', rolecall('afterCode'), 'bare AssumeRole', bare('loaded')),
      compare('session cached', rolecall('cached'), 'bare AssumeRole', bare('loaded')),
    ],
  };
}
