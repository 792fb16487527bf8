import { type Policy, strictest } from '../../src/base/policy.ts';
import { type HandOut, HandOuts } from '../../src/delivery/record/handOuts.ts';
import type { Planned } from '../../src/plan/plan.ts';
import type { Target } from '../../src/profiles/profiles.ts';

/** The real exit for credentials, with everything that it has reported. */
export interface HandOutRecord {
  readonly handOuts: HandOuts;
  readonly give: HandOuts['give'];
  readonly reported: HandOut[];
  /** Nothing is forbidden until a test changes it. */
  policy: Policy;
}

const unplannable = (target: Target): Planned => ({
  target,
  failure: { code: 'noSuchProfile', profile: '' },
});

export function recordHandOuts(now: () => number = Date.now, planOf = unplannable): HandOutRecord {
  const reported: HandOut[] = [];
  const record = { policy: strictest([]), reported };
  const policy = {
    get value() {
      return record.policy;
    },
  };
  const handOuts = new HandOuts({ policy, planOf, now });
  handOuts.onDidHandOut((handOut) => void reported.push(handOut));
  return Object.assign(record, { handOuts, give: handOuts.give.bind(handOuts) });
}
