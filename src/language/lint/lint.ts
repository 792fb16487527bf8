import type { AwsText } from '../awsText.ts';
import { fileFindings } from './files/fileFindings.ts';
import { LintedFiles, SectionMemory } from './files/lintedFiles.ts';
import type { Finding, LintFacts } from './finding.ts';
import { ValueMemory, valueFindings } from './values/valueFindings.ts';

/** Finds what is wrong in an AWS file. Remembers what each section says, so that a keystroke costs little. */
export class Linter {
  readonly #sections = new SectionMemory();
  readonly #values = new ValueMemory();

  lint(text: AwsText, facts: LintFacts): readonly Finding[] {
    const files = new LintedFiles(text, this.#sections);
    const values = valueFindings(files, this.#values);
    const found = [...values, ...fileFindings(files, facts, values)];
    this.#sections.forget();
    return found
      .filter(({ code }) => !facts.disabled.has(code))
      .toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  }
}
