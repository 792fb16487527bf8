import * as vscode from 'vscode';
import { withoutNamedSecrets } from '../../base/secretText.ts';
import type { LintCode } from '../../language/lint/codes.ts';
import type { FixCode } from '../../language/lint/finding.ts';
import type { Words } from './words.ts';

const words: Readonly<Record<FixCode, Words>> = {
  retitle: (t, a) => t('Change to {0}', a[0] ?? ''),
  commentOut: (t) => t('Make the text a comment'),
  closeHeader: (t) => t('Close the bracket'),
  moveSection: (t, a) => t('Move [{0}] to the config file', a[0] ?? ''),
  mergeSections: (t) => t('Merge both sections'),
  removeEarlierKey: (t, a) => t('Remove the earlier {0}', a[0] ?? ''),
  changeReference: (t, a) => t('Change to “{0}”', a[0] ?? ''),
  useItself: (t, a) => t('Add source_profile = {0}', a[0] ?? ''),
  removeInline: (t, a) => t('Remove {0} from the profile', a[0] ?? ''),
  convertSignIn: (t) => t('Convert to an [sso-session] in all profiles with this sign-in'),
  copyRegion: (t, a) => t('Change to {0}', a[0] ?? ''),
  moveKeysAside: (t, a) => t('Move the access keys to [{0}]', a[0] ?? ''),
  moveKeysToCredentials: (t) => t('Move the access keys to the credentials file'),
  addSection: (t, a) => t('Add {0}', a[0] ?? ''),
  removeMark: (t) => t('Remove the byte order mark'),
  makePrivate: (t) => t('Make the file private'),
  replaceValue: (t, a) => t('Change to {0}', a[0] ?? ''),
  removeQuotes: (t) => t('Remove the quotes'),
  moveComment: (t) => t('Move the comment to a line of its own'),
  swapValues: (t) => t('Swap the values'),
  moveToBlock: (t, a) => t('Move {0} below “{1} =”', a[0] ?? '', a[1] ?? ''),
  moveToServices: (t, a) => t('Move to [{0}]', a[0] ?? ''),
  unindent: (t) => t('Remove the indentation'),
  useEquals: (t) => t('Write “=”'),
  straightenQuotes: (t) => t('Write straight quotes'),
  indentLines: (t) => t('Indent the lines'),
  replaceEverywhere: (t, a) => t('Change to {0} everywhere', a[0] ?? ''),
  moveToConfig: (t, a) => t('Move {0} to the config file', a[0] ?? ''),
  renameKey: (t, a) => t('Rename to {0}', a[0] ?? ''),
  removeKey: (t, a) => t('Remove {0}', a[0] ?? ''),
};

/** The title of a quick fix. */
export function fixWords(code: FixCode, facts: readonly string[]): string {
  const t = vscode.l10n.t;
  return words[code](
    t,
    facts.map((fact) => withoutNamedSecrets(fact, '=')),
  );
}

/** The title of the command that no longer shows problems with a code. */
export function turnOffWords(code: LintCode): string {
  return vscode.l10n.t('Turn off the check “{0}”', code);
}

/** The title of the action that fixes what is safe to fix. */
export function fixOnSaveWords(): string {
  return vscode.l10n.t('Fix all problems that are safe to fix');
}

/** The title of the fix for all findings with a code. */
export function fixAllWords(code: LintCode): string {
  return vscode.l10n.t('Fix all “{0}” in this file', code);
}
