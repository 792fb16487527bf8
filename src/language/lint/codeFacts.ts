import type { FileRole } from '../../profiles/profiles.ts';

export type Severity = 'error' | 'warning' | 'hint';

/** What a code means. `docs/lint.md` is made of these, and tests run the AWS CLI with each example. */
export interface CodeFacts {
  /** `error` only if the AWS CLI fails on such a text. */
  readonly severity: Severity;
  readonly about: string;
  /** Its fix changes neither who gets which credentials nor whom they are sent to, so it may run on saving. */
  readonly fixOnSave?: true;
  readonly example: string;
  /** The example after the first fix. */
  readonly after?: string;
  /** The file of the example; the config file if not set. */
  readonly file?: FileRole;
  /** The other file, if the example needs one; after the fix too, if that changes it. */
  readonly other?: string;
  readonly otherAfter?: string;
}
