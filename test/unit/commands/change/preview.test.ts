import assert from 'node:assert/strict';
import { fakeVscode } from '../../../fakes/useFakeVscode.ts';

const { showPreview } = await import('../../../../src/commands/change/preview.ts');

describe('the preview of a change', () => {
  it('hides secrets and shows invisible characters', async () => {
    const texts = new Map<string, string>();
    const before = '[profile de\u202Ev]\r\naws_secret_access_key = hunter2\r\n';
    const after = `${before}\ttoken = hunter3\n# hunter\u200B2`;
    fakeVscode.takeShownTexts();
    await showPreview(texts, 'x', [{ path: '/config', before, edits: [], after }]);
    assert.deepEqual(
      [...texts.values()],
      [
        '[profile de\\u{202E}v]\r\naws_secret_access_key = •••••••• 1\r\n',
        '[profile de\\u{202E}v]\r\naws_secret_access_key = •••••••• 1\r\n\t•••••••• 2\n# hunter\\u{200B}2',
      ],
    );
  });
});
