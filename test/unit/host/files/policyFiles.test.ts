import assert from 'node:assert/strict';
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PolicyFiles } from '../../../../src/host/files/policyFiles.ts';
import { readPolicyDocument } from '../../../../src/profiles/policies/policyDocument.ts';
import { eventually } from '../../../eventually.ts';
import { documentOf } from '../../plan/access/scopedPlans.ts';

const { text } = documentOf('Allow');
const pretty = JSON.stringify(JSON.parse(text), undefined, 2);

describe('the policy files that settings name', () => {
  let folder: string;
  let path: string;
  let files: PolicyFiles;
  let loads: number;
  let changes: number;

  before(async () => void (folder = await realpath(await mkdtemp(join(tmpdir(), 'rolecall-policy-')))));
  after(() => rm(folder, { recursive: true, force: true }));

  beforeEach(() => {
    [loads, changes] = [0, 0];
    path = join(folder, 'own.json');
    files = new PolicyFiles(async () => {
      loads += 1;
      return { readPolicyDocument };
    });
    files.onDidChange(() => (changes += 1));
  });
  afterEach(async () => {
    files.dispose();
    await rm(path, { force: true });
  });

  const get = () => files.get(path, './own.json');

  it('are unknown until they have been read, and then minified', async () => {
    await writeFile(path, pretty);
    assert.equal(get(), undefined);
    assert.equal(get(), undefined);
    await files.ready();
    assert.deepEqual(get(), { file: './own.json', text });
    assert.deepEqual([loads, changes], [1, 1]);
  });

  it('are not read, nor is what reads them loaded, before they are asked for', async () => {
    await files.ready();
    assert.deepEqual([loads, changes], [0, 0]);
  });

  it('are followed when they appear, change, are invalid for a while, and vanish', async () => {
    const becomes = (expected: unknown) =>
      eventually(() => assert.partialDeepStrictEqual({ got: get() }, { got: expected }));
    get();
    await files.ready();
    await becomes({ code: 'policyFileUnreadable', path: './own.json', reason: 'ENOENT' });
    await writeFile(path, pretty);
    await becomes({ text });
    await writeFile(path, pretty.replace('"Allow",', '"Allow"'));
    await becomes({ code: 'policyFileInvalid', path: './own.json', line: 6 });
    await writeFile(path, pretty.replace('s3', 'ec2'));
    await becomes({ text: text.replace('s3', 'ec2') });
    await rm(path);
    await becomes({ code: 'policyFileUnreadable', reason: 'ENOENT' });
    assert.equal(changes, 5);
  }).timeout(30_000);

  it('tell nothing if a change means the same', async () => {
    await writeFile(path, pretty);
    get();
    await files.ready();
    await writeFile(path, text);
    await eventually(() => assert.ok(loads > 1));
    assert.deepEqual([get(), changes], [{ file: './own.json', text }, 1]);
  }).timeout(10_000);

  for (const [what, content, line] of [
    ['nothing', '', 1],
    ['no JSON', 'role: dev', 1],
    ['a list', '[]', 1],
    ['a comment', text.replace('{', '{ // mine\n'), 1],
    [
      'a statement without an effect',
      '{"Version":"2012-10-17",\n"Statement":[{"Action":"*","Resource":"*"}]}',
      2,
    ],
    ['too many characters', documentOf('Allow', 'a'.repeat(2100)).text, 1],
  ] as const)
    it(`are invalid with ${what}`, async () => {
      await writeFile(path, content);
      assert.partialDeepStrictEqual(await files.read(path), { code: 'policyFileInvalid', path, line });
    });

  it('cannot be folders or devices', async function () {
    if (process.platform === 'win32') this.skip();
    for (const [place, reason] of [
      [folder, 'EISDIR'],
      ['/dev/zero', 'EFBIG'],
    ] as const)
      assert.partialDeepStrictEqual(await files.read(place), { code: 'policyFileUnreadable', reason });
  });

  it('cannot be read if what reads them cannot be loaded', async () => {
    await writeFile(path, text);
    const broken = new PolicyFiles(() => Promise.reject(new Error('gone')));
    assert.partialDeepStrictEqual(await broken.read(path), { code: 'policyFileUnreadable' });
    broken.dispose();
  });
});
