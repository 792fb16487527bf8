import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import {
  defaultRamSessionName,
  durationProblem,
  externalIdProblem,
  policyProblem,
  roleArnProblem,
  type RoleProblem,
  sessionNameProblem,
} from '../../../../src/plan/alibaba/roleRules.ts';

type Row = readonly [string, RoleProblem | undefined];

function check(problem: (text: string) => RoleProblem | undefined, rows: readonly Row[]): void {
  for (const [text, expected] of rows)
    assert.equal(problem(text), expected, JSON.stringify(text.slice(0, 80)));
}

const policy = (fields: object) => JSON.stringify({ Version: '1', Statement: [], ...fields });

describe('the rules of AssumeRole', () => {
  it('for the ARN of a role', () => {
    check(roleArnProblem, [
      ['acs:ram::1234567890123456:role/reader', undefined],
      ['acs:ram::1234567890123456:role/a.b-c', undefined],
      [`acs:ram::1234567890123456:role/${'a'.repeat(64)}`, undefined],
      ['', 'empty'],
      ['arn:aws:iam::123456789012:role/x', 'awsArn'],
      ['arn:acs:ram::1:role/x', 'awsArn'],
      ['acs:ram::1234567890123456:role/path/reader', 'form'],
      ['acs:ram::1234567890123456:role/a_b', 'form'],
      [`acs:ram::1234567890123456:role/${'a'.repeat(65)}`, 'form'],
      ['acs:ram::1234567890123456:user/x', 'form'],
      ['acs:ram:cn-hangzhou:1234567890123456:role/x', 'form'],
      ['acs:ram::*:role/x', 'form'],
      ['acs:ram::1234567890123456:role/', 'form'],
      [' acs:ram::1234567890123456:role/x', 'form'],
      ['reader', 'form'],
    ]);
  });

  it('for the name of a session', () => {
    check(sessionNameProblem, [
      ['ab', undefined],
      ['me@example.com_x-y', undefined],
      ['a'.repeat(64), undefined],
      ['', 'empty'],
      ['a', 'tooShort'],
      ['a'.repeat(65), 'tooLong'],
      // AWS accepts these.
      ['a+b', 'characters'],
      ['a=b', 'characters'],
      ['a,b', 'characters'],
      ['a b', 'characters'],
      ['山田', 'characters'],
      ['ab\n', 'characters'],
    ]);
  });

  it('for the duration', () => {
    check(durationProblem, [
      ['900', undefined],
      ['43200', undefined],
      ['', 'empty'],
      ['899', 'range'],
      ['43201', 'range'],
      ['0', 'range'],
      ['-900', 'form'],
      ['900.5', 'form'],
      ['1e3', 'form'],
      ['1h', 'form'],
      ['9'.repeat(30), 'form'],
    ]);
  });

  it('for the external ID', () => {
    check(externalIdProblem, [
      ['ab', undefined],
      ['Aa0_+=,.@:/-', undefined],
      ['a'.repeat(1224), undefined],
      ['', 'empty'],
      ['a', 'tooShort'],
      ['a'.repeat(1225), 'tooLong'],
      ['a b', 'characters'],
      ['a#b', 'characters'],
    ]);
  });

  it('for the policy', () => {
    const space = 2048 - policy({}).length;
    check(policyProblem, [
      [policy({}), undefined],
      [policy({}).replace('{', `{${' '.repeat(space)}`), undefined],
      [policy({}).replace('{', `{${' '.repeat(space + 1)}`), 'tooLong'],
      ['', 'empty'],
      ['  ', 'empty'],
      ['{', 'form'],
      ['[]', 'form'],
      ['null', 'form'],
      ['"x"', 'form'],
      ['{"Version":"1"}', 'form'],
      [policy({ Version: '2012-10-17' }), 'version'],
      [policy({ Version: 1 }), 'version'],
      ['{"Statement":[]}', 'version'],
    ]);
  });

  it('for a session name that is made of the name of any user', () => {
    const rows = [
      ['ana', 'ana'],
      ['Ana Müller', 'Ana-M-ller'],
      ['a', 'rolecall'],
      ['', 'rolecall'],
      ['山田', 'rolecall'],
      ['DOMAIN\\user+x', 'DOMAIN-user-x'],
    ] as const;
    for (const [user, name] of rows) assert.equal(defaultRamSessionName(user), name);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (user) => {
        assert.equal(sessionNameProblem(defaultRamSessionName(user)), undefined);
      }),
    );
  });
});
