import assert from 'node:assert/strict';
import type { Failure, KeyPlace } from '../../../src/base/failure.ts';
import { isPlan } from '../../../src/plan/plan.ts';
import { dedent, planFor, type PlanInput } from './planText.ts';

const id = 'AKIATESTALICE0000001';
const temporaryId = 'ASIATESTALICE0000001';
const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const token = 'IQoJb3JpZ2luX2VjEHAaCXVzLWVhc3QtMSJHMEUCIQ';

type Expected = readonly [name: string, place: KeyPlace, trouble: string];

function lines(accessKeyId: string, secretAccessKey = secret, rest = ''): string {
  return `aws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n${rest}`;
}

function inCredentials(text: string, first = '[dev]\n'): PlanInput {
  return { credentials: `# comment\n${first}${text}` };
}

const environment = (values: Readonly<Record<string, string>>): PlanInput => ({
  target: { kind: 'environment' },
  environment: { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret, ...values },
});
const at = (line: number): KeyPlace => ({ kind: 'credentials', line });
const variable: KeyPlace = { kind: 'environment' };

const cases: readonly (readonly [string, PlanInput, Expected])[] = [
  [
    'a temporary key without a token',
    inCredentials(lines(temporaryId)),
    ['aws_access_key_id', at(3), 'noToken'],
  ],
  [
    'a temporary key with a blank token',
    inCredentials(lines(temporaryId, secret, 'aws_session_token =\n')),
    ['aws_access_key_id', at(3), 'noToken'],
  ],
  [
    'a long-term key with a token',
    inCredentials(lines(id, secret, `aws_session_token = ${token}\n`)),
    ['aws_session_token', at(5), 'staleToken'],
  ],
  [
    'a long-term key with a token by its older name',
    inCredentials(lines(id, secret, `aws_security_token = ${token}\n`)),
    ['aws_security_token', at(5), 'staleToken'],
  ],
  ['an ID in quotes', inCredentials(lines(`"${id}"`)), ['aws_access_key_id', at(3), 'quotes']],
  [
    'a secret with a zero-width space',
    inCredentials(lines(id, `${secret}\u200B`)),
    ['aws_secret_access_key', at(4), 'invisible'],
  ],
  [
    'a token in typographic quotes, in the config file',
    { config: `[profile dev]\r\n${lines(temporaryId, secret, `aws_session_token = “${token}”`)}` },
    ['aws_session_token', { kind: 'config', line: 4 }, 'quotes'],
  ],
  [
    'the key of a source profile',
    {
      config: '[profile dev]\nrole_arn = arn:aws:iam::222222222222:role/Dev\nsource_profile = base\n',
      credentials: `[base]\n${lines(temporaryId)}`,
    },
    ['aws_access_key_id', at(2), 'noToken'],
  ],
  [
    'a temporary key of the environment without a token',
    environment({ AWS_ACCESS_KEY_ID: temporaryId }),
    ['AWS_ACCESS_KEY_ID', variable, 'noToken'],
  ],
  [
    'a stale token of the environment',
    environment({ AWS_SESSION_TOKEN: token }),
    ['AWS_SESSION_TOKEN', variable, 'staleToken'],
  ],
  [
    'a stale token of the environment by its older name',
    environment({ AWS_SECURITY_TOKEN: token }),
    ['AWS_SECURITY_TOKEN', variable, 'staleToken'],
  ],
  [
    'a carriage return in the environment',
    environment({ AWS_SECRET_ACCESS_KEY: `${secret}\r` }),
    ['AWS_SECRET_ACCESS_KEY', variable, 'lineBreak'],
  ],
  [
    'a token of the environment over two lines',
    environment({ AWS_ACCESS_KEY_ID: temporaryId, AWS_SESSION_TOKEN: `${token}\n${token}` }),
    ['AWS_SESSION_TOKEN', variable, 'lineBreak'],
  ],
  [
    'the environment as a credential_source',
    {
      config:
        '[profile dev]\nrole_arn = arn:aws:iam::222222222222:role/Dev\ncredential_source = Environment\n',
      environment: { AWS_ACCESS_KEY_ID: `'${id}'`, AWS_SECRET_ACCESS_KEY: secret },
    },
    ['AWS_ACCESS_KEY_ID', variable, 'quotes'],
  ],
];

describe('an access key that cannot work as it is written', () => {
  for (const [what, input, [name, place, trouble]] of cases) {
    it(`is found before AWS is asked: ${what}`, () => {
      const failure = failureOf(input);
      assert.partialDeepStrictEqual(failure, { code: 'malformedKey', name, place, trouble });
      const shown = JSON.stringify(failure);
      for (const value of [secret, token, id, temporaryId]) assert.ok(!shown.includes(value), shown);
    });
  }

  it('is not what other servers accept', () => {
    for (const [one, other] of [
      ['test', 'test'],
      ['minioadmin', 'minioadmin'],
      ['tenant$user', 'a secret of Ceph'],
    ] as const)
      assert.ok(isPlan(planFor(inCredentials(lines(one, other)))), one);
  });

  it('is reported as incomplete rather than malformed', () => {
    const failure = failureOf(inCredentials(`aws_access_key_id = ${temporaryId}\n`));
    assert.equal(failure.code, 'incompleteKeys');
  });
});

function failureOf(input: PlanInput): Failure {
  assert.equal(dedent(input.credentials ?? ''), input.credentials ?? '');
  const planned = planFor(input);
  assert.ok(!isPlan(planned));
  return planned.failure;
}
