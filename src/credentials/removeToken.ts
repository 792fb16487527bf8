import { readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { onDisk } from '../base/boundedFile.ts';
import { FailureError } from '../base/failure.ts';
import { writeTroubleOf } from '../base/writeTrouble.ts';

/** Also removes the drafts of windows that were killed while writing. Rejects with `FailureError`. */
export async function removeToken(path: string): Promise<void> {
  await onDisk(path, () => removeWithDrafts(path)).catch((error: unknown) => {
    const reason = writeTroubleOf(error);
    throw new FailureError({ code: 'fileUnwritable', path, reason }, { cause: error });
  });
}

async function removeWithDrafts(path: string): Promise<void> {
  const drafts = (await readdir(dirname(path)).catch(() => [])).filter((name) =>
    name.startsWith(`${basename(path)}.`),
  );
  for (const name of [basename(path), ...drafts]) await rm(join(dirname(path), name), { force: true });
}
