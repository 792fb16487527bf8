import * as vscode from 'vscode';
import type { Failure, FileTrouble, WriteTrouble } from '../failure.ts';
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

function danglingLink(path: string): string {
  return vscode.l10n.t(
    'A link on the way to {0} leads nowhere. Restore what it leads to, or remove the link.',
    path,
  );
}

function linkLoop(path: string): string {
  return vscode.l10n.t(
    'The links on the way to {0} lead in a circle. Remove one of them, and put in its place what it should lead to.',
    path,
  );
}

function nameTooLong(path: string): string {
  return vscode.l10n.t(
    'A name on the way to {0} is longer than the system allows. Shorten it where it is set: in a link, or in AWS_CONFIG_FILE or AWS_SHARED_CREDENTIALS_FILE.',
    shorten(path),
  );
}

function notInFolder(path: string): string {
  return vscode.l10n.t('What should be the folder of {0} is a file. Move that file away.', path);
}

/** The sentence for a file that could not be written. */
export function describeWriteTrouble(fullPath: string, reason: WriteTrouble): string {
  const t = vscode.l10n.t;
  const path = shortPath(fullPath);
  switch (reason) {
    case 'permission':
      return t(
        'You do not have permission to write {0}. Check its owner and mode, and those of its folder.',
        path,
      );
    case 'readOnly':
      return t('{0} is read-only. Make it writable, and try again. Nothing was changed.', path);
    case 'unsaved':
      return t('{0} has unsaved changes in an editor. Save or revert them, and try again.', path);
    case 'diskFull':
      return t('There is no space left to write {0}. Make room, and try again. Nothing was changed.', path);
    case 'notAFile':
      return t(
        '{0} is a folder or a device, not a file. Put a file in its place. Nothing was changed.',
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
    case 'sameFile':
      return t(
        'The config file and the credentials file are one and the same, {0}. Give each a file of its own.',
        path,
      );
    case 'noBackup':
      return t(
        '{0} cannot be made: you may not write to its folder. Allow that, or turn off the setting “rolecall.files.keepBackup”. Nothing was changed.',
        path,
      );
    case 'inUse':
      return t(
        'Another program has {0} open and lets nobody change it. Close it there, and try again.',
        path,
      );
    case 'halfMade':
      return t(
        '{0} has its part of the change; the other file does not, and it could not be taken back. Look at both files before you try again.',
        path,
      );
    case 'busy':
      return t('Another program keeps changing {0}. Try again in a moment.', path);
    case 'other':
      return t('{0} cannot be written. Check its folder and disk, and try again. Nothing was changed.', path);
  }
}
