import * as vscode from 'vscode';
import type { FailureOf, KeyPlace } from '../../base/failure.ts';
import { shortPath } from '../files/shortPath.ts';

/** Describes a key or token that cannot work as it is written: where it is, what is wrong, and how to correct it. */
export function describeMalformedKey(failure: FailureOf<'malformedKey'>): string {
  const t = vscode.l10n.t;
  const what = nameWithPlace(failure);
  // Nobody types what a program prints.
  const isPrinted = failure.place.kind === 'program' || failure.place.kind === 'file';
  const sentence = (isPrinted ? describePrinted(failure, what) : undefined) ?? describeForm(failure, what);
  return failure.place.kind === 'environment'
    ? `${sentence} ${t('Then restart VS Code with the corrected variable.')}`
    : sentence;
}

/** For a program, there are other remedies than for what somebody has typed or copied. */
function describePrinted(failure: FailureOf<'malformedKey'>, what: string): string | undefined {
  const t = vscode.l10n.t;
  const remedy = t('Correct the program that provides it, or run it in a terminal to see what it prints.');
  const trouble = describePrintedTrouble(failure, what);
  return trouble && `${trouble} ${remedy}`;
}

function describePrintedTrouble(
  { trouble, character }: FailureOf<'malformedKey'>,
  what: string,
): string | undefined {
  const t = vscode.l10n.t;
  switch (trouble) {
    case 'quotes':
      return t('{0} contains a quotation mark ({1}).', what, character);
    case 'invisible':
      return t('{0} contains an invisible character ({1}).', what, character);
    case 'lineBreak':
      return t('{0} contains a line break.', what);
    case 'space':
      return t('{0} contains a space.', what);
    case 'foreign':
      return t('{0} contains a character that is not part of any key or token ({1}).', what, character);
    case 'placeholder':
      return t('{0} is only a placeholder.', what);
    case 'ownName':
      return t('{0} contains its own name.', what);
    default:
      return undefined;
  }
}

/** The name of a key or token, and where it is. */
export function nameWithPlace({ name, place }: { readonly name: string; readonly place: KeyPlace }): string {
  const t = vscode.l10n.t;
  switch (place.kind) {
    case 'config':
      return place.line === undefined ? name : t('{0} in line {1} of the config file', name, place.line);
    case 'credentials':
      return place.line === undefined ? name : t('{0} in line {1} of the credentials file', name, place.line);
    case 'environment':
      return t('{0} in VS Code’s environment', name);
    case 'program':
      return t('{0} in the output of {1} ({2})', name, place.program, place.key);
    case 'file':
      return t('The token in {0} ({1})', shortPath(place.path), name);
  }
}

function describeForm({ trouble, character }: FailureOf<'malformedKey'>, what: string): string {
  const t = vscode.l10n.t;
  switch (trouble) {
    case 'quotes':
      return t(
        '{0} contains a quotation mark ({1}), which would be sent as part of the value. Remove the quotation marks.',
        what,
        character,
      );
    case 'invisible':
      return t(
        '{0} contains an invisible character ({1}). Remove it, or type the value again.',
        what,
        character,
      );
    case 'lineBreak':
      return t('{0} contains a line break. Write the value in one line.', what);
    case 'space':
      return t('{0} contains a space. Remove it, or copy the value again.', what);
    case 'foreign':
      return t(
        '{0} contains a character that is not part of any key or token ({1}). Copy the value again.',
        what,
        character,
      );
    case 'placeholder':
      return t('{0} is only a placeholder. Replace it with the real value.', what);
    case 'ownName':
      return t('{0} begins with its own name again. Write only the value after “=”.', what);
    case 'noToken':
      return t(
        '{0} belongs to a temporary access key (ASIA…), which works only with its session token. Copy the credentials again, including the token.',
        what,
      );
    case 'staleToken':
      return t(
        '{0} does not belong to this access key: a long-term access key (AKIA…) has no session token. Remove the token.',
        what,
      );
    case 'swapped':
      return t('{0} is the secret access key. Exchange the access key ID and the secret access key.', what);
    case 'notKeyId':
      return t(
        '{0} is not the ID of an access key, which begins with AKIA or ASIA. Copy the ID again.',
        what,
      );
  }
}
