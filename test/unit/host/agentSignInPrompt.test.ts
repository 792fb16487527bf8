import assert from 'node:assert/strict';
import { Cancelled } from '../../../src/base/failure.ts';
import { fakeVscode } from '../../fakes/useFakeVscode.ts';

const { createSignInPrompts } = await import('../../../src/host/signInPrompts.ts');

const request = { session: 'corp', profile: 'sandbox', agent: 'Claude Code', terminal: 'zsh' };

describe('the question whether an AI agent may cause a sign-in', () => {
  const { showInformationMessage } = fakeVscode.window;
  let texts: string[];
  let pressed: string | undefined;

  beforeEach(() => {
    [texts, pressed] = [[], undefined];
    const show = async (
      text: string,
      ...buttons: readonly { readonly title: string }[]
    ): Promise<unknown> => {
      texts.push([text, ...buttons.map(({ title }) => title)].join(' | '));
      return buttons.find(({ title }) => title === pressed);
    };
    Object.assign(fakeVscode.window, { showInformationMessage: show });
  });
  afterEach(() => void Object.assign(fakeVscode.window, { showInformationMessage }));

  const prompts = createSignInPrompts(() => 'auto');

  it('names the agent, its terminal, the sign-in, and the profile', async () => {
    pressed = 'Sign In';
    await prompts.allow(request);
    await prompts.allow({ ...request, agent: '', terminal: undefined });
    assert.deepEqual(texts, [
      'Claude Code, in terminal “zsh”, needs the sign-in to corp (profile sandbox). | Sign In | Not Now',
      'An AI agent needs the sign-in to corp (profile sandbox). | Sign In | Not Now',
    ]);
  });

  it('is declined by its button, and by closing it', async () => {
    for (const answer of ['Not Now', undefined]) {
      pressed = answer;
      await assert.rejects(prompts.allow(request), Cancelled);
    }
  });
});
