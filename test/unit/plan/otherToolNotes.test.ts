import assert from 'node:assert/strict';
import { otherToolNotes } from '../../../src/plan/notes/otherTools.ts';
import { type PlanInput, keys, phone, profilesOf, role, workingPlan } from './planText.ts';

const base = `[profile base]\n${keys('AKIA1')}`;
const mfa = `mfa_serial = ${phone}`;
const dev = `[profile dev]\n${role('Dev')}\nsource_profile = base`;
const web = `${role('Web')}\nweb_identity_token_file = /t`;

/** Expects these notes about other tools: `code(fact, fact)`. */
function otherTool(what: string, config: string, expected: string, input: PlanInput = {}): void {
  it(what, () => {
    const all = { config, ...input };
    const found = otherToolNotes(workingPlan(all), profilesOf(all));
    const texts = found.map(({ code, ...facts }) => `${code}(${Object.values(facts).flat().join(', ')})`);
    assert.equal(texts.join('; '), expected);
  });
}

describe('otherToolNotes', () => {
  otherTool('reports nothing for a role', `${base}\n${dev}`, '');
  otherTool('reports nothing for keys', `[profile dev]\n${keys('A')}`, '');
  otherTool(
    'reports that SDKs need a callback for the MFA code',
    `${base}\n${dev}\n${mfa}`,
    'mfaElsewhere(dev)',
  );
  otherTool(
    'reports that SDKs need a callback for the MFA code in a chain',
    `${base}\n[profile middle]\n${role('M')}\nsource_profile = base\n${mfa}\n[profile dev]\n${role('Dev')}\nsource_profile = middle`,
    'mfaElsewhere(middle)',
  );
  otherTool(
    'reports that no other tool uses MFA for keys',
    `[profile dev]\n${keys('A')}\n${mfa}`,
    'mfaOnlyHere()',
  );
  otherTool(
    'reports that no other tool uses the device of the source',
    `${base}\n${mfa}\n${dev}`,
    'mfaOnlyHere()',
  );
  otherTool(
    'reports nothing for a device with temporary keys',
    `[profile base]\n${keys('A')}\naws_session_token = t\n${dev}\n${mfa}`,
    '',
  );
  otherTool(
    'reports the SDK that ignores the duration',
    `${base}\n${dev}\nduration_seconds = 7200`,
    'durationElsewhere(dev, AWS SDK for Rust)',
  );
  otherTool('reports nothing for an invalid duration', `${base}\n${dev}\nduration_seconds = 1h`, '');
  otherTool(
    'reports both for an MFA device and a duration',
    `${base}\n${dev}\n${mfa}\nduration_seconds = 7200`,
    'mfaElsewhere(dev); durationElsewhere(dev, AWS SDK for Rust)',
  );
  otherTool(
    'reports nothing for the duration of a web identity',
    `[profile dev]\n${web}\nduration_seconds = 7200`,
    '',
  );
  otherTool(
    'reports that the SDK for JavaScript cuts a command on several lines',
    '[profile dev]\ncredential_process = tool\n  --json',
    'commandCut(dev)',
  );
  otherTool(
    'reports nothing for a command on one line',
    '[profile dev]\ncredential_process = tool --json',
    '',
  );
  otherTool(
    'reports that only aws-vault runs a program for the token',
    `[profile dev]\n${role('Web')}\nweb_identity_token_process = tool`,
    'onlyAwsVault(dev, web_identity_token_process)',
  );
  otherTool(
    'reports that only aws-vault runs a program for the code',
    `${base}\n${dev}\n${mfa}\nmfa_process = tool`,
    'mfaElsewhere(dev); onlyAwsVault(dev, mfa_process)',
  );
  otherTool(
    'reports no program that comes from the settings',
    `${base}\n${dev}\n${mfa}`,
    'mfaElsewhere(dev)',
    {
      mfaProcess: 'tool',
    },
  );
  otherTool('reports nothing for an ad-hoc role', base, '', {
    target: {
      kind: 'role',
      roleArn: 'arn:aws:iam::222222222222:role/Dev',
      sourceProfile: 'base',
      sessionName: 'me',
    },
  });
});
