import assert from 'node:assert/strict';
import { asidesOf } from '../../../src/plan/asides.ts';
import { type Asked, keys, phone, profilesOf, role, workingPlan } from './planText.ts';

const base = `[profile base]\n${keys('AKIA1')}`;
const mfa = `mfa_serial = ${phone}`;
const dev = `[profile dev]\n${role('Dev')}\nsource_profile = base`;
const web = `${role('Web')}\nweb_identity_token_file = /t`;

/** What other tools make of a plan: `code(fact, fact)`. */
function aside(what: string, config: string, expected: string, asked: Asked = {}): void {
  it(what, () => {
    const all = { config, ...asked };
    const found = asidesOf(workingPlan(all), profilesOf(all));
    const texts = found.map(({ code, ...facts }) => `${code}(${Object.values(facts).flat().join(', ')})`);
    assert.equal(texts.join('; '), expected);
  });
}

describe('it is said that', () => {
  aside('nobody differs on a role', `${base}\n${dev}`, '');
  aside('nobody differs on keys', `[profile dev]\n${keys('A')}`, '');
  aside('SDKs need help with a code, or send none', `${base}\n${dev}\n${mfa}`, 'mfaElsewhere(dev)');
  aside(
    'SDKs need help with a code, in a chain',
    `${base}\n[profile middle]\n${role('M')}\nsource_profile = base\n${mfa}\n[profile dev]\n${role('Dev')}\nsource_profile = middle`,
    'mfaElsewhere(middle)',
  );
  aside('nobody else asks for a code for keys', `[profile dev]\n${keys('A')}\n${mfa}`, 'mfaOnlyHere()');
  aside('nobody else takes the device of the source', `${base}\n${mfa}\n${dev}`, 'mfaOnlyHere()');
  aside(
    'nobody is asked where no code is of use',
    `[profile base]\n${keys('A')}\naws_session_token = t\n${dev}\n${mfa}`,
    '',
  );
  aside(
    'one SDK always asks for an hour',
    `${base}\n${dev}\nduration_seconds = 7200`,
    'durationElsewhere(dev, AWS SDK for Rust)',
  );
  aside('nobody differs on what is no duration', `${base}\n${dev}\nduration_seconds = 1h`, '');
  aside(
    'one SDK has neither code nor duration',
    `${base}\n${dev}\n${mfa}\nduration_seconds = 7200`,
    'mfaElsewhere(dev); durationElsewhere(dev, AWS SDK for Rust)',
  );
  aside(
    'nobody else asks for longer with a web identity',
    `[profile dev]\n${web}\nduration_seconds = 7200`,
    'durationElsewhere(dev, AWS CLI, AWS SDKs)',
  );
  aside(
    'only aws-vault asks a program for the token',
    `[profile dev]\n${role('Web')}\nweb_identity_token_process = tool`,
    'onlyAwsVault(dev, web_identity_token_process)',
  );
  aside(
    'only aws-vault asks a program for the code',
    `${base}\n${dev}\n${mfa}\nmfa_process = tool`,
    'mfaElsewhere(dev); onlyAwsVault(dev, mfa_process)',
  );
  aside('nobody else reads the setting', `${base}\n${dev}\n${mfa}`, 'mfaElsewhere(dev)', {
    mfaProcess: 'tool',
  });
  aside('nobody differs on a role that is in no file', base, '', {
    target: {
      kind: 'role',
      roleArn: 'arn:aws:iam::222222222222:role/Dev',
      sourceProfile: 'base',
      sessionName: 'me',
    },
  });
});
