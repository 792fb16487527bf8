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

describe('the bindings from the settings', () => {
  binds('are empty if no profile is set', { folders: [folder('a')] }, {});
  binds(
    'apply the workspace setting to the window',
    { workspace: 'dev', folders: [folder('a')] },
    { window: 'dev' },
  );
  binds(
    'apply the setting of a single folder to the window',
    { folders: [folder('a', 'dev')] },
    { window: 'dev' },
  );
  binds(
    'prefer the setting of a single folder over those of the workspace and the user',
    { user: 'mine', workspace: 'dev', folders: [folder('a', 'prod')] },
    { window: 'prod' },
  );
  binds(
    'prefer the workspace setting over the user setting',
    { user: 'mine', workspace: 'dev' },
    { window: 'dev' },
  );
  binds('apply the user setting to the window, even without a folder', { user: 'mine' }, { window: 'mine' });
  binds(
    'apply the settings of several folders to those folders, and not to the window',
    { folders: [folder('a', 'dev'), folder('b'), folder('c', 'prod')] },
    { folders: [folder('a', 'dev'), folder('c', 'prod')] as Bindings['folders'] },
  );
  binds(
    'keep a folder with the same profile as the window: the user may switch the window',
    { workspace: 'dev', folders: [folder('a', 'dev'), folder('b')] },
    { window: 'dev', folders: [folder('a', 'dev')] as Bindings['folders'] },
  );
  binds(
    'only offer the profile of an untrusted workspace',
    { workspace: 'prod', folders: [folder('a', 'dev'), folder('b')], isTrusted: false },
    { offered: 'prod' },
  );
  binds(
    'offer the profile of an untrusted single folder and apply the user setting',
    { user: 'mine', folders: [folder('a', 'dev')], isTrusted: false },
    { window: 'mine', offered: 'dev' },
  );
});
