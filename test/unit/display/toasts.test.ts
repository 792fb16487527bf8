import assert from 'node:assert/strict';
import { columnsOf, sentencesWithin } from '../../../src/base/plainText.ts';
import { fakeVscode } from '../../fakes/useFakeVscode.ts';

const { showError, showInformation } = await import('../../../src/display/toasts.ts');

const long = `Profile “dev”: AWS did not allow arn:aws:iam::111122223333:user/maya to assume arn:aws:iam::444455556666:role/Developer. Check that the role exists, and that its trust policy allows this. AWS says: Access denied.`;

/** Presses the button with this title in a notification, and then another one in the dialog, if there is one. */
async function press(
  message: string,
  inToast: string,
  inDialog?: string,
  buttons: readonly string[] = ['Open Config File'],
): Promise<readonly unknown[]> {
  const { showInformationMessage, showWarningMessage } = fakeVscode.window;
  const shown: unknown[] = [];
  const open =
    (title: string | undefined) =>
    (text: string, ...given: readonly { readonly title?: string }[]) => {
      const options = given.filter((each) => each.title === undefined);
      shown.push([text, ...options, ...given.flatMap((each) => each.title ?? [])]);
      return Promise.resolve(given.find((each) => each.title === title));
    };
  Object.assign(fakeVscode.window, {
    showInformationMessage: open(inToast),
    showWarningMessage: open(inDialog),
  });
  try {
    const chosen = await showInformation(message, ...buttons.map((title) => ({ title })));
    return [...shown, chosen?.title];
  } finally {
    Object.assign(fakeVscode.window, { showInformationMessage, showWarningMessage });
  }
}

describe('a notification', () => {
  it('has the whole of a short message', async () => {
    const shown = await press('Short. As it is.', 'Open Config File');
    assert.deepEqual(shown, [['Short. As it is.', 'Open Config File'], 'Open Config File']);
  });

  it('has three lines of a long message, and shows the rest in a dialog with the same buttons', async () => {
    const [toast, dialog, chosen] = await press(long, 'Show All', 'Open Config File');
    const [first, ...rest] = long.split(/(?<=\.) (?=[CA])/);
    assert.deepEqual(toast, [first, 'Open Config File', 'Show All']);
    assert.deepEqual(dialog, [first, { modal: true, detail: rest.join('\n') }, 'Open Config File']);
    assert.equal(chosen, 'Open Config File');
  });

  it('of an error is whole, because it says what helps', async () => {
    fakeVscode.takeShownTexts();
    await showError(long);
    assert.deepEqual(fakeVscode.takeShownTexts(), [long, 'OK']);
  });

  it('of more than one line has a button, because VS Code shows only the first line without one', async () => {
    const two = '2 sessions were forgotten. Terminals that are already open keep their credentials.';
    assert.deepEqual(await press(two, 'OK', undefined, []), [[two, 'OK'], undefined]);
    assert.deepEqual(await press('Nothing has access now.', '', undefined, []), [
      ['Nothing has access now.'],
      undefined,
    ]);
  });

  it('has no space between sentences in Japanese', async () => {
    const [toast] = await press('破棄しました。 開いています。', '');
    assert.deepEqual(toast, ['破棄しました。開いています。', 'Open Config File']);
  });

  it('does nothing if the user closes it', async () => {
    assert.equal((await press(long, 'none')).at(-1), undefined);
    assert.equal((await press(long, 'Show All', 'none')).at(-1), undefined);
  });

  it('has whole sentences of at most three lines, in Japanese, too', () => {
    const japanese = 'AWS が MFA コードを拒否しました。'.repeat(8);
    const { first, rest } = sentencesWithin(171, japanese);
    assert.equal(first + rest.join(''), japanese);
    assert.ok(first.endsWith('。') && columnsOf(first) <= 171 && columnsOf(first) > 100, first);
  });

  it('has a long first sentence as a whole', () => {
    const sentence = `It is ${'very '.repeat(50)}long.`;
    assert.deepEqual(sentencesWithin(171, `${sentence} And so on.`), {
      first: sentence,
      rest: ['And so on.'],
    });
  });
});
