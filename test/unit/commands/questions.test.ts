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
const binding = { folder: undefined, profile: 'prod', isProduction: true, kept: 'dev' };

describe('a question that the user does not expect', () => {
  it('about a production profile is not confirmed by Enter alone', async () => {
    for (const [reason, button] of [
      ['policy', 'Use prod'],
      ['guard', 'Use prod'],
      ['outside', 'Use prod'],
      ['renewal', 'Renew prod'],
    ] as const) {
      const ask = () => askAboutProduction(prod, account, { reason, isTyped: false });
      assert.equal((await shown(0, ask)).answer, false);
      const { answer, buttons, texts } = await shown(1, ask);
      assert.deepEqual([answer, buttons], [true, ['Not Now', button]]);
      assert.match(texts.join(' '), /Account: Production \(EU\) \(444455556666\)/u);
    }
  });

  it('about a production profile says whether something other than the user requested it', async () => {
    for (const [reason, isNamed] of [
      ['outside', true],
      ['policy', false],
    ] as const) {
      const question = { reason, isTyped: false };
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
      const question = { reason: 'policy', isTyped: false, requester: by } as const;
      const { texts } = await shown(0, () => askAboutProduction(prod, account, question));
      const words = /Requested by Claude Code, in terminal “zsh”\./u;
      assert.equal(words.test(texts.join(' ')), isNamed);
    }
  });

  it('about a production profile names nothing beside the AI agent that wants to switch to it', async () => {
    const requester = { kind: 'program', name: undefined, agent: '' } as const;
    const question = { reason: 'outside', isTyped: false, requester } as const;
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
