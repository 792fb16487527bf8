import assert from 'node:assert/strict';
import {
  consoleChange,
  consoleStepOf,
  consoleStepsIn,
  newConsoleName,
  refusedBy,
} from '../../../../src/commands/consoleSignIn/consoleProfile.ts';
import { parseConfig } from '../../../../src/config/parse.ts';
import { planChange } from '../../../../src/profiles/changes.ts';
import { buildProfiles, type ProfileSet, type Target } from '../../../../src/profiles/profiles.ts';
import { planFor } from '../../plan/planText.ts';

const maya = 'arn:aws:iam::111122223333:user/maya';

function profilesIn(config: string, credentials = ''): ProfileSet {
  return buildProfiles(parseConfig(config), parseConfig(credentials));
}

/** The config file after the change that a sign-in makes. */
function written(config: string, name: string, region?: string): string | undefined {
  const change = consoleChange(profilesIn(config), name, maya, region);
  if (!change) return undefined;
  const planned = planChange({ config: parseConfig(config), credentials: parseConfig('') }, change);
  if ('failure' in planned) return planned.failure.code;
  return planned.config.reduceRight(
    (text, { start, end, text: inserted }) => text.slice(0, start) + inserted + text.slice(end),
    config,
  );
}

describe('the profile of a console sign-in', () => {
  it('is “default” if there is no such profile, and otherwise has a free name', () => {
    assert.equal(newConsoleName(profilesIn('[profile dev]\n')), 'default');
    assert.equal(newConsoleName(profilesIn('[default]\n')), 'console');
    assert.equal(newConsoleName(profilesIn('', '[default]\n[console]\n')), 'console-2');
  });

  it('is refused because of the other credentials that the AWS CLI refuses, in either file', () => {
    for (const key of [
      'web_identity_token_file',
      'sso_role_name',
      'sso_account_id',
      'aws_access_key_id',
      'role_arn',
      'credential_process',
    ]) {
      assert.equal(refusedBy(profilesIn(`[profile dev]\n${key} = x\n`), 'dev'), key);
      assert.equal(refusedBy(profilesIn('[profile dev]\n', `[dev]\n${key} = x\n`), 'dev'), key);
    }
    const fine = profilesIn(`[profile dev]\nlogin_session = ${maya}\nregion = eu-west-1\nmfa_serial = x\n`);
    assert.equal(refusedBy(fine, 'dev'), undefined);
    assert.equal(refusedBy(fine, 'new'), undefined);
  });

  it('gets login_session, and a region if it was asked for', () => {
    assert.equal(
      written('', 'default', 'eu-west-1'),
      `[default]\nlogin_session = ${maya}\nregion = eu-west-1\n`,
    );
    assert.equal(
      written('[profile dev]\nregion = eu-west-1\noutput = json\n', 'dev'),
      `[profile dev]\nregion = eu-west-1\noutput = json\nlogin_session = ${maya}\n`,
    );
    assert.equal(
      written('[profile dev]\nlogin_session = arn:aws:iam::111122223333:user/ada\n', 'dev'),
      `[profile dev]\nlogin_session = ${maya}\n`,
    );
  });

  it('stays as it is if it names the identity already', () => {
    assert.equal(written(`[profile dev]\nlogin_session = ${maya}\n`, 'dev'), undefined);
  });

  it('is found for the roles that begin with its sign-in, too', () => {
    const config = `[profile maya]
login_session = ${maya}
region = eu-west-1
[profile admin]
role_arn = arn:aws:iam::444455556666:role/Admin
source_profile = maya
[profile other]
role_arn = arn:aws:iam::444455556666:role/Admin
source_profile = gone
`;
    const step = consoleStepOf(planFor({ config, target: { kind: 'profile', name: 'admin' } }));
    assert.deepEqual([step?.profile, step?.session, step?.signin.region], ['maya', maya, 'eu-west-1']);
    const planOf = (target: Target) => planFor({ config, target });
    assert.deepEqual(
      consoleStepsIn(profilesIn(config), planOf).map(({ profile }) => profile),
      ['maya'],
    );
  });
});
