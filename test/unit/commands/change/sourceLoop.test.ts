import assert from 'node:assert/strict';
import { loopWith } from '../../../../src/commands/change/sourceLoop.ts';
import { parseConfig } from '../../../../src/config/parse.ts';
import { buildProfiles } from '../../../../src/profiles/profiles.ts';

const role = 'role_arn = arn:aws:iam::777788889999:role/Admin';
const config = `\
[profile dev]
${role}
source_profile = maya
[profile deploy]
${role}
source_profile = dev
[profile audit]
${role}
source_profile = deploy
[profile machine]
${role}
credential_source = Environment
`;
const keys =
  'aws_access_key_id = AKIAROLECALLEXAMPLE1\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n';

function chain(name: string, source: string, credentials = `[maya]\n${keys}`): string | undefined {
  return loopWith(buildProfiles(parseConfig(config), parseConfig(credentials)), name, source)?.join(' ');
}

describe('another source for a role', () => {
  it('would be a loop if it depends on the role', () => {
    assert.equal(chain('dev', 'deploy'), 'dev deploy dev');
    assert.equal(chain('dev', 'audit'), 'dev audit deploy dev');
    assert.equal(chain('dev', 'dev'), 'dev dev');
  });

  it('would be no loop otherwise', () => {
    assert.equal(chain('audit', 'maya'), undefined);
    assert.equal(chain('machine', 'audit'), undefined);
    assert.equal(chain('gone', 'maya'), undefined);
  });

  it('would be no loop if keys end the chain, as in the AWS CLI', () => {
    assert.equal(chain('dev', 'deploy', `[maya]\n${keys}[deploy]\n${keys}`), undefined);
  });
});
