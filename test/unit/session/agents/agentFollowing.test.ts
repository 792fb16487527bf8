import assert from 'node:assert/strict';
import type { Access } from '../../../../src/profiles/access/access.ts';
import type { Target } from '../../../../src/profiles/profiles.ts';
import type { ActiveState } from '../../../../src/session/activeState.ts';
import { readOnly } from '../../plan/access/scopedPlans.ts';
import { AgentWindow, named } from './agentWindow.ts';

const using = (target: Target): ActiveState => ({
  kind: 'waiting',
  target,
  failure: { code: 'forgotten', profile: '' },
});
const limited = (name: string, access: Access): Target => ({ ...named(name), access });

describe('what the user has allowed AI agents', () => {
  let window: AgentWindow;

  beforeEach(() => void (window = new AgentWindow()));
  afterEach(() => window.agents.dispose());

  const isLeft = (): boolean => window.agents.grants.length > 0;

  it('ends when the window uses another target, another access, or none', () => {
    for (const next of [using(named('other')), using(limited('dev', readOnly)), { kind: 'none' } as const]) {
      window.agents.follow(using(named('dev')));
      window.agents.grant(named('dev'), undefined);
      window.agents.follow(using(named('dev')));
      assert.ok(isLeft(), 'the window still uses the target');
      window.agents.follow({ kind: 'switching', target: named('other'), from: using(named('dev')) as never });
      assert.ok(isLeft(), 'the switch may fail');
      window.agents.follow(next);
      assert.ok(!isLeft(), JSON.stringify(next));
    }
  });

  it('is no more than the access that the user was asked about', async () => {
    window.agents.grant(limited('dev', readOnly), undefined);
    assert.equal(await window.got(named('dev')), 'dev: readOnly');
    assert.equal(await window.got(limited('dev', { managed: ['viewOnly'] })), 'dev: viewOnly');
    window.agents.grant(named('dev'), undefined);
    assert.equal(await window.got(named('dev')), 'dev: full');
  });

  it('is nothing more if agents have everything already', () => {
    assert.ok(!window.agents.hasAll(named('dev')));
    assert.ok(!window.agents.hasAll(named('sso')), 'AWS cannot limit it');
    assert.ok(window.agents.hasAll(limited('dev', readOnly)));
    window.agents.grant(named('dev'), undefined);
    assert.ok(window.agents.hasAll(named('dev')));
    window.agents.revokeAll();
    window.settings = { access: 'none', profile: undefined };
    assert.ok(!window.agents.hasAll(named('dev')));
    window.settings = { access: 'same', profile: 'other' };
    assert.ok(!window.agents.hasAll(named('dev')), 'agents have another profile');
    window.settings = { access: 'same', profile: undefined };
    assert.ok(window.agents.hasAll(named('dev')));
  });
});
