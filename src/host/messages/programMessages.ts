import * as vscode from 'vscode';
import type { FailureOf } from '../../base/failure.ts';

type ProgramFailure = FailureOf<
  | 'untrusted'
  | 'processBadCommand'
  | 'processNotStarted'
  | 'processFailed'
  | 'processTimedOut'
  | 'processBadOutput'
>;

/** Describes the failure of a program that a profile configures. */
export function describeProgramTrouble(failure: ProgramFailure): string {
  const t = vscode.l10n.t;
  const { key } = failure;
  switch (failure.code) {
    case 'untrusted':
      return t('{0} runs only in trusted workspaces.', key);
    case 'processBadCommand':
      return t('{0} is not a valid command line. Check it for an unclosed quotation mark.', key);
    case 'processNotStarted':
      return describeNoStart(failure);
    case 'processFailed':
      return withOutputHint(
        typeof failure.exit === 'number'
          ? t('The program {0} in {1} failed (exit code {2}).', failure.program, key, failure.exit)
          : t('The program {0} in {1} was terminated by {2}.', failure.program, key, failure.exit),
        failure,
      );
    case 'processTimedOut':
      return withOutputHint(
        t('The program {0} in {1} did not finish within {2} s.', failure.program, key, failure.seconds),
        failure,
      );
    case 'processBadOutput':
      return describeOutput(failure);
  }
}

function describeNoStart({ program, key, reason, sign }: FailureOf<'processNotStarted'>): string {
  const t = vscode.l10n.t;
  if (reason === 'EINVAL') return t('The program {0} in {1} cannot run with these arguments.', program, key);
  return sign === undefined
    ? t('The program {0} in {1} could not be started ({2}). Check its path.', program, key, reason)
    : t(
        'The program {0} in {1} could not be started ({2}). No shell runs it, so {3} has no special meaning there. Write the full path, or start the command with “sh -c”.',
        program,
        key,
        reason,
        sign,
      );
}

function withOutputHint(sentence: string, { isLogged }: { readonly isLogged: boolean }): string {
  const t = vscode.l10n.t;
  const where = isLogged
    ? t('See the log for the program’s output.')
    : t('Run it in a terminal to see the cause.');
  return `${sentence} ${where}`;
}

function describeOutput({ program, key, trouble }: FailureOf<'processBadOutput'>): string {
  const t = vscode.l10n.t;
  switch (trouble) {
    case 'tooLong':
      return t('The program {0} in {1} printed too much output.', program, key);
    case 'expired':
      return t('The program {0} in {1} printed expired credentials.', program, key);
    case 'digits':
      return t(
        'The program {0} in {1} must print six digits and nothing else, but printed something different.',
        program,
        key,
      );
    case 'nothing':
      return t('The program {0} in {1} printed nothing.', program, key);
    default:
      if (key === 'process_command')
        return t(
          'The program {0} in {1} did not print credentials in the format that Alibaba Cloud’s tools expect: {2} is missing or not valid.',
          program,
          key,
          trouble,
        );
      return t(
        'The program {0} in {1} did not print credentials in the format that AWS tools expect: {2} is missing or not valid.',
        program,
        key,
        trouble,
      );
  }
}
