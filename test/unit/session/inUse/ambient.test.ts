import assert from 'node:assert/strict';
import type { Environment } from '../../../../src/base/environment.ts';
import { parseConfig } from '../../../../src/config/parse.ts';
import { ambientOf } from '../../../../src/session/inUse/ambient.ts';
import { planTarget } from '../../../../src/plan/planner.ts';
import { buildProfiles, targetName } from '../../../../src/profiles/profiles.ts';

const withDefault = '[default]\naws_access_key_id = AKIATESTALICE0000001\naws_secret_access_key = x\n';
const keysInEnvironment = { AWS_ACCESS_KEY_ID: 'AKIATESTBOB000000001', AWS_SECRET_ACCESS_KEY: 'x' };
const token = {
  AWS_WEB_IDENTITY_TOKEN_FILE: '/token',
  AWS_ROLE_ARN: 'arn:aws:iam::222222222222:role/Pod',
};
const container = { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://localhost/role' };

function ambient(inherited: Environment, ofSettings: Environment, config: string): string {
  const profiles = buildProfiles(parseConfig(config), parseConfig(''));
  const environment = { ...inherited, ...ofSettings };
  const context = { environment, sessionName: 'me', mfaSessionSeconds: 3600 };
  const found = ambientOf({
    inherited,
    ofSettings,
    planOf: (target) => planTarget(profiles, target, context),
  });
  return found ? `${targetName(found.planned.target)} from ${found.from}` : 'nothing';
}

function finds(
  title: string,
  given: [inherited: Environment, settings?: Environment, config?: string],
  expected: string,
) {
  it(title, () => assert.equal(ambient(given[0], given[1] ?? {}, given[2] ?? withDefault), expected));
}

describe('what terminals use without a choice', () => {
  finds('is the named profile', [{ AWS_PROFILE: 'maya' }], 'maya from environment');
  finds('is [default] of the files', [{}], 'default from files');
  finds('is nothing without any of these', [{}, {}, ''], 'nothing');
  finds('is no [default] that sets only a region', [{}, {}, '[default]\nregion = x\n'], 'nothing');
  finds(
    'is the pair of keys before a name, as for the AWS CLI',
    [{ ...keysInEnvironment, AWS_PROFILE: 'maya' }],
    'environment from environment',
  );
  finds(
    'is what the settings set over the environment',
    [{ AWS_PROFILE: 'maya' }, { AWS_PROFILE: 'prod' }],
    'prod from settings',
  );
  finds('is nothing named by a blank variable', [{ AWS_PROFILE: ' ' }], 'default from files');
  finds('is a token before [default]', [token], 'environment from environment');
  finds('is [default] before the role of the machine', [container], 'default from files');
  finds('is the role of the machine without [default]', [container, {}, ''], 'environment from environment');
  finds('is a name that the files do not have, too', [{ AWS_PROFILE: 'gone' }], 'gone from environment');
});
