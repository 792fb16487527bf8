import assert from 'node:assert/strict';
import type { Memento } from 'vscode';
import { fakeVscode } from '../../fakes/useFakeVscode.ts';

const { askAboutProduction } = await import('../../../src/commands/use/confirmProduction.ts');
const { apiQuestions } = await import('../../../src/commands/use/apiAccess.ts');
const { askAboutBinding, offerBinding } = await import('../../../src/commands/use/bindingOffer.ts');

interface Shown {
  readonly texts: readonly string[];
  readonly buttons: readonly string[];
}

/** Records the next question, and presses the button at `i`: 0 is the one that Enter presses. */
async function shown<T>(i: number, ask: () => Promise<T>): Promise<Shown & { readonly answer: T }> {
  const { showWarningMessage, showInformationMessage } = fakeVscode.window;
  const found: Shown[] = [];
  const show = (...given: readonly unknown[]): Promise<unknown> => {
    const buttons = given.filter(
      (each): each is { title: string } => (each as { title?: string }).title !== undefined,
    );
    found.push({ texts: JSON.stringify(given).split('"'), buttons: buttons.map(({ title }) => title) });
    return Promise.resolve(buttons[i]);
  };
  Object.assign(fakeVscode.window, { showWarningMessage: show, showInformationMessage: show });
  try {
    const answer = await ask();
    assert.equal(found.length, 1);
    return { ...found[0]!, answer };
  } finally {
    Object.assign(fakeVscode.window, { showWarningMessage, showInformationMessage });
  }
}

const prod = { kind: 'profile', name: 'prod' } as const;
const account = { id: '444455556666', name: 'Production (EU)', email: undefined };
const atOnce = { isTyped: false, isForConsole: false };
const binding = { folder: undefined, profile: 'prod', isProduction: true, kept: 'dev' };

describe('a question that the user does not expect', () => {
  it('about a production profile is not confirmed by Enter alone', async () => {
    for (const [reason, button] of [
      ['policy', 'Use prod'],
      ['guard', 'Use prod'],
      ['outside', 'Use prod'],
      ['renewal', 'Renew prod'],
    ] as const) {
      const ask = () => askAboutProduction(prod, account, { ...atOnce, reason });
      assert.equal((await shown(0, ask)).answer, false);
      const { answer, buttons, texts } = await shown(1, ask);
      assert.deepEqual([answer, buttons], [true, ['Not Now', button]]);
      assert.match(texts.join(' '), /Account: Production \(EU\) \(444455556666\)/u);
    }
  });

  it('about the console for a production profile does not say that the window uses it', async () => {
    for (const reason of ['policy', 'guard', 'outside'] as const) {
      const question = { ...atOnce, reason, isForConsole: true };
      assert.equal((await shown(0, () => askAboutProduction(prod, account, question))).answer, false);
      const { answer, texts, buttons } = await shown(1, () => askAboutProduction(prod, account, question));
      assert.deepEqual([answer, buttons], [true, ['Not Now', 'Open Console']]);
      assert.match(texts.join(' '), /Open the AWS console for the production profile prod\?/u);
      assert.doesNotMatch(texts.join(' '), /This window|Use the production/u);
      assert.equal(/requested this/u.test(texts.join(' ')), reason === 'outside');
    }
  });

  it('about a production profile says whether something other than the user requested it', async () => {
    for (const [reason, isNamed] of [
      ['outside', true],
      ['policy', false],
    ] as const) {
      const question = { ...atOnce, reason };
      const { texts } = await shown(0, () => askAboutProduction(prod, undefined, question));
      assert.equal(/requested this/u.test(texts.join(' ')), isNamed);
    }
  });

  it('about a production profile names the AI agent that needs it', async () => {
    const requester = { kind: 'program', name: 'aws', agent: 'Claude Code', terminal: 'zsh' } as const;
    for (const [by, isNamed] of [
      [requester, true],
      [{ kind: 'program', name: 'aws' }, false],
      [undefined, false],
    ] as const) {
      const question = { ...atOnce, reason: 'policy', requester: by } as const;
      const { texts } = await shown(0, () => askAboutProduction(prod, account, question));
      const words = /Requested by Claude Code, in terminal “zsh”\./u;
      assert.equal(words.test(texts.join(' ')), isNamed);
    }
  });

  it('about a production profile names nothing beside the AI agent that wants to switch to it', async () => {
    const requester = { kind: 'program', name: undefined, agent: '' } as const;
    const question = { ...atOnce, reason: 'outside', requester } as const;
    const { texts } = await shown(0, () => askAboutProduction(prod, account, question));
    assert.match(texts.join(' '), /Requested by an AI agent\./u);
    assert.doesNotMatch(texts.join(' '), /requested this/u);
  });

  it('about another extension is not confirmed by Enter alone', async () => {
    const answers = ['notNow', 'allowed', 'never', 'notNow'];
    for (const [i, expected] of answers.entries()) {
      const { answer } = await shown(i, () => apiQuestions.askConsent({ id: 'a.b', name: 'B' }, 'prod'));
      assert.equal(answer, expected);
    }
  });

  it('about a binding names the profile that it keeps', async () => {
    assert.deepEqual((await shown(1, () => askAboutBinding(binding))).buttons, ['Switch', 'Keep dev']);
    const { buttons, answer } = await shown(1, () => askAboutBinding({ ...binding, kept: undefined }));
    assert.deepEqual([buttons, answer], [['Switch', 'Do Not Switch'], 'keep']);
  });

  it('about the binding of an untrusted workspace says that it is production', async () => {
    const state = { get: () => undefined, update: async () => {} } as unknown as Memento;
    for (const isProduction of [true, false]) {
      let used = 0;
      const { texts } = await shown(0, () =>
        offerBinding({ profile: 'prod', isProduction }, state, () => used++),
      );
      assert.equal(/production/u.test(texts.join(' ')), isProduction);
      assert.equal(used, 1);
    }
  });
});
