import * as vscode from 'vscode';
import type { WriteTrouble } from '../failure.ts';
import { danglingLink, linkLoop, nameTooLong, notInFolder } from './fileMessages.ts';
import { shortPath } from './shortPath.ts';

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
