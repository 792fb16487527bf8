import type { AlibabaNote, AlibabaStep } from './alibabaPlan.ts';

/** The part of a plan that an entry of a file determines. */
export interface SourcePlan {
  readonly steps: readonly AlibabaStep[];
  readonly notes: readonly AlibabaNote[];
}
