import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type LocalAlibaba, startLocalAlibaba } from '../localAlibaba.ts';

describe('the local credentials file', () => {
  let alibaba: LocalAlibaba;
  let folder: string;
  let path: string;

  beforeEach(async () => {
    alibaba = await startLocalAlibaba();
    folder = await mkdtemp(join(tmpdir(), 'rolecall-dsw-file-'));
    path = join(folder, '.alibabacloud', 'credentials');
  });
  afterEach(async () => {
    await alibaba.close();
    await rm(folder, { recursive: true });
  });

  const read = async (): Promise<Readonly<Record<string, string>>> =>
    JSON.parse(await readFile(path, 'utf8')) as Readonly<Record<string, string>>;

  it('is the answer of the credentials URI without its code', async () => {
    await alibaba.writeCredentialsFile(path);
    const answer = await (await fetch(alibaba.credentialsUri)).json();
    assert.deepEqual({ Code: 'Success', ...(await read()) }, answer);
  });

  it('is written into by default, and replaced if that is wanted', async () => {
    for (const atomic of [false, true]) {
      const file = await alibaba.writeCredentialsFile(path, { atomic });
      const [before, text] = [await stat(path), await read()];
      await file.rotate();
      assert.equal((await stat(path)).ino === before.ino, !atomic);
      assert.notDeepEqual(await read(), text);
    }
  });

  it('is torn while it is written, if that is wanted', async () => {
    const file = await alibaba.writeCredentialsFile(path, { tornMs: 20 });
    const whole = await readFile(path, 'utf8');
    const seen = new Set<number>();
    const writing = file.rotate().then(() => seen.add(-1));
    while (!seen.has(-1)) {
      seen.add((await readFile(path, 'utf8')).length);
      await sleep(1);
    }
    await writing;
    // Reading may begin before the file is emptied.
    seen.delete(whole.length);
    assert.deepEqual(
      [...seen].toSorted((a, b) => a - b),
      [-1, 0, Math.floor(whole.length / 2)],
    );
    assert.equal(Object.keys(await read()).length, 4);
  });

  it('is rewritten again and again, with new credentials once they have changed', async () => {
    const file = await alibaba.writeCredentialsFile(path, { everyMs: 10 });
    const before = await read();
    alibaba.uri.rotate();
    await sleep(100);
    file.stop();
    await sleep(20);
    const after = await read();
    assert.notEqual(after['AccessKeyId'], before['AccessKeyId']);
    assert.equal(alibaba.uri.session()?.accessKeyId, after['AccessKeyId']);
  });

  it('can have any text', async () => {
    await alibaba.writeCredentialsFile(path, { text: (json) => json.replaceAll(',', '') });
    await assert.rejects(read(), SyntaxError);
  });

  it('cannot be written for an instance without a role', async () => {
    alibaba.uri.modify({ role: undefined });
    await assert.rejects(alibaba.writeCredentialsFile(path));
  });
});
