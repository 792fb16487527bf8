import type { Finding, LintFacts } from '../finding.ts';
import { duplicateFindings } from './duplicates.ts';
import type { LintedFiles } from './lintedFiles.ts';
import { precedenceFindings } from './precedence.ts';
import { readerFindings } from './readerFindings.ts';
import { referenceFindings } from './references.ts';
import { signInFindings } from './signInFindings.ts';
import { titleFindings } from './titleFindings.ts';
import { wholeFileFindings } from './wholeFile.ts';

/**
 * What is wrong with the titles and references of a file, and with the file as a whole; in no order. Where `others` say
 * more, what tools read differently is left out.
 */
export function fileFindings(
  files: LintedFiles,
  facts: LintFacts,
  others: readonly Finding[],
): readonly Finding[] {
  const own = [
    ...titleFindings(files),
    ...duplicateFindings(files),
    ...referenceFindings(files),
    ...signInFindings(files),
    ...precedenceFindings(files),
    ...wholeFileFindings(files, facts),
  ];
  return [...own, ...readerFindings(files, [...others, ...own])];
}
