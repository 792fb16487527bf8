import * as vscode from 'vscode';
import { withoutNamedSecrets } from '../../base/secretText.ts';
import type { LintCode } from '../../language/lint/codes.ts';
import { fileFindingWords } from './fileFindingWords.ts';
import { valueFindingWords } from './valueFindingWords.ts';
import type { Words } from './words.ts';

const words: Readonly<Record<LintCode, Words>> = { ...fileFindingWords, ...valueFindingWords };

/** What is wrong, in one or two sentences. */
export function findingWords(code: LintCode, facts: readonly string[]): string {
  const t = vscode.l10n.t;
  // A name can be a line that was joined with a secret.
  return words[code](
    t,
    facts.map((fact) => withoutNamedSecrets(fact, '=')),
  );
}

/** What stands beside the place that a finding refers to. */
export function relatedWords(): string {
  return vscode.l10n.t('See here');
}
