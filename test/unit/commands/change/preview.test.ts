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
  let opened: Uri[];

  beforeEach(() => {
    opened = [];
    Object.assign(fakeVscode.workspace, { openTextDocument: async (uri: Uri) => opened.push(uri) });
  });
  afterEach(() => Object.assign(fakeVscode.workspace, { openTextDocument }));

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

  it('has documents of its own each time, because VS Code keeps closed ones for a while', async () => {
    const texts = new PreviewTexts();
    for (let i = 0; i < 2; i++) (await showPreview(texts, 'x', [rewrite])).dispose();
    assert.equal(new Set(opened.map(({ query }) => query)).size, 4);
    assert.deepEqual(opened.map((uri) => texts.textOf(uri)).join(''), '');
  });
});
