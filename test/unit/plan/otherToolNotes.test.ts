import assert from 'node:assert/strict';
import { otherToolNotes } from '../../../src/plan/otherTools.ts';
import { type Asked, keys, phone, profilesOf, role, workingPlan } from './planText.ts';

const base = `[profile base]\n${keys('AKIA1')}`;
const mfa = `mfa_serial = ${phone}`;
const dev = `[profile dev]\n${role('Dev')}\nsource_profile = base`;
const web = `${role('Web')}\nweb_identity_token_file = /t`;

/** What other tools make of a plan: `code(fact, fact)`. */
function otherTool(what: string, config: string, expected: string, asked: Asked = {}): void {
  it(what, () => {
    const all = { config, ...asked };
    const found = otherToolNotes(workingPlan(all), profilesOf(all));
    const texts = found.map(({ code, ...facts }) => `${code}(${Object.values(facts).flat().join(', ')})`);
    assert.equal(texts.join('; '), expected);
  });
}

describe('it is said that', () => {
  otherTool('nobody differs on a role', `${base}\n${dev}`, '');
  otherTool('nobody differs on keys', `[profile dev]\n${keys('A')}`, '');
  otherTool('SDKs need help with a code, or send none', `${base}\n${dev}\n${mfa}`, 'mfaElsewhere(dev)');
  otherTool(
    'SDKs need help with a code, in a chain',
    `${base}\n[profile middle]\n${role('M')}\nsource_profile = base\n${mfa}\n[profile dev]\n${role('Dev')}\nsource_profile = middle`,
    'mfaElsewhere(middle)',
  );
  otherTool('nobody else asks for a code for keys', `[profile dev]\n${keys('A')}\n${mfa}`, 'mfaOnlyHere()');
  otherTool('nobody else takes the device of the source', `${base}\n${mfa}\n${dev}`, 'mfaOnlyHere()');
  otherTool(
    'nobody is asked where no code is of use',
    `[profile base]\n${keys('A')}\naws_session_token = t\n${dev}\n${mfa}`,
    '',
  );
  otherTool(
    'one SDK always asks for an hour',
    `${base}\n${dev}\nduration_seconds = 7200`,
    'durationElsewhere(dev, AWS SDK for Rust)',
  );
  otherTool('nobody differs on what is no duration', `${base}\n${dev}\nduration_seconds = 1h`, '');
  otherTool(
    'one SDK has neither code nor duration',
    `${base}\n${dev}\n${mfa}\nduration_seconds = 7200`,
    'mfaElsewhere(dev); durationElsewhere(dev, AWS SDK for Rust)',
  );
  otherTool(
    'nobody else asks for longer with a web identity',
    `[profile dev]\n${web}\nduration_seconds = 7200`,
    'durationElsewhere(dev, AWS CLI, AWS SDKs)',
  );
  otherTool(
    'only aws-vault asks a program for the token',
    `[profile dev]\n${role('Web')}\nweb_identity_token_process = tool`,
    'onlyAwsVault(dev, web_identity_token_process)',
  );
  otherTool(
    'only aws-vault asks a program for the code',
    `${base}\n${dev}\n${mfa}\nmfa_process = tool`,
    'mfaElsewhere(dev); onlyAwsVault(dev, mfa_process)',
  );
  otherTool('nobody else reads the setting', `${base}\n${dev}\n${mfa}`, 'mfaElsewhere(dev)', {
    mfaProcess: 'tool',
  });
  otherTool('nobody differs on a role that is in no file', base, '', {
    target: {
      kind: 'role',
      roleArn: 'arn:aws:iam::222222222222:role/Dev',
      sourceProfile: 'base',
      sessionName: 'me',
    },
  });
});
