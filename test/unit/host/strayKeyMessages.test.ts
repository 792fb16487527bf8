import assert from 'node:assert/strict';
import type { FailureOf } from '../../../src/base/failure.ts';
await import('../../fakes/useFakeVscode.ts');

const { describeStrayKey } = await import('../../../src/host/messages/strayKeyMessages.ts');

function says(sentence: string, failure: Partial<FailureOf<'strayKey'>>): void {
  it(sentence, () => {
    const facts = {
      code: 'strayKey',
      profile: 'dev',
      key: 'k',
      why: 'alone',
      meant: undefined,
      above: undefined,
    } as const;
    assert.equal(describeStrayKey({ ...facts, place: { kind: 'config', line: 3 }, ...failure }), sentence);
  });
}

describe('a stray key is described:', () => {
  says('No AWS tool reads sso_sesion in line 3 of the config file. Write sso_session instead.', {
    key: 'sso_sesion',
    why: 'misspelled',
    meant: 'sso_session',
  });
  says(
    'role_arn is indented below s3 in line 3 of the config file, so it is part of that value. Remove the indent.',
    {
      key: 'role_arn',
      why: 'nested',
      meant: 'role_arn',
      above: 's3',
    },
  );
  says('There is no “=” after role_arn in line 3 of the credentials file. Write role_arn = and the value.', {
    key: 'role_arn',
    why: 'noSeparator',
    meant: 'role_arn',
    place: { kind: 'credentials', line: 3 },
  });
  says(
    '[profile dev] in line 3 of the credentials file is not a section of this profile. Write [dev] instead.',
    {
      key: '[profile dev]',
      why: 'title',
      meant: '[dev]',
      place: { kind: 'credentials', line: 3 },
    },
  );
  says(
    'aws_access_key_id in line 3 of the config file is in no section. Write a title above it, such as [default].',
    { key: 'aws_access_key_id', why: 'noSection', meant: '[default]' },
  );
  says(
    'No AWS tool reads aws_mfa_device in line 3 of the config file, and the profile has no other credentials. The most similar key is mfa_serial. To use the role of this machine, remove aws_mfa_device.',
    { key: 'aws_mfa_device', why: 'unknown', meant: 'mfa_serial' },
  );
  says(
    'No AWS tool reads okta_url in line 3 of the config file, and the profile has no other credentials. Add access keys or role_arn, or remove okta_url to use the role of this machine.',
    { key: 'okta_url', why: 'unknown' },
  );
  says(
    'mfa_serial in line 3 of the config file leads to no credentials by itself. Add access keys or role_arn, or remove mfa_serial to use the role of this machine.',
    { key: 'mfa_serial' },
  );
});
