import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { backupPath } from '../../../src/host/files/awsFiles.ts';
import { nodeFiles } from '../../../src/host/files/nodeFiles.ts';
import { SteadyFiles } from '../../../src/host/files/steadyFiles.ts';
import { makeChange } from '../../../src/profiles/writer.ts';
import { withoutWrittenSessions } from '../../../src/profiles/writtenSessionEdits.ts';
import { FileLock } from '../../../src/session/fileLock.ts';
import { RecordedLog } from '../../fakes/recordedLog.ts';
import { fakeVscode } from '../../fakes/useFakeVscode.ts';
import { letMinutesPass, pathsIn, type Trial } from './trial.ts';

const { createAwsFilesWriter } = await import('../../../src/host/files/editableFiles.ts');

const dayMs = 86_400_000;
/** So many profiles that no file is written in one call. */
const others = Array.from(
  { length: 2000 },
  (_, i) => `[other-${i}]\nkey = value # a comment of some length\n`,
).join('');

/** The files after the change with this number: every secret belongs to its region. */
function textsOf(number: number) {
  const secret = createHash('sha256').update(`${number}`).digest('base64');
  return {
    config: `[profile own]\nregion = r-${number}\n${others}# end\n`,
    credentials: `[own]\naws_access_key_id = AKIA${number}\naws_secret_access_key = ${secret}\n${others}# end\n`,
  };
}

function writerIn(folder: string) {
  let days = 0;
  const paths = { config: join(folder, 'aws', 'config'), credentials: join(folder, 'aws', 'credentials') };
  const writer = createAwsFilesWriter({
    lock: new FileLock(join(folder, 'locks'), new RecordedLog()),
    files: new SteadyFiles(nodeFiles, { calmMs: 50, emptiedMs: 50, stableMs: 50, busyMs: 5000, pollMs: 10 }),
    keepBackup: { value: true },
    withoutSessions: withoutWrittenSessions,
    // Each change is the first one of its day, so that each keeps a backup.
    now: () => Date.now() + dayMs * days++,
  });
  const write = async (number: number): Promise<void> => {
    const { credentials } = textsOf(number);
    const secret = /secret_access_key = (.*)/u.exec(credentials)?.[1] ?? '';
    await makeChange(writer.editable, paths, {
      kind: 'set',
      name: 'own',
      values: [
        ['region', `r-${number}`],
        ['aws_access_key_id', `AKIA${number}`],
        ['aws_secret_access_key', secret],
      ],
    });
  };
  return { paths, write };
}

/** The number of the change that a whole file shows. */
async function numberIn(file: 'config' | 'credentials', path: string): Promise<number> {
  const text = await readFile(path, 'utf8');
  const number = Number(/(?:r-|AKIA)(\d+)/u.exec(text)?.[1]);
  assert.ok(
    text === textsOf(number)[file],
    `${path} is not whole: ${text.length} characters, number ${number}`,
  );
  return number;
}

export const awsFilesTrial: Trial = {
  name: 'changes of the AWS files',
  async prepare(folder) {
    await mkdir(join(folder, 'aws'));
    for (const [file, text] of Object.entries(textsOf(0))) await writeFile(join(folder, 'aws', file), text);
  },
  async work(folder, begin) {
    assert.deepEqual(fakeVscode.workspace.textDocuments, []);
    const { paths, write } = writerIn(folder);
    let number = await numberIn('config', paths.config);
    await write(++number);
    begin();
    for (;;) await write(++number);
  },
  async assertUsable(folder) {
    const { paths, write } = writerIn(folder);
    const numbers = [
      await numberIn('config', paths.config),
      await numberIn('credentials', paths.credentials),
    ];
    const [inConfig = 0, inCredentials = 0] = numbers;
    assert.ok(
      inConfig - inCredentials === 0 || inConfig - inCredentials === 1,
      `one file is old: ${numbers.join()}`,
    );
    for (const file of ['config', 'credentials'] as const) await numberIn(file, backupPath(paths[file]));
    await letMinutesPass(folder);
    await write(inConfig + 1);
    assert.equal(await numberIn('config', paths.config), inConfig + 1);
    assert.equal(await numberIn('credentials', paths.credentials), inConfig + 1);
    const left = (await pathsIn(join(folder, 'aws'))).map((path) => basename(path)).toSorted();
    assert.deepEqual(left, [
      'config',
      'config.rolecall-backup',
      'credentials',
      'credentials.rolecall-backup',
    ]);
  },
};
