import * as vscode from 'vscode';
import type { Failure, FileTrouble } from '../failure.ts';
import { shorten } from '../plainText.ts';
import { shortPath } from './shortPath.ts';

/** The sentence for a file that could not be read. */
export function describeFileTrouble(fullPath: string, reason: FileTrouble): string {
  const t = vscode.l10n.t;
  const path = shortPath(fullPath);
  switch (reason) {
    case 'directory':
      return t('{0} is a folder, not a file. Rename it, and put the file in its place.', path);
    case 'special':
      return t('{0} is a pipe or a device, not a file. Put a file in its place.', path);
    case 'permission':
      return t('You do not have permission to read {0}. Check its owner and mode.', path);
    case 'notUtf8':
      return t('{0} is not UTF-8 text (UTF-16 comes from PowerShell’s “>”). Save it as UTF-8.', path);
    case 'binary':
      return t('{0} is not a text file. Restore it from a copy, or write it anew.', path);
    case 'tooLarge':
      return t(
        '{0} is too large to be an AWS config file. Check what wrote to it, and remove what does not belong there.',
        path,
      );
    case 'danglingLink':
      return danglingLink(path);
    case 'linkLoop':
      return linkLoop(path);
    case 'nameTooLong':
      return nameTooLong(path);
    case 'notInFolder':
      return notInFolder(path);
    case 'other':
      return t('{0} cannot be read. Check its folder, and its disk or network drive.', path);
  }
}

/** The sentence for a line that is not read as it may be meant. */
export function describeOversight(failure: Extract<Failure, { code: 'brokenHeader' | 'noPrefix' }>): string {
  const t = vscode.l10n.t;
  const path = shortPath(failure.path);
  return failure.code === 'brokenHeader'
    ? t(
        '{0}, line {1}: a header that does not end in “]”. Correct it: until then, what follows it is not read.',
        path,
        failure.lines.join(', '),
      )
    : t(
        '{0}, line {1}: [{2}] is no profile in this file. To make it one, write [profile {2}].',
        path,
        failure.line,
        failure.title,
      );
}

export function danglingLink(path: string): string {
  return vscode.l10n.t(
    'A link on the way to {0} leads nowhere. Restore what it leads to, or remove the link.',
    path,
  );
}

export function linkLoop(path: string): string {
  return vscode.l10n.t(
    'The links on the way to {0} lead in a circle. Remove one of them, and put in its place what it should lead to.',
    path,
  );
}

export function nameTooLong(path: string): string {
  return vscode.l10n.t(
    'A name on the way to {0} is longer than the system allows. Shorten it where it is set: in a link, or in AWS_CONFIG_FILE or AWS_SHARED_CREDENTIALS_FILE.',
    shorten(path),
  );
}

export function notInFolder(path: string): string {
  return vscode.l10n.t('What should be the folder of {0} is a file. Move that file away.', path);
}
