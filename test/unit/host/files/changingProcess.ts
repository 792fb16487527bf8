import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { nodeFiles } from '../../../../src/host/files/nodeFiles.ts';
import { stage } from '../../../../src/host/files/diskFiles.ts';
import { type EditableFiles, makeChange } from '../../../../src/profiles/writer.ts';
import { FileLock } from '../../../../src/session/fileLock.ts';
import { RecordedLog } from '../../../fakes/recordedLog.ts';

// One window in a separate process, which adds `count` profiles at random times. No file is open in an editor, so the
// files are changed on disk only. In place of the change in VS Code's editors, there is a pause.
const [name = '', count = '', config = '', credentials = '', folder = ''] = process.argv.slice(2);
const lock = new FileLock(join(folder, 'locks'), new RecordedLog());
const pause = (): Promise<void> => sleep(Math.random() * 20);

const files: EditableFiles = {
  current: (path) => nodeFiles.read(path),
  rewrite: (rewrites) =>
    lock.hold('aws files', AbortSignal.timeout(30_000), async () => {
      const staged = await stage(rewrites, { keepBackup: true, now: Date.now });
      try {
        await pause();
        return await staged.commit();
      } finally {
        await staged.discard();
      }
    }),
};

for (let i = 0; i < Number(count); i++) {
  await pause();
  await makeChange(
    files,
    { config, credentials },
    { kind: 'add', name: `${name}-${i}`, config: [['region', 'eu-west-1']], credentials: [] },
  );
}
