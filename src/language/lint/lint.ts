import type { AwsText } from '../awsText.ts';
import { fileFindings } from './files/fileFindings.ts';
import { SectionMemory } from './files/lintedFiles.ts';
import { ReaderMemory } from './files/readerFindings.ts';
import type { Finding, LintFacts } from './finding.ts';

/** Finds what is wrong in an AWS file. Remembers what each section says, so that a keystroke costs little. */
export class Linter {
  readonly #memory = { sections: new SectionMemory(), readers: new ReaderMemory() };

  lint(text: AwsText, facts: LintFacts): readonly Finding[] {
    return fileFindings(text, facts, this.#memory)
      .filter(({ code }) => !facts.disabled.has(code))
      .toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  }
}
