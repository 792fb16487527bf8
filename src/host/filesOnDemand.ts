import type { EditableFiles, WritableFiles } from '../profiles/writer.ts';
import type { Lock } from '../session/lock.ts';
import type { EditOptions } from './editableFiles.ts';

/** Longer than it takes until a window that was killed no longer blocks the others. */
const turnWithinMs = 10_000;

type WritingMode = Pick<EditOptions, 'keepBackup' | 'isPrivate'>;

/**
 * Files as they can be changed, by what is read when the first is. Windows take turns by a lock: with what opens it come
 * the sentences for files that cannot be written.
 */
export interface FilesOnDemand {
  /** Through an editor, where one has unsaved changes. */
  editable(): Promise<WritableFiles>;
  onDisk(mode?: WritingMode): Promise<EditableFiles>;
}

export function filesOnDemand(
  openLock: () => Promise<Lock>,
  keepBackup: { readonly value: boolean },
  now: () => number,
): FilesOnDemand {
  const open = (which: 'editableFiles' | 'filesOnDisk', mode?: WritingMode) =>
    Promise.all([import('./editableFiles.ts'), openLock()]).then(([host, lock]) =>
      host[which](() => ({
        keepBackup: keepBackup.value,
        ...mode,
        now,
        alone: (action) => lock.hold('aws files', AbortSignal.timeout(turnWithinMs), action),
      })),
    );
  return {
    editable: () => open('editableFiles'),
    onDisk: (mode) => open('filesOnDisk', mode),
  };
}
