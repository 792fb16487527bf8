import * as vscode from 'vscode';
import type { SourceFailure } from '../sourceFailure.ts';

type Told<Code extends SourceFailure['code']> = Extract<SourceFailure, { code: Code }>;

type ProgramFailure = Told<
  | 'untrusted'
  | 'processBadCommand'
  | 'processNotStarted'
  | 'processFailed'
  | 'processTimedOut'
  | 'processBadOutput'
>;

/** The sentence for a program of a profile that did not give what it was run for. */
export function describeProgramTrouble(failure: ProgramFailure): string {
  const t = vscode.l10n.t;
  const { key } = failure;
  switch (failure.code) {
    case 'untrusted':
      return t('{0} is run only in workspaces that you trust.', key);
    case 'processBadCommand':
      return t('{0} cannot be read as a program and its arguments. Close the quotes in it.', key);
    case 'processNotStarted':
      return failure.reason === 'EINVAL'
        ? t('{0}, which {1} names, cannot be run with these arguments.', failure.program, key)
        : t(
            '{0}, which {1} names, cannot be started ({2}). Check its path.',
            failure.program,
            key,
            failure.reason,
          );
    case 'processFailed':
      return withWhatItSaid(
        typeof failure.exit === 'number'
          ? t('{0}, which {1} names, failed (exit code {2}).', failure.program, key, failure.exit)
          : t('{0}, which {1} names, was ended by {2}.', failure.program, key, failure.exit),
        failure,
      );
    case 'processTimedOut':
      return withWhatItSaid(
        t('{0}, which {1} names, did not end within {2} s.', failure.program, key, failure.seconds),
        failure,
      );
    case 'processBadOutput':
      return describeOutput(failure);
  }
}

function withWhatItSaid(sentence: string, { isLogged }: { readonly isLogged: boolean }): string {
  const t = vscode.l10n.t;
  const where = isLogged ? t('The log has what it said.') : t('Run it in a terminal to see why.');
  return `${sentence} ${where}`;
}

function describeOutput({ program, key, trouble }: Told<'processBadOutput'>): string {
  const t = vscode.l10n.t;
  switch (trouble) {
    case 'tooLong':
      return t('{0}, which {1} names, prints more than was asked of it.', program, key);
    case 'expired':
      return t('{0}, which {1} names, printed credentials that have expired.', program, key);
    case 'digits':
      return t('{0}, which {1} names, did not print six digits and nothing else.', program, key);
    case 'nothing':
      return t('{0}, which {1} names, printed nothing.', program, key);
    default:
      return t(
        '{0}, which {1} names, did not print credentials as AWS’s tools expect them: {2} is missing or wrong.',
        program,
        key,
        trouble,
      );
  }
}
