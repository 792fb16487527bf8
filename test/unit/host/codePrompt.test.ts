import assert from 'node:assert/strict';
import { Emitter } from '../../../src/base/event.ts';
import { Cancelled } from '../../../src/base/failure.ts';
import type { CodeTrouble } from '../../../src/credentials/browser/browserPrompts.ts';
import { fakeVscode } from '../../fakes/useFakeVscode.ts';

const { askPageCode } = await import('../../../src/host/codePrompt.ts');

/** An input box into which a test pastes. */
class Box {
  readonly #changed = new Emitter<string>();
  readonly #accepted = new Emitter<void>();
  readonly #hidden = new Emitter<void>();
  readonly #pressed = new Emitter<unknown>();
  value = '';
  ignoreFocusOut = false;
  isDisposed = false;
  validationMessage: string | undefined;
  buttons: readonly { readonly tooltip: string }[] = [];
  readonly onDidChangeValue = this.#changed.event;
  readonly onDidAccept = this.#accepted.event;
  readonly onDidHide = this.#hidden.event;
  readonly onDidTriggerButton = this.#pressed.event;
  show(): void {}
  dispose(): void {
    this.isDisposed = true;
  }

  paste(value: string): void {
    this.value = value;
    this.#changed.fire(value);
  }

  enter(): void {
    this.#accepted.fire();
  }

  close(): void {
    this.#hidden.fire();
  }

  press(tooltip: string): void {
    this.#pressed.fire(this.buttons.find((button) => button.tooltip === tooltip));
  }
}

describe('the question for the code of a sign-in page', () => {
  const { createInputBox } = fakeVscode.window;
  let box: Box;
  let followed: string[];

  beforeEach(() => {
    [box, followed] = [new Box(), []];
    Object.assign(fakeVscode.window, { createInputBox: () => box });
  });
  afterEach(() => void Object.assign(fakeVscode.window, { createInputBox }));

  const troubles: Readonly<Record<string, CodeTrouble>> = { nonsense: 'malformed', old: 'otherSignIn' };
  const ask = (signal = new AbortController().signal, isRefused = false): Promise<string> =>
    askPageCode(
      { session: 'default', url: 'https://signin.test', check: (text) => troubles[text], isRefused },
      {
        openAgain: (url) => void followed.push(`open ${url}`),
        copyLink: (url) => void followed.push(`copy ${url}`),
      },
      signal,
    );

  it('stays open while the user is in the browser, and takes the code without the spaces around it', async () => {
    const asked = ask();
    assert.ok(box.ignoreFocusOut);
    box.enter();
    assert.equal(box.validationMessage, undefined);
    box.paste('  code\n');
    box.enter();
    assert.equal(await asked, 'code');
    assert.ok(box.isDisposed);
  });

  it('says at once what is wrong with a text, and does not send it', async () => {
    const asked = ask();
    box.paste('nonsense');
    assert.equal(box.validationMessage, 'This is not the code from the page. Copy all of it.');
    box.enter();
    box.paste('old');
    assert.match(box.validationMessage, /^This code is from another sign-in\./u);
    box.enter();
    box.paste('');
    assert.equal(box.validationMessage, undefined);
    box.paste('code');
    box.enter();
    assert.equal(await asked, 'code');
  });

  it('says that AWS has refused the code before, until the user pastes another one', async () => {
    const asked = ask(undefined, true);
    assert.match(
      box.validationMessage ?? '',
      /^AWS did not accept this code\. Copy all of it, or open the page/u,
    );
    box.enter();
    assert.match(box.validationMessage ?? '', /^AWS did not accept/u);
    box.paste('code');
    assert.equal(box.validationMessage, undefined);
    box.enter();
    assert.equal(await asked, 'code');
  });

  it('opens the page again, and copies its link', () => {
    void ask().catch(() => {});
    box.press('Open Again');
    box.press('Copy Link');
    assert.deepEqual(followed, ['open https://signin.test', 'copy https://signin.test']);
  });

  it('is cancelled by closing it, and by its signal, also before it opens', async () => {
    const asked = ask();
    box.close();
    await assert.rejects(asked, Cancelled);
    const stop = new AbortController();
    const second = ask(stop.signal);
    stop.abort();
    await assert.rejects(second, Cancelled);
    await assert.rejects(ask(stop.signal), Cancelled);
  });
});
