import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { type Access, fullAccess } from '../../../../src/profiles/access/access.ts';
import { readOnly } from '../../plan/access/scopedPlans.ts';
import { AgentWindow, named } from './agentWindow.ts';

const viewOnly: Access = { managed: ['viewOnly'] };
const missing = { code: 'policyFileUnreadable', profile: '', path: 'own.json', reason: 'ENOENT' } as const;

function minutes(count: number): number {
  return count * 60_000;
}

describe('what AI agents get for a while', () => {
  let window: AgentWindow;

  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
    window = new AgentWindow();
  });
  afterEach(() => {
    window.agents.dispose();
    mock.timers.reset();
  });

  it('is what the user has, and marked, until that ends by itself', async () => {
    window.agents.grant(named('dev'), minutes(15));
    assert.equal(await window.got(named('dev')), 'dev: full');
    assert.equal(await window.got(named('other')), 'other: readOnly');
    assert.equal(window.fired, 1);
    window.now += minutes(15) - 1;
    assert.equal(await window.got(named('dev')), 'dev: full');
    window.now += 1;
    assert.equal(await window.got(named('dev')), 'dev: readOnly');
    assert.deepEqual([window.agents.grants, window.agents.grantFor(named('dev'))], [[], undefined]);
  });

  it('tells each minute how much is left, and the end, also after the machine slept', () => {
    window.agents.grant(named('dev'), minutes(2.5));
    for (const [ms, expected] of [
      [minutes(1), 2],
      [minutes(1), 3],
      [minutes(0.5), 4],
      [minutes(60), 4],
    ] as const) {
      window.now += ms;
      mock.timers.tick(ms);
      assert.equal(window.fired, expected, String(window.now));
    }
    window.agents.grant(named('dev'), minutes(15));
    window.now += minutes(600);
    mock.timers.tick(minutes(1));
    assert.deepEqual([window.fired, window.agents.grants.length], [6, 0]);
    mock.timers.tick(minutes(60));
    assert.equal(window.fired, 6);
  });

  it('ends when the clock was set back, and does not last longer', async () => {
    window.agents.grant(named('dev'), minutes(15));
    window.now -= minutes(60);
    assert.equal(await window.got(named('dev')), 'dev: readOnly');
    window.agents.grant(named('dev'), undefined);
    window.now -= minutes(60);
    assert.equal(await window.got(named('dev')), 'dev: full');
  });

  it('is in this window without an end, and until it is revoked', async () => {
    window.agents.grant(named('dev'), undefined);
    window.now += minutes(10_000);
    assert.equal(await window.got(named('dev')), 'dev: full');
    window.agents.revokeAll();
    assert.equal(await window.got(named('dev')), 'dev: readOnly');
    window.agents.revokeAll();
    assert.equal(window.fired, 2);
  });

  it('is not more than the user has, nor than they were asked about', async () => {
    window.own = { general: readOnly, production: undefined };
    window.settings = { access: viewOnly, profile: undefined };
    window.agents.grant(named('dev'), undefined);
    assert.equal(await window.got(named('dev')), 'dev: readOnly');
    assert.equal(await window.got(named('dev', fullAccess)), 'dev: readOnly');
    window.agents.grant(named('dev', fullAccess), undefined);
    assert.equal(await window.got(named('dev', fullAccess)), 'dev: full');
    assert.equal(await window.got(named('dev')), 'dev: readOnly');
    assert.equal(window.agents.grants.length, 1);
  });

  it('is nothing where the user has nothing', async () => {
    window.agents.grant(named('dev'), undefined);
    window.agents.grant(named('sso'), undefined);
    window.own = { general: missing, production: undefined };
    assert.equal(await window.got(named('dev')), '✗ policyFileUnreadable');
    window.own = { general: readOnly, production: undefined };
    assert.equal(await window.got(named('sso')), '✗ accessImpossible identityCenter');
  });

  it('overrules “none” and the profile for agents, for that target only', async () => {
    window.agents.grant(named('dev'), undefined);
    window.settings = { access: 'none', profile: 'other' };
    assert.equal(await window.got(named('dev')), 'dev: full');
    assert.equal(await window.got(named('sso')), '✗ agentsHaveNoAccess');
  });
});
