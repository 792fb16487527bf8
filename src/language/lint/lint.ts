import type { AwsText } from '../awsText.ts';
import type { LintCode } from './codes.ts';
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
    return withoutRepeats(
      found.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end),
    ).filter(({ code }) => !facts.disabled.has(code));
  }
}

/** Leaves out what another finding at the same place explains. */
function withoutRepeats(sorted: readonly Finding[]): readonly Finding[] {
  return sorted.filter((each, i) => {
    const others = explainedBy[each.code];
    if (!others) return true;
    let from = i;
    while (isSame(sorted[from - 1], each)) from--;
    for (; isSame(sorted[from], each); from++) if (others.includes(sorted[from]!.code)) return false;
    return true;
  });
}

function isSame(a: Finding | undefined, { span }: Finding): boolean {
  return a?.span.start === span.start && a.span.end === span.end;
}

const quotes = ['rejectedQuotes', 'quotedValue'] as const;
const explainedBy: Readonly<Partial<Record<LintCode, readonly LintCode[]>>> = {
  missingSource: quotes,
  missingSession: quotes,
  missingServices: quotes,
  keyOfBlock: ['indentedKey', 'rejectedIndent'],
  emptyValue: ['duplicateKey'],
  rejectedEmpty: ['duplicateKey'],
};
