import assert from 'node:assert/strict';
import { shellSigns } from '../../../src/profiles/shellSigns.ts';
import { keys, planFor, printPlan, role } from './planText.ts';

function plans(what: string, config: string, expected: string, credentials = ''): void {
  it(what, () => assert.equal(printPlan(planFor({ config, credentials })), expected));
}

const sso = 'sso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Dev';
const corp = '[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1';

describe('a plan notes', () => {
  plans(
    'which values come from [DEFAULT]',
    `[DEFAULT]\nregion = eu-west-1\ncli_pager =\n[profile base]\n${keys('A')}\n[profile dev]\n${role('Dev')}\nsource_profile = base`,
    'keys(A) → assumeRole(Dev); shared(dev, region); shared(base, region)',
  );
  plans(
    'no value of [DEFAULT] that the profile sets itself',
    `[DEFAULT]\nregion = eu-west-1\n[profile dev]\n${keys('A')}\nregion = us-east-1`,
    'keys(A)',
  );
  plans(
    'keys from [DEFAULT] of the credentials file',
    '',
    'keys(A); shared(dev, aws_access_key_id > aws_secret_access_key)',
    `[DEFAULT]\n${keys('A')}\n[dev]\nregion = us-east-1`,
  );
  plans(
    'that no shell runs a command',
    '[profile dev]\ncredential_process = ~/bin/tool --user $USER | jq .',
    'process(~/bin/tool --user $USER | jq .); noShell(dev, credential_process, ~ > $ > |)',
  );
  plans(
    'a start URL that differs from that of the session',
    `${corp}\n[profile dev]\n${sso}\nsso_start_url = https://other.awsapps.com/start`,
    'identityCenter(corp, 111122223333, Dev); sessionDiffers(dev, corp, sso_start_url)',
  );
  plans(
    'nothing about a start URL that is that of the session',
    `${corp}\n[profile dev]\n${sso}\nsso_start_url = https://corp.awsapps.com/start`,
    'identityCenter(corp, 111122223333, Dev)',
  );
  plans(
    'nothing about a start URL with http',
    `${corp.replace('https', 'http')}\n[profile dev]\n${sso}`,
    'identityCenter(corp, 111122223333, Dev)',
  );
});

const commands: Readonly<Record<string, readonly string[]>> = {
  '/opt/tool --json dev': [],
  '~/bin/tool': ['~'],
  '~maya/bin/tool': ['~'],
  'tool --config ~/x': ['~'],
  'C:/PROGRA~1/tool.exe': [],
  '$HOME/bin/tool': ['$'],
  '"${HOME}/my tool"': ['$'],
  'tool $(date)': ['$'],
  'tool --price 5$': [],
  "tool '$HOME' '~'": [],
  '%USERPROFILE%/tool.exe': ['%'],
  'tool 100%': [],
  'tool `date`': ['`'],
  'cat x | jq .': ['|'],
  'a && b': ['&&'],
  'a; b': [';'],
  'tool 2>/dev/null': ['>'],
  'tool < input': ['<'],
  "sh -c 'cat ~/x | jq .'": [],
  '/bin/bash -c "tool $HOME"': [],
  '/usr/bin/env bash -c "tool $HOME"': [],
  'wsl.exe -d Ubuntu sh -lc "tool ~/x | jq ."': [],
  'curl x | sh': ['|'],
  'op get x --jq \'{"Id": "$id"}\'': [],
  "tool \"it's $HOME\" '$x'": ['$'],
  'cmd.exe /c %USERPROFILE%/x': [],
  'tool "open': [],
};

describe('the signs for a shell', () => {
  for (const [command, expected] of Object.entries(commands))
    it(`in ${command}`, () => assert.deepEqual(shellSigns(command), expected));
});
