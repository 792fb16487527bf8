import assert from 'node:assert/strict';
import type { Uri } from 'vscode';
import { fakeVscode } from '../../../fakes/useFakeVscode.ts';

const { PreviewTexts } = await import('../../../../src/commands/change/previewTexts.ts');
const { showPreview } = await import('../../../../src/commands/change/preview.ts');

const before = '[profile de\u202Ev]\r\naws_secret_access_key = hunter2\r\n';
const after = `${before}\ttoken = hunter3\n# hunter\u200B2`;
const rewrite = { path: '/config', before, edits: [], after };

describe('the preview of a change', () => {
  const { openTextDocument } = fakeVscode.workspace;
  const { executeCommand } = fakeVscode.commands;
  let opened: Uri[];
  /** The arguments of the last call, by command. */
  const executed = new Map<unknown, readonly unknown[]>();

  beforeEach(() => {
    opened = [];
    Object.assign(fakeVscode.workspace, { openTextDocument: async (uri: Uri) => opened.push(uri) });
    Object.assign(fakeVscode.commands, {
      executeCommand: async (id: unknown, ...given: unknown[]) => void executed.set(id, given),
    });
  });
  afterEach(() => {
    Object.assign(fakeVscode.workspace, { openTextDocument });
    Object.assign(fakeVscode.commands, { executeCommand });
  });

  it('hides secrets and shows invisible characters', async () => {
    const texts = new PreviewTexts();
    await showPreview(texts, 'x', [rewrite]);
    assert.deepEqual(
      opened.map((uri) => texts.textOf(uri)),
      [
        '[profile de\\u{202E}v]\r\naws_secret_access_key = •••••••• 1\r\n',
        '[profile de\\u{202E}v]\r\naws_secret_access_key = •••••••• 1\r\n\t•••••••• 2\n# hunter\\u{200B}2',
      ],
    );
  });

  it('gives a single secret no number', async () => {
    const texts = new PreviewTexts();
    await showPreview(texts, 'x', [{ ...rewrite, after: `${before}region = x\n` }]);
    assert.match(texts.textOf(opened[1]!), /aws_secret_access_key = ••••••••\r\n/u);
  });

  it('shows nothing as removed in a new file, and nothing as added in an emptied one', async () => {
    const texts = new PreviewTexts();
    const text = 'region = x\n';
    await showPreview(texts, 'x', [{ path: '/new', before: undefined, edits: [], after: text }]);
    await showPreview(texts, 'x', [{ path: '/old', before: text, edits: [], after: '' }]);
    // VS Code compares line by line: the last one is equal.
    assert.deepEqual(
      opened.map((uri) => texts.textOf(uri).split('\n')),
      [[' '], ['region = x', ' '], ['region = x', ' '], [' ']],
    );
  });

  it('has an empty part behind the box, which would cover the name of the first of several files', async () => {
    const texts = new PreviewTexts();
    await showPreview(texts, 'Add AWS Profile', [rewrite, { ...rewrite, path: '/credentials' }]);
    const [title, diffs] = executed.get('vscode.changes') as unknown as [string, readonly (readonly Uri[])[]];
    assert.equal(title, 'Add AWS Profile');
    assert.deepEqual(
      diffs.map(([resource]) => resource?.path),
      ['/Add AWS Profile', '/config', '/credentials'],
    );
    assert.deepEqual(
      diffs[0]?.slice(1).map((uri) => texts.textOf(uri)),
      ['', ''],
    );
  });

  it('has documents of its own each time, because VS Code keeps closed ones for a while', async () => {
    const texts = new PreviewTexts();
    for (let i = 0; i < 2; i++) await (await showPreview(texts, 'x', [rewrite])).close(true);
    assert.equal(new Set(opened.map(({ query }) => query)).size, 4);
    assert.deepEqual(opened.map((uri) => texts.textOf(uri)).join(''), '');
  });
});
