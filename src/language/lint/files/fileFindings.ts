import type { AwsText } from '../../awsText.ts';
import type { Finding, LintFacts } from '../finding.ts';
import { duplicateFindings } from './duplicates.ts';
import { LintedFiles, type SectionMemory } from './lintedFiles.ts';
import { precedenceFindings } from './precedence.ts';
import { readerFindings, type ReaderMemory } from './readerFindings.ts';
import { referenceFindings } from './references.ts';
import { signInFindings } from './signInFindings.ts';
import { titleFindings } from './titles.ts';
import { wholeFileFindings } from './wholeFile.ts';

/** What the checks remember from one keystroke to the next. */
export interface FileMemory {
  readonly sections: SectionMemory;
  readonly readers: ReaderMemory;
}

/** What is wrong with the titles and references of a file, and with the file as a whole; in no order. */
export function fileFindings(text: AwsText, facts: LintFacts, memory: FileMemory): readonly Finding[] {
  const files = new LintedFiles(text, memory.sections);
  const own = [
    ...titleFindings(files),
    ...duplicateFindings(files),
    ...referenceFindings(files),
    ...signInFindings(files),
    ...precedenceFindings(files),
    ...wholeFileFindings(files, facts),
  ];
  const found = [...own, ...readerFindings(files, memory.readers, own)];
  memory.sections.forget();
  memory.readers.forget();
  return found;
}
