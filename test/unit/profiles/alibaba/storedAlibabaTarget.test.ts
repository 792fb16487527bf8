import assert from 'node:assert/strict';
import { isAlibabaTarget } from '../../../../src/profiles/alibaba/storedAlibabaTarget.ts';

const role = {
  kind: 'ramRole',
  roleArn: 'acs:ram::1234567890123456:role/dev',
  source: { kind: 'cliProfile', name: 'work' },
  sessionName: 'maya',
};

describe('a stored target of Alibaba Cloud', () => {
  it('is a source or a RAM role', () => {
    const kinds = ['credentialsUri', 'credentialsFile', 'ecsRamRole', 'ramEnvironment', 'rrsa'];
    for (const kind of kinds) assert.ok(isAlibabaTarget({ kind }), kind);
    assert.ok(isAlibabaTarget({ kind: 'cliProfile', name: '__proto__' }));
    for (const file of ['credentials', 'credentials.ini', 'named'])
      assert.ok(isAlibabaTarget({ kind: 'iniProfile', file, name: 'default' }), file);
    assert.ok(isAlibabaTarget(role));
    assert.ok(isAlibabaTarget({ ...role, durationSeconds: '900', externalId: 'x', policy: '{}' }));
  });

  it('is nothing else', () => {
    const others: readonly unknown[] = [
      undefined,
      null,
      'credentialsUri',
      ['credentialsUri'],
      {},
      { kind: 'profile', name: 'dev' },
      { kind: 'toString' },
      { kind: 'cliProfile' },
      { kind: 'cliProfile', name: '' },
      { kind: 'cliProfile', name: 1 },
      { kind: 'iniProfile', file: 'constructor', name: 'default' },
      { kind: 'iniProfile', file: '/etc/passwd', name: 'default' },
      { ...role, source: role },
      { ...role, source: undefined },
      { ...role, sessionName: undefined },
      { ...role, roleArn: '' },
      { ...role, policy: 1 },
      { ...role, policy: 'x'.repeat(2049) },
      Object.create({ kind: 'credentialsUri' }),
    ];
    for (const each of others) assert.equal(isAlibabaTarget(each), false, JSON.stringify(each));
  });
});
