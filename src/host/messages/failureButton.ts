import type { AlibabaCommandId, CommandId } from '../../base/contributions.ts';

/** A button that runs a command, or opens settings or a policy file. The line is counted from 1. */
export type FailureButton =
  | {
      readonly title: string;
      readonly command: CommandId | AlibabaCommandId | 'workbench.trust.manage';
      readonly argument?: unknown;
    }
  | { readonly title: string; readonly settings: readonly string[] }
  | { readonly title: string; readonly policyFile: string; readonly line: number | undefined };
