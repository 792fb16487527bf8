import assert from 'node:assert/strict';
import { type Access, fullAccess } from '../../../../src/profiles/access/access.ts';
import type { Target } from '../../../../src/profiles/profiles.ts';
import type { AgentSettings } from '../../../../src/session/agents/agentAccess.ts';
import { documentOf, forAgent, readOnly } from '../../plan/access/scopedPlans.ts';
import { AgentWindow, named } from './agentWindow.ts';

const viewOnly: Access = { managed: ['viewOnly'] };
const custom: Access = { managed: [], document: documentOf('Allow') };
const narrowed: Access = { ...readOnly, document: documentOf('Deny') };
const wrong = { code: 'unknownAccess', profile: '', setting: 'rolecall.agents.access', value: 'x' } as const;
const missing = { code: 'policyFileUnreadable', profile: '', path: 'own.json', reason: 'ENOENT' } as const;
const readOnlyRole: Target = {
  kind: 'assignment',
  signIn: 'corp',
  accountId: '111122223333',
  roleName: 'ReadOnly',
};

describe('what AI agents get', () => {
  let window: AgentWindow;

  beforeEach(() => void (window = new AgentWindow()));
  afterEach(() => window.agents.dispose());

  /** Whether agents get the same with these settings. */
  const isSame = (...given: [AgentSettings['access'], string?]): boolean => {
    window.settings = { access: given[0], profile: given[1] };
    return window.agents.isSame;
  };

  for (const [user, given, expected] of [
    // The user has everything.
    [undefined, readOnly, 'dev: readOnly'],
    [undefined, viewOnly, 'dev: viewOnly'],
    [undefined, custom, 'dev: custom'],
    [undefined, fullAccess, 'dev: full'],
    [undefined, 'same', 'dev: full, unmarked'],
    [undefined, 'none', '✗ agentsHaveNoAccess'],
    [undefined, wrong, '✗ unknownAccess'],
    // Agents never have more than the user.
    [viewOnly, readOnly, 'dev: viewOnly'],
    [readOnly, viewOnly, 'dev: viewOnly'],
    [readOnly, readOnly, 'dev: readOnly'],
    [readOnly, fullAccess, 'dev: readOnly'],
    [readOnly, 'same', 'dev: full, unmarked'],
    [narrowed, readOnly, 'dev: custom'],
    [narrowed, fullAccess, 'dev: custom'],
    [custom, fullAccess, 'dev: custom'],
    [custom, custom, 'dev: custom'],
    // What both allow cannot be said.
    [custom, readOnly, '✗ agentsUnlimited ownPolicy'],
    [narrowed, viewOnly, '✗ agentsUnlimited ownPolicy'],
    [viewOnly, { managed: ['securityAudit'] }, '✗ agentsUnlimited ownPolicy'],
    // The user has nothing.
    [missing, readOnly, '✗ policyFileUnreadable'],
    [missing, fullAccess, '✗ policyFileUnreadable'],
    [missing, 'none', '✗ agentsHaveNoAccess'],
  ] as const)
    it(`if the user has ${JSON.stringify(user) ?? 'everything'} and agents ${JSON.stringify(given)}: ${expected}`, async () => {
      window.own = { general: user, production: undefined };
      window.settings = { access: given, profile: undefined };
      assert.equal(await window.got(named('dev')), expected);
      assert.equal(window.waits, 1);
    });

  it('is never more than the user chose for a target', async () => {
    for (const [chosen, given, expected] of [
      [viewOnly, readOnly, 'dev: viewOnly'],
      [fullAccess, viewOnly, 'dev: viewOnly'],
      [readOnly, fullAccess, 'dev: readOnly'],
      [custom, readOnly, '✗ agentsUnlimited ownPolicy'],
    ] as const) {
      window.settings = { access: given, profile: undefined };
      assert.equal(await window.got(named('dev', chosen)), expected);
    }
  });

  it('is marked the same whether the target is marked already', async () => {
    assert.equal(await window.got(named('dev', forAgent(fullAccess))), 'dev: readOnly');
    assert.deepEqual(await window.agents.targetFor(named('dev')), named('dev', forAgent(readOnly)));
  });

  it('is the profile for agents, whatever the user asks for', async () => {
    window.settings = { access: readOnly, profile: 'other' };
    for (const target of [named('dev'), named('sso'), named('dev', viewOnly), named('gone')])
      assert.equal(await window.got(target), 'other: full');
    window.settings = { access: 'none', profile: 'other' };
    assert.equal(await window.got(named('dev')), '✗ agentsHaveNoAccess');
  });

  it('is no more of the profile for agents than the settings let the user have of it', async () => {
    window.settings = { access: readOnly, profile: 'other' };
    window.own = { general: viewOnly, production: undefined };
    assert.equal(await window.got(named('dev', fullAccess)), 'other: viewOnly');
    window.own = { general: missing, production: undefined };
    assert.equal(await window.got(named('dev')), '✗ policyFileUnreadable');
    window.settings = { access: readOnly, profile: 'sso2' };
    window.own = { general: readOnly, production: undefined };
    assert.equal(await window.got(named('dev', custom)), '✗ accessImpossible identityCenter');
    window.substitute = readOnlyRole;
    assert.equal(await window.got(named('dev', custom)), 'ReadOnly@111122223333: full');
    assert.deepEqual(window.looked.at(-1), ['sso2', 'full']);
  });

  it('is not everything where the user has nothing because AWS takes no policy', async () => {
    window.settings = { access: fullAccess, profile: undefined };
    window.own = { general: readOnly, production: undefined };
    assert.equal(await window.got(named('sso')), '✗ accessImpossible identityCenter');
    window.own = { general: undefined, production: undefined };
    assert.equal(await window.got(named('sso', readOnly)), '✗ agentsUnlimited identityCenter');
  });

  it('is a role with the lesser of what the user chose and what agents may have', async () => {
    for (const [chosen, given, expected] of [
      [undefined, viewOnly, 'viewOnly'],
      [viewOnly, readOnly, 'viewOnly'],
      [readOnly, viewOnly, 'viewOnly'],
      [readOnly, fullAccess, 'readOnly'],
    ] as const) {
      window.settings = { access: given, profile: undefined };
      await window.got(named('sso', chosen));
      assert.deepEqual(window.looked.at(-1), ['sso', expected]);
    }
    window.settings = { access: readOnly, profile: undefined };
    assert.equal(await window.got(named('sso', custom)), '✗ agentsUnlimited identityCenter');
    assert.equal(window.looked.length, 4);
  });

  it('is a role with less access where AWS takes no policy, if the user has one', async () => {
    assert.equal(await window.got(named('sso')), '✗ agentsUnlimited identityCenter');
    assert.equal(await window.got(named('tool')), '✗ agentsUnlimited program');
    window.substitute = readOnlyRole;
    assert.equal(await window.got(named('sso')), 'ReadOnly@111122223333: full');
    assert.equal(await window.got(named('tool')), '✗ agentsUnlimited program');
    window.own = { general: readOnly, production: undefined };
    assert.equal(await window.got(named('sso')), 'ReadOnly@111122223333: full');
    window.settings = { access: fullAccess, profile: undefined };
    window.own = { general: undefined, production: undefined };
    assert.equal(await window.got(named('sso')), 'sso: full');
  });

  it('is nothing with a profile that does not exist', async () => {
    assert.equal(await window.got(named('gone')), '✗ noSuchProfile');
  });

  it('can be the same as for the user only without a profile for agents', () => {
    assert.deepEqual(
      [isSame('same'), isSame('same', 'other'), isSame(readOnly), isSame(fullAccess), isSame('none')],
      [true, false, false, false, false],
    );
  });

  it('changes with the settings', () => {
    window.changed.fire(undefined);
    assert.equal(window.fired, 1);
    window.agents.dispose();
    window.changed.fire(undefined);
    assert.equal(window.fired, 1);
  });
});
