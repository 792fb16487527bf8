import * as vscode from 'vscode';
import type { FailureOf, FileTrouble, WriteTrouble } from '../../base/failure.ts';
import { shorten } from '../../base/plainText.ts';
import { backupPath } from '../files/awsFiles.ts';
import { shortPath } from '../files/shortPath.ts';

/** Describes why a file could not be read. */
export function describeFileTrouble(fullPath: string, reason: FileTrouble): string {
  const t = vscode.l10n.t;
  const path = shortPath(fullPath);
  switch (reason) {
    case 'directory':
      return t('{0} is a folder, not a file. Rename the folder, and put a file in its place.', path);
    case 'special':
      return t('{0} is a pipe or a device, not a file. Replace it with a file.', path);
    case 'permission':
      return t('You do not have permission to read {0}. Check its owner and permissions.', path);
    case 'binary':
      return t('{0} is not a text file. Restore it from a backup, or create it again.', path);
    case 'tooLarge':
      return t(
        '{0} is too large for an AWS file. Check which program wrote to it, and remove the content that does not belong there.',
        path,
      );
    case 'danglingLink':
    case 'linkLoop':
    case 'nameTooLong':
    case 'notInFolder':
      return describePathTrouble(path, reason);
    case 'timedOut':
      return t('{0} could not be read in time. Check its disk or network drive, and then try again.', path);
    case 'other':
      return t('{0} cannot be read. Check its folder and its disk or network drive.', path);
  }
}

/** Describes why a file could not be written. */
export function describeWriteTrouble(fullPath: string, reason: WriteTrouble): string {
  const t = vscode.l10n.t;
  const path = shortPath(fullPath);
  switch (reason) {
    case 'permission':
      return t(
        'You do not have permission to write {0}. Check the owner and permissions of the file and its folder.',
        path,
      );
    case 'readOnly':
      return t('{0} is read-only. Make it writable and try again. Nothing was changed.', path);
    case 'unsaved':
      return t('{0} has unsaved changes in an editor. Save or revert them and try again.', path);
    case 'diskFull':
      return t(
        'There is not enough disk space to write {0}. Free up space and try again. Nothing was changed.',
        path,
      );
    case 'notAFile':
      return t('{0} is not an ordinary file. Replace it with one. Nothing was changed.', path);
    case 'danglingLink':
    case 'linkLoop':
    case 'nameTooLong':
    case 'notInFolder':
      return describePathTrouble(path, reason);
    case 'encoding':
      return t(
        '{0} is not in UTF-8, and its encoding does not have all characters of this change. Save it as UTF-8 and try again. Nothing was changed.',
        path,
      );
    case 'sameFile':
      return t(
        'The config file and the credentials file are the same file, {0}. Use a separate file for each.',
        path,
      );
    case 'noBackup':
      return t(
        'The backup {0} cannot be created because its folder is not writable. Make the folder writable, or turn off the setting “rolecall.files.keepBackup”. Nothing was changed.',
        path,
      );
    case 'inUse':
      return t('{0} is locked by another program. Close the file there and try again.', path);
    case 'halfMade':
      return t(
        '{0} was changed, but the other file was not, and the change could not be undone. Check both files before you try again.',
        path,
      );
    case 'damaged':
      return t(
        '{0} was only partly written, and its previous text could not be restored. Check its disk, and restore it from a backup ({1}, if it exists).',
        path,
        shortPath(backupPath(fullPath)),
      );
    case 'busy':
      return t('Another program keeps changing {0}. Try again in a moment.', path);
    case 'timedOut':
      return t(
        '{0} could not be written in time. Check its disk or network drive. Before you try again, check whether the file was changed.',
        path,
      );
    case 'other':
      return t(
        '{0} cannot be written. Check its folder and disk, and then try again. Nothing was changed.',
        path,
      );
  }
}

type Hint = FailureOf<
  'brokenHeader' | 'noPrefix' | 'mistypedTitle' | 'titleOfConfigFile' | 'textAfterTitle' | 'notUtf8'
>;

/** Describes what is probably not read as the user intended. */
export function describeHint(hint: Hint): string {
  const t = vscode.l10n.t;
  const path = shortPath(hint.path);
  switch (hint.code) {
    case 'brokenHeader':
      return brokenHeader(path, hint.lines);
    case 'noPrefix':
      return t(
        '{0}, line {1}: [{2}] is not a profile in this file. To make it a profile, write [profile {2}].',
        path,
        hint.line,
        hint.title,
      );
    case 'mistypedTitle':
      if (hint.title === 'DEFAULT')
        return t(
          '{0}, line {1}: [{2}] only adds its keys to the other sections, and there are none. To make it the default profile, write [{3}].',
          path,
          hint.line,
          hint.title,
          hint.meant,
        );
      return t(
        '{0}, line {1}: [{2}] is misspelled for this file, so AWS tools ignore or misread it. Write [{3}].',
        path,
        hint.line,
        hint.title,
        hint.meant,
      );
    case 'titleOfConfigFile':
      return t(
        '{0}, line {1}: AWS tools read [{2}] only in the config file. Move it there.',
        path,
        hint.line,
        hint.title,
      );
    case 'textAfterTitle':
      return t(
        '{0}, line {1}: The AWS SDKs do not read the header [{2}], because text follows it. Remove the text, or begin it with “#”.',
        path,
        hint.line,
        hint.title,
      );
    case 'notUtf8':
      return t(
        '{0} is not UTF-8 text (PowerShell’s “>” writes UTF-16). AWS tools might not read it. Save it as UTF-8.',
        path,
      );
  }
}

function brokenHeader(path: string, lines: readonly number[]): string {
  const t = vscode.l10n.t;
  return lines.length === 1
    ? t(
        '{0}, line {1}: A section header must begin with “[” and end with “]”. Until you correct it, the lines below it are ignored.',
        path,
        lines.join(', '),
      )
    : t(
        '{0}, lines {1}: Section headers must begin with “[” and end with “]”. Until you correct them, the lines below them are ignored.',
        path,
        lines.join(', '),
      );
}

type PathTrouble = Extract<
  FileTrouble & WriteTrouble,
  'danglingLink' | 'linkLoop' | 'nameTooLong' | 'notInFolder'
>;

/** Describes what is wrong on the way to a file, whether it was to be read or written. */
function describePathTrouble(path: string, reason: PathTrouble): string {
  const t = vscode.l10n.t;
  switch (reason) {
    case 'danglingLink':
      return t(
        'The path to {0} contains a broken symbolic link. Restore the link’s target, or remove the link.',
        path,
      );
    case 'linkLoop':
      return t(
        'The path to {0} contains symbolic links that form a loop. Replace one of them with the file or folder that it should point to.',
        path,
      );
    case 'nameTooLong':
      return t(
        'The path to {0} contains a name that is too long for this system. Shorten it where it is set: in a symbolic link, AWS_CONFIG_FILE, or AWS_SHARED_CREDENTIALS_FILE.',
        shorten(path),
      );
    case 'notInFolder':
      return t('{0} cannot be used because its parent folder is a file. Move or rename that file.', path);
  }
}
