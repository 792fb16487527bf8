import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type AuditLimits, AuditTrail } from '../../../../src/delivery/record/auditTrail.ts';
import type { HandOut } from '../../../../src/delivery/record/handOuts.ts';
import { hasFileModes } from '../../ordinaryUser.ts';

function opened(name: string, profile = 'dev'): HandOut {
  const handed = { profile, account: '222222222222', session: undefined, expiration: 3_600_000 };
  return { ...handed, at: 0, recipient: { kind: 'terminal', name, how: 'opened', id: 1 }, what: 'keys' };
}

interface Line {
  readonly profile: string;
  readonly recipient: { readonly name: string };
}

function linesIn(path: string): string[] {
  return readFileSync(path, 'utf8').split('\n').filter(Boolean);
}

describe('the audit trail', function () {
  this.timeout(60_000);
  let home: string;
  let folder: string;
  let failures: string[];

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'rolecall-audit-'));
    folder = join(home, 'audit');
    failures = [];
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  const trailIn = (place: string, limits?: AuditLimits): AuditTrail =>
    new AuditTrail({
      folder: place,
      onFailure: (reason) => failures.push(reason),
      ...(limits && { limits }),
    });
  const allLines = (): Line[] =>
    readdirSync(folder)
      .flatMap((name) => linesIn(join(folder, name)))
      .map((line) => JSON.parse(line) as Line);

  it('has one JSON object per line, in a file that only the user can read', async () => {
    const trail = trailIn(folder);
    await Promise.all([trail.append(opened('zsh')), trail.append({ ...opened('zsh'), ended: 'closed' })]);
    const lines = linesIn(trail.path).map((line) => JSON.parse(line) as unknown);
    const common = {
      time: '1970-01-01T00:00:00.000Z',
      profile: 'dev',
      account: '222222222222',
      expires: '1970-01-01T01:00:00.000Z',
      recipient: { kind: 'terminal', name: 'zsh', how: 'opened', id: 1 },
      window: process.pid,
    };
    assert.deepEqual(lines, [
      { ...common, event: 'given' },
      { ...common, event: 'closed' },
    ]);
    if (!hasFileModes) return;
    assert.equal(statSync(trail.path).mode & 0o777, 0o600);
    assert.equal(statSync(folder).mode & 0o777, 0o700);
  });

  it('names the cloud if it is not AWS', async () => {
    const trail = trailIn(folder);
    await trail.append({ ...opened('zsh'), cloud: 'alibaba' });
    await trail.append(opened('zsh'));
    assert.deepEqual(
      linesIn(trail.path).map((line) => Object(JSON.parse(line)).cloud),
      ['alibaba', undefined],
    );
  });

  it('lets no name forge a line, or look like another one', async () => {
    const trail = trailIn(folder);
    const names = ['a\n{"event":"given"}', 'a\r\u2028b\u0085c', 'prod\u202Edev', '\u001B[2Jx', '\uD800 é 本'];
    for (const name of names) await trail.append(opened(name, name));
    const text = readFileSync(trail.path, 'utf8');
    assert.match(text, /^[ -~\n]+$/u);
    assert.deepEqual(
      linesIn(trail.path).map((line) => (JSON.parse(line) as Line).recipient.name),
      names,
    );
  });

  it('keeps the lines of several windows whole, also while the file is replaced', async () => {
    const windows = ['one', 'two', 'three'].map((name) =>
      fork(join(import.meta.dirname, 'appendingWindow.ts'), [folder, name, '300', '20000']),
    );
    const exits = await Promise.all(windows.map((window) => once(window, 'exit')));
    assert.deepEqual(
      exits.map(([code]) => code as unknown),
      [0, 0, 0],
    );
    const lines = allLines();
    assert.equal(lines.length, 900);
    assert.equal(new Set(lines.map(({ recipient }) => recipient.name)).size, 900);
    assert.ok(readdirSync(folder).length > 20, 'the file became too large again and again');
  });

  it('is bounded by size and age', async () => {
    const limits = { fileBytes: 1000, files: 3, ageMs: 60_000 };
    const trail = trailIn(folder, limits);
    for (let i = 0; i < 100; i++) await trail.append(opened(`t${i}`));
    const names = readdirSync(folder);
    assert.ok(names.length <= 4, names.join());
    assert.equal(allLines().at(-1)?.recipient.name, 't99');
    const old = names.find((name) => name !== 'audit.jsonl') ?? assert.fail();
    utimesSync(join(folder, old), 1, 1);
    for (let i = 0; i < 5; i++) await trail.append(opened(`u${i}`));
    assert.ok(!readdirSync(folder).includes(old));
  });

  it('loses no old file to a quiet window, and keeps none', async () => {
    const limits = { fileBytes: 1e6, files: 3, ageMs: 60_000 };
    for (const remove of [
      (trail: AuditTrail) => trail.append(opened('zsh')),
      (trail: AuditTrail) => trail.sweep(),
    ]) {
      await trailIn(folder, limits).create();
      for (const name of ['audit-20230101000000000-1.jsonl', 'audit-20990101000000000-1.jsonl'])
        writeFileSync(join(folder, name), '');
      utimesSync(join(folder, 'audit-20230101000000000-1.jsonl'), 1, 1);
      await remove(trailIn(folder, limits));
      assert.deepEqual(readdirSync(folder), ['audit-20990101000000000-1.jsonl', 'audit.jsonl']);
    }
    const trail = trailIn(folder, { ...limits, ageMs: 50 });
    await trail.create();
    await sleep(100);
    await trail.sweep();
    assert.ok(!existsSync(trail.path), 'the file is closed, though nothing is appended');
    await sleep(100);
    await trail.sweep();
    assert.deepEqual(readdirSync(folder), []);
    rmSync(folder, { recursive: true });
    await trail.sweep();
    assert.ok(!existsSync(folder));
    assert.deepEqual(failures, []);
  });

  it('has all lines that come at once, in their order', async () => {
    const trail = trailIn(folder);
    const names = Array.from({ length: 3000 }, (_, i) => `t${i}`);
    await Promise.all(names.map((name) => trail.append(opened(name))));
    assert.deepEqual(
      allLines().map(({ recipient }) => recipient.name),
      names,
    );
    assert.deepEqual(failures, []);
  });

  it('reports it if lines are lost because the disk does not respond', async () => {
    const trail = trailIn(folder);
    for (let i = 0; i < 100_001; i++) void trail.append(opened('zsh'));
    assert.deepEqual(failures, ['ETIMEDOUT']);
    await trail.append(opened('zsh'));
  });

  it('says that a recipient may have something', async () => {
    const trail = trailIn(folder);
    await trail.append({ ...opened('zsh'), what: 'unknown' });
    assert.match(readFileSync(trail.path, 'utf8'), /"event":"unknown"/u);
  });

  it('is closed after a time even if it is small', async () => {
    const trail = trailIn(folder, { fileBytes: 1e6, files: 3, ageMs: 50 });
    await trail.append(opened('one'));
    await sleep(100);
    await trail.append(opened('two'));
    assert.ok(!existsSync(trail.path));
  });

  it('keeps the files of others in its folder', async () => {
    const trail = trailIn(folder, { fileBytes: 1, files: 0, ageMs: 0 });
    await trail.append(opened('zsh'));
    writeFileSync(join(folder, 'audit-notes.txt'), 'mine');
    await trail.append(opened('zsh'));
    assert.ok(readdirSync(folder).includes('audit-notes.txt'));
  });

  it('reports once that it cannot be written, and then tries again', async () => {
    writeFileSync(folder, 'a file instead of the folder');
    const trail = trailIn(folder);
    for (const name of ['one', 'two']) await trail.append(opened(name));
    assert.deepEqual(failures, ['EEXIST']);
    rmSync(folder);
    await trail.append(opened('three'));
    assert.deepEqual(
      allLines().map(({ recipient }) => recipient.name),
      ['three'],
    );
  });

  it('has a file to open before anything is handed out', async () => {
    const trail = trailIn(folder);
    await trail.create();
    assert.equal(readFileSync(trail.path, 'utf8'), '');
  });
});
