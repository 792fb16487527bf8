import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FailureError } from '../../../../src/base/failure.ts';
import { backupPath } from '../../../../src/host/files/awsFiles.ts';
import { removeSessionsFromBackup } from '../../../../src/host/files/backup.ts';
import { type DiskOptions, stage } from '../../../../src/host/files/diskFiles.ts';
import type { RewriteOutcome } from '../../../../src/profiles/writer.ts';
import { withoutWrittenSessions } from '../../../../src/profiles/writtenSessionEdits.ts';

const noon = new Date('2026-03-03T12:00:00');
const options: DiskOptions = {
  keepBackup: true,
  withoutSessions: withoutWrittenSessions,
  now: () => noon.getTime(),
};
const maya = '[maya]\naws_access_key_id = AKIA1\naws_secret_access_key = long-term\n';
const session = `[dev-rolecall]
aws_access_key_id = ASIA1
aws_secret_access_key = session-secret
aws_session_token = session-token
manager = rolecall
rolecall_target = dev
expiration = 2030-01-01T00:00:00Z
`;

describe('the backup of a file', () => {
  let folder: string;
  let credentials: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rolecall-backup-'));
    credentials = join(folder, 'credentials');
  });

  afterEach(() => rm(folder, { recursive: true }));

  const backup = () => readFile(backupPath(credentials), 'utf8');

  async function change(before: string, after: string, chosen = options): Promise<RewriteOutcome> {
    await writeFile(credentials, before);
    const staged = await stage([{ path: credentials, before, edits: [], after }], chosen);
    try {
      return await staged.commit();
    } finally {
      await staged.discard();
    }
  }

  it('has the text for which the change was planned, even if the file is empty by now', async () => {
    await writeFile(credentials, '');
    const staged = await stage([{ path: credentials, before: maya, edits: [], after: 'new' }], options);
    assert.equal(await staged.commit(), 'overtaken');
    await staged.discard();
    assert.equal(await backup(), maya);
  });

  it('is never an empty text, and replaces an empty one of the same day', async () => {
    await writeFile(backupPath(credentials), 'yesterday');
    const yesterday = new Date('2026-03-02T12:00:00');
    await utimes(backupPath(credentials), yesterday, yesterday);
    await change('\n', maya);
    assert.equal(await backup(), 'yesterday');
    await writeFile(backupPath(credentials), '');
    await utimes(backupPath(credentials), noon, noon);
    await change(maya, 'new');
    assert.equal(await backup(), maya);
  });

  it('has no session that Rolecall has written', async () => {
    await change(`${session}\n${maya}\n${session.replace('dev-', 'prod-')}`, maya);
    assert.equal(await backup(), maya);
  });

  it('is not made of a file that has nothing but sessions', async () => {
    await change(session, '');
    assert.deepEqual(await readdir(folder), ['credentials']);
  });

  it('loses the sessions of an earlier version with the next change, and keeps its time', async () => {
    for (const keepBackup of [true, false]) {
      await writeFile(backupPath(credentials), `${maya}\n${session}`, { mode: 0o600 });
      await utimes(backupPath(credentials), noon, noon);
      assert.equal(await change('a', 'b', { ...options, keepBackup }), 'written');
      assert.equal(await backup(), maya);
      const { mtimeMs, mode } = await stat(backupPath(credentials));
      assert.equal(mtimeMs, noon.getTime());
      if (process.platform !== 'win32') assert.equal(mode & 0o777, 0o600);
    }
  });

  it('is removed if it has nothing but sessions', async () => {
    await writeFile(backupPath(credentials), session);
    await removeSessionsFromBackup(credentials, withoutWrittenSessions);
    assert.deepEqual(await readdir(folder), []);
  });

  it('is left alone if it has no sessions or is not a text', async () => {
    const texts = [maya, session.replace('rolecall\n', 'awsume\n'), session.replace(/.*token.*\n/u, ''), ''];
    for (const text of texts) {
      await writeFile(backupPath(credentials), text);
      await removeSessionsFromBackup(credentials, withoutWrittenSessions);
      assert.equal(await backup(), text);
    }
    await rm(backupPath(credentials));
    await removeSessionsFromBackup(credentials, withoutWrittenSessions);
    await mkdir(backupPath(credentials));
    await removeSessionsFromBackup(credentials, withoutWrittenSessions);
  });

  it('that cannot be read is reported, because a session may be in it', async () => {
    const path = backupPath(credentials);
    await writeFile(path, `${session}\0`);
    await assert.rejects(removeSessionsFromBackup(credentials, withoutWrittenSessions), (error) => {
      assert.ok(error instanceof FailureError);
      assert.deepEqual(error.failure, { code: 'fileUnreadable', path, reason: 'binary' });
      return true;
    });
    assert.equal(await change('a', 'b'), 'written', 'changes are still possible');
  });
});

describe('a text without the sessions that Rolecall has written', () => {
  const cases: Readonly<Record<string, readonly [before: string, after: string]>> = {
    'keeps everything else byte for byte': [
      `# top\r\n\r\n${session.replaceAll('\n', '\r\n')}\r\n# mine\r\n[a]\r\nk=1`,
      '# top\r\n\r\n# mine\r\n[a]\r\nk=1',
    ],
    'loses adjacent sessions': [`${maya}\n${session}\n${session.replace('dev', 'x')}\n`, maya],
    'loses a session that is split into two sections': [
      session.replace('manager', '[other]\nk = 1\n[dev-rolecall]\nmanager'),
      '[other]\nk = 1\n',
    ],
    'loses a session that the user has turned into a role': [`${session}role_arn = arn\n`, ''],
    'loses a session with the older name of the token': [
      session.replace('session_token', 'security_token'),
      '',
    ],
    'keeps a profile that has long-term keys by now': [
      session.replace(/.*token.*\n/u, ''),
      session.replace(/.*token.*\n/u, ''),
    ],
  };
  for (const [what, [before, after]] of Object.entries(cases))
    it(what, () => assert.equal(withoutWrittenSessions(before), after));
});
