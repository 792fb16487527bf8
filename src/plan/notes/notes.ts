/** A note for the user about a plan that works. It is part of the plan, so every tooltip shows it. */
export type Note =
  | { readonly code: 'mfaInherited'; readonly from: string }
  | { readonly code: 'mfaNotForTemporaryKeys'; readonly profile: string }
  | { readonly code: 'mfaLeftToProgram'; readonly profile: string }
  /** `from`: the profile with the `mfa_process`; undefined if the program comes from the user's settings. */
  | { readonly code: 'codeFromProgram'; readonly from: string | undefined }
  /** AWS denies this user MFA sessions, so the code goes to the role. */
  | { readonly code: 'codeForEachRole' }
  | {
      readonly code: 'otherToolsDiffer';
      readonly profile: string;
      /** The key that the CLI and Rolecall use. */
      readonly taken: string;
      /** The tools that use the key `take` instead. */
      readonly tools: readonly string[];
      readonly take: string;
    }
  | { readonly code: 'included'; readonly profile: string; readonly from: string }
  | { readonly code: 'parentIgnored'; readonly profile: string; readonly parent: string }
  /** Keys that have no effect. */
  | {
      readonly code: 'unused';
      readonly profile: string;
      readonly keys: readonly string[];
      readonly because: 'noRole' | 'webIdentity' | 'tokenFile' | 'otherSource' | 'notChosen' | 'noService';
    }
  /** A switch that is neither `true` nor `false`, in a profile or in VS Code's environment. */
  | { readonly code: 'notBoolean'; readonly profile: string | undefined; readonly key: string }
  /** These keys come from `[DEFAULT]`, which not all tools read. */
  | { readonly code: 'shared'; readonly profile: string; readonly keys: readonly string[] }
  /** A command has signs that only a shell would interpret, but no shell runs it. */
  | {
      readonly code: 'noShell';
      readonly profile: string;
      readonly key: string;
      readonly signs: readonly string[];
    }
  /** The profile has other values for these keys than its `[sso-session]`, whose values count. */
  | {
      readonly code: 'sessionDiffers';
      readonly profile: string;
      readonly session: string;
      readonly keys: readonly string[];
    }
  /** A key that no tool reads here: it is misspelled or in the wrong place. `meant` is the right key. */
  | { readonly code: 'strayKey'; readonly profile: string; readonly key: string; readonly meant: string }
  | { readonly code: 'regionInherited'; readonly from: string }
  /** Programs in terminals take these keys from `[default]`, unlike those that get the profile's name. */
  | { readonly code: 'defaultCounts'; readonly profile: string; readonly keys: readonly string[] }
  | { readonly code: 'durationCapped'; readonly profile: string; readonly requestedSeconds: number }
  | { readonly code: 'durationIgnored'; readonly profile: string };
