/** Why a file could not be read, derived from the system's error code or the file's bytes. */
export type FileTrouble =
  | 'directory'
  | 'special'
  | 'permission'
  | 'binary'
  | 'tooLarge'
  | 'danglingLink'
  | 'linkLoop'
  | 'nameTooLong'
  | 'notInFolder'
  | 'timedOut'
  | 'other';

/** Why a file could not be written. The file is unchanged unless the code is `halfMade`, `damaged`, or `timedOut`. */
export type WriteTrouble =
  | 'permission'
  | 'readOnly'
  | 'unsaved'
  | 'diskFull'
  | 'notAFile'
  | 'danglingLink'
  | 'linkLoop'
  | 'nameTooLong'
  | 'notInFolder'
  | 'sameFile'
  /** The encoding of the file does not have all characters of the new text. */
  | 'encoding'
  | 'noBackup'
  | 'busy'
  | 'inUse'
  | 'halfMade'
  /** A part of the new text was written in place, and the old text could not be restored. */
  | 'damaged'
  /** The disk did not respond. Whether the file is changed is unknown. */
  | 'timedOut'
  | 'other';
