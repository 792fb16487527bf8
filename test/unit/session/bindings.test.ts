import assert from 'node:assert/strict';
import { type Bindings, type BindingSettings, bindingsOf } from '../../../src/session/bindings.ts';

const folder = (name: string, profile?: string) => ({ uri: `file:///${name}`, name, profile });

function binds(what: string, settings: Partial<BindingSettings>, expected: Partial<Bindings>): void {
  it(what, () => {
    const all = { user: undefined, workspace: undefined, folders: [], isTrusted: true, ...settings };
    const nothing = { window: undefined, folders: [], offered: undefined };
    assert.deepEqual(bindingsOf(all), { ...nothing, ...expected });
  });
}

describe('what the settings bind', () => {
  binds('is nothing where they say nothing', { folders: [folder('a')] }, {});
  binds('is the window, by the workspace', { workspace: 'dev', folders: [folder('a')] }, { window: 'dev' });
  binds('is the window, by its only folder', { folders: [folder('a', 'dev')] }, { window: 'dev' });
  binds(
    'is what the only folder says, over the workspace and the person',
    { user: 'mine', workspace: 'dev', folders: [folder('a', 'prod')] },
    { window: 'prod' },
  );
  binds('is what the workspace says, over the person', { user: 'mine', workspace: 'dev' }, { window: 'dev' });
  binds('is the window, by the person, even without a folder', { user: 'mine' }, { window: 'mine' });
  binds(
    'is each of several folders that says so, and not the window',
    { folders: [folder('a', 'dev'), folder('b'), folder('c', 'prod')] },
    { folders: [folder('a', 'dev'), folder('c', 'prod')] as Bindings['folders'] },
  );
  binds(
    'stays with a folder that has the same as the window: the person may switch the window',
    { workspace: 'dev', folders: [folder('a', 'dev'), folder('b')] },
    { window: 'dev', folders: [folder('a', 'dev')] as Bindings['folders'] },
  );
  binds(
    'is only offered where nobody trusts the workspace',
    { workspace: 'prod', folders: [folder('a', 'dev'), folder('b')], isTrusted: false },
    { offered: 'prod' },
  );
  binds(
    'is offered for a single folder, too, and what the person says counts',
    { user: 'mine', folders: [folder('a', 'dev')], isTrusted: false },
    { window: 'mine', offered: 'dev' },
  );
});
