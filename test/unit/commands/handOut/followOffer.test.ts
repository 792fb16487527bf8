import assert from 'node:assert/strict';
import type { ApplyContext } from '../../../../src/commands/handOut/applyToTerminals.ts';
import type { Target } from '../../../../src/profiles/profiles.ts';
import { fakeVscode } from '../../../fakes/useFakeVscode.ts';

const { offerToFollow } = await import('../../../../src/commands/handOut/followOffer.ts');

const buttons = ['Apply to Them', 'Relaunch', 'Always Follow', 'Don’t Ask Again'];
const long = 'customer-platform-production-eu-central-1-administrator-access';

/** The message and the buttons of the offer for terminals that have these profiles. */
async function offer(
  name: string,
  isProduction: boolean,
  profiles: readonly (string | undefined)[],
): Promise<readonly unknown[]> {
  const target: Target = { kind: 'profile', name };
  const shells = profiles.map((profile) => ({
    terminal: { name: 'bash' },
    folder: undefined,
    has: profile === undefined ? undefined : { profile, what: 'keys' },
  }));
  const context = {
    openTerminals: { refresh: async () => {}, shells },
    active: { state: { kind: 'ready', target } },
    terminalMode: { value: 'environment' },
    views: {
      bound: { folders: [] },
      planOf: () => ({ target, steps: [] }),
      production: { of: () => (isProduction ? {} : undefined) },
    },
  };
  const { showInformationMessage } = fakeVscode.window;
  let shown: readonly unknown[] = [];
  const show = async (text: string, ...given: readonly { readonly title: string }[]) => {
    shown = [text, ...given.map(({ title }) => title)];
  };
  Object.assign(fakeVscode.window, { showInformationMessage: show });
  try {
    await offerToFollow(context as unknown as ApplyContext);
  } finally {
    Object.assign(fakeVscode.window, { showInformationMessage });
  }
  return shown;
}

describe('the offer to open terminals', () => {
  it('says which profiles they have', async () => {
    const [message, ...shown] = await offer('ci', false, ['dev', 'dev', undefined]);
    assert.equal(message, '3 open terminals do not use ci yet. Their profiles: dev (2), none (1).');
    assert.deepEqual(shown, buttons);
    const [same] = await offer('ci', false, [undefined, undefined]);
    assert.equal(same, '2 open terminals do not use ci yet.');
  });

  it('says that the profile is production, and has all buttons in their full length for long names', async () => {
    const [still, ...shown] = await offer(long, true, ['dev', 'dev']);
    assert.equal(still, `2 open terminals still use dev, not ${long} (production).`);
    assert.deepEqual(shown, buttons);
    const others = [`${long}-1`, `${long}-2`, undefined];
    assert.deepEqual(await offer(long, true, others), [
      `3 open terminals do not use ${long} (production) yet.`,
      ...buttons,
    ]);
  });
});
