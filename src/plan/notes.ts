/** What a person should know about a plan that works. */
export type Note =
  | { readonly code: 'mfaInherited'; readonly from: string }
  | { readonly code: 'mfaNotForTemporaryKeys'; readonly profile: string }
  | { readonly code: 'mfaLeftToProgram'; readonly profile: string }
  /** `from`: the profile whose `mfa_process` it is; undefined where it is the person's setting. */
  | { readonly code: 'codeFromProgram'; readonly from: string | undefined }
  | {
      readonly code: 'otherToolsDiffer';
      readonly profile: string;
      /** The key that counts for the CLI, and here. */
      readonly taken: string;
      /** Who goes by another one, and by which. */
      readonly tools: readonly string[];
      readonly take: string;
    }
  | { readonly code: 'included'; readonly profile: string; readonly from: string }
  | { readonly code: 'parentIgnored'; readonly profile: string; readonly parent: string }
  /** What is written and makes no difference. */
  | {
      readonly code: 'unused';
      readonly profile: string;
      readonly keys: readonly string[];
      readonly because: 'noRole' | 'webIdentity' | 'otherSource';
    }
  | { readonly code: 'regionInherited'; readonly from: string }
  | { readonly code: 'durationCapped'; readonly profile: string; readonly askedSeconds: number }
  | { readonly code: 'durationIgnored'; readonly profile: string; readonly value: string };
