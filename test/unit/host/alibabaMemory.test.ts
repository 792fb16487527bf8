import assert from 'node:assert/strict';
import { alibabaMemory, recentRoleMemory, siteMemory } from '../../../src/host/alibabaMemory.ts';
import type { RamRoleTarget } from '../../../src/profiles/alibaba/alibabaTarget.ts';

function memento(stored: Readonly<Record<string, unknown>> = {}) {
  const values = new Map<string, unknown>(Object.entries(stored));
  return {
    values,
    get: <T>(key: string, other?: T) => (values.has(key) ? values.get(key) : other) as T,
    update: async (key: string, value: unknown) => void values.set(key, value),
  };
}

const role = (name: string, more: Partial<RamRoleTarget> = {}): RamRoleTarget => ({
  kind: 'ramRole',
  roleArn: `acs:ram::1234567890123456:role/${name}`,
  source: { kind: 'credentialsUri' },
  sessionName: 'maya',
  ...more,
});
const long = role('long', { policy: 'x'.repeat(2049) });

describe('what is remembered of Alibaba Cloud', () => {
  it('is what the workspace uses, if it is a target', () => {
    const state = memento();
    const memory = alibabaMemory(state);
    assert.equal(memory.load(), undefined);
    memory.save(role('dev'));
    assert.deepEqual(memory.load(), role('dev'));
    memory.save(long);
    assert.equal(memory.load(), undefined);
    state.values.set('activeAlibabaTarget', { kind: 'profile', name: 'dev' });
    assert.equal(memory.load(), undefined);
  });

  it('is the last six roles, each once, the last one first', () => {
    const memory = recentRoleMemory(memento());
    let changes = 0;
    memory.onDidChange(() => changes++);
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'c']) memory.add(role(name));
    memory.add(long);
    assert.equal(changes, 8);
    assert.deepEqual(
      memory.value,
      ['c', 'g', 'f', 'e', 'd', 'b'].map((name) => role(name)),
    );
  });

  it('is no role of another version that is not valid', () => {
    const recentRamRoles = [{ kind: 'ramRole' }, role('dev'), { kind: 'credentialsUri' }, null];
    assert.deepEqual(recentRoleMemory(memento({ recentRamRoles })).value, [role('dev')]);
    assert.deepEqual(recentRoleMemory(memento({ recentRamRoles: 'x' })).value, []);
  });

  it('is the site of the console', () => {
    const state = memento({ alibabaSite: 'mars' });
    const site = siteMemory(state);
    assert.equal(site.value, undefined);
    site.value = 'intl';
    assert.equal(siteMemory(state).value, 'intl');
  });
});
