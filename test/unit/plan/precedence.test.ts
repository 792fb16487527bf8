import assert from 'node:assert/strict';
import { otherTools } from '../../../src/plan/notes/otherTools.ts';
import { keys, planFor, printPlan, profilesOf, role } from './planText.ts';

const own = keys('AKIA1');
const web = `${role('Web')}\nweb_identity_token_file = /t`;
const program = 'credential_process = tool';
const login = 'login_session = arn:aws:iam::111111111111:user/x';
const sso = 'sso_session = corp\nsso_account_id = 111111111111';
const bearer = 'sso_session = corp';
const legacyBearer = 'sso_start_url = https://x\nsso_region = r';
const roleThroughBase = `${role('R')}\nsource_profile = base`;

type Lines = readonly string[];

function title(inConfig: Lines, inCredentials: Lines): string {
  return [inConfig, inCredentials].map((lines) => lines.join(' + ').replaceAll('\n', ', ')).join(' | ');
}

function section(header: string, lines: Lines): string {
  return lines.length === 0 ? '' : `[${header}]\n${lines.join('\n')}\n`;
}

/** Plans the profile `dev` with these lines in the config file and in the credentials file. */
function plans(inConfig: Lines, inCredentials: Lines, expected: string): void {
  it(title(inConfig, inCredentials), () => {
    const config = `${section('profile dev', inConfig)}[profile base]\n${keys('AKIA9')}`;
    const credentials = section('dev', inCredentials);
    assert.equal(printPlan(planFor({ config, credentials })), expected);
  });
}

/** Plans a role through profile `base` with these lines. */
function assumes(inConfig: Lines, inCredentials: Lines, expected: string): void {
  it(`a role on ${title(inConfig, inCredentials)}`, () => {
    const dev = `[profile dev]\n${role('Dev')}\nsource_profile = base\n`;
    const config = dev + section('profile base', inConfig);
    const credentials = section('base', inCredentials);
    assert.equal(printPlan(planFor({ config, credentials })), expected);
  });
}

/** Prints only the notes, for a profile without a plan: `key of the CLI, not key of others: by number of tools`. */
function differ(inConfig: Lines, inCredentials: Lines, ...expected: string[]): void {
  it(title(inConfig, inCredentials), () => {
    const config = section('profile dev', inConfig);
    const profiles = profilesOf({ config, credentials: section('dev', inCredentials) });
    const notes = otherTools(profiles.profiles.get('dev')!, false);
    const printed = notes.map(
      (note) =>
        note.code === 'otherToolsDiffer' && `${note.taken}, not ${note.take}: by ${note.tools.length}`,
    );
    assert.deepEqual(printed, expected);
  });
}

describe('a profile with one source has no notes about other tools', () => {
  plans([own], [], 'keys(AKIA1)');
  plans([], [own], 'keys(AKIA1)');
  plans([web], [], 'webIdentity(Web, /t)');
  plans([program], [], 'process(tool)');
  plans([login], [], 'login(x)');
  plans([roleThroughBase], [], 'keys(AKIA9) → assumeRole(R)');
  plans(['region = r'], [], 'instance(169.254.169.254)');
  assumes([own], [], 'keys(AKIA1) → assumeRole(Dev)');
  assumes([program], [], 'process(tool) → assumeRole(Dev)');
});

describe('a profile with several sources uses the CLI’s choice and reports tools that differ', () => {
  plans([roleThroughBase, own], [], 'keys(AKIA9) → assumeRole(R)');
  plans([roleThroughBase], [own], 'keys(AKIA9) → assumeRole(R)');
  plans([roleThroughBase, program], [], 'keys(AKIA9) → assumeRole(R)');
  plans([roleThroughBase, login], [own], 'keys(AKIA9) → assumeRole(R)');
  plans([roleThroughBase, sso], [], 'keys(AKIA9) → assumeRole(R)');
  plans([web, 'source_profile = base'], [], 'webIdentity(Web, /t); JavaScript+Toolkit take role_arn');
  plans(
    [web, 'credential_source = Environment'],
    [],
    'webIdentity(Web, /t); JavaScript+Toolkit take role_arn; Rust take credential_source',
  );
  plans([web], [own], 'webIdentity(Web, /t); JavaScript+Toolkit take aws_access_key_id');
  plans([web, own], [], 'webIdentity(Web, /t); JavaScript+Toolkit take aws_access_key_id');
  plans([web, program], [], 'webIdentity(Web, /t); Toolkit take credential_process');
  plans([web, sso], [], 'webIdentity(Web, /t); Toolkit take sso_session');
  plans([web, login], [], 'webIdentity(Web, /t); Toolkit take login_session');
  plans([program], [own], 'keys(AKIA1); Rust+Toolkit take credential_process');
  plans(
    [own, 'credential_source = Environment'],
    [],
    'keys(AKIA1); unused(dev, credential_source, noRole); Rust take credential_source',
  );
  plans([login], [own], 'keys(AKIA1); Rust take login_session');
  plans([program, own], [], 'process(tool); JavaScript take aws_access_key_id');
  plans([], [program, own], 'keys(AKIA1); Rust+Toolkit take credential_process');
  plans([login, own], [], 'login(x); JavaScript+Toolkit take aws_access_key_id');
  plans([login, program], [], 'login(x); JavaScript+Toolkit take credential_process');
  plans(
    [login, program, own],
    [],
    'login(x); JavaScript take aws_access_key_id; Toolkit take credential_process',
  );
  plans([program, 'aws_access_key_id = half'], [], 'process(tool)');
  plans([sso], [own], '✗ missingSsoSession(dev, corp)');
  differ([sso], [own], 'sso_session, not aws_access_key_id: by 2');
  differ(
    ['sso_start_url = https://x\nsso_role_name = r', program],
    [],
    'sso_start_url, not credential_process: by 2',
  );
  differ([sso, login], []);
  differ([sso, 'sso_start_url = https://x'], []);

  // Profiles for bearer tokens, which the CLI does not take for Identity Center.
  plans([bearer], [own], 'keys(AKIA1); Rust take sso_session');
  plans([bearer, own], [], 'keys(AKIA1); Rust take sso_session');
  plans([bearer, program], [], 'process(tool); Rust take sso_session');
  plans([legacyBearer, program], [], 'process(tool); Rust take sso_start_url');
  plans([legacyBearer], [own], 'keys(AKIA1); Rust take sso_start_url');
  plans([bearer, roleThroughBase], [], 'keys(AKIA9) → assumeRole(R)');
  plans([bearer], [], '✗ ssoIncomplete(dev, sso_account_id)');
  plans([legacyBearer], [], '✗ ssoIncomplete(dev, sso_account_id)');
  differ([bearer, login], [], 'login_session, not sso_session: by 3');
});

describe('a source profile with several sources uses the CLI’s choice and reports tools that differ', () => {
  assumes([program, own], [], 'process(tool) → assumeRole(Dev); JavaScript+Rust take aws_access_key_id');
  assumes([login, own], [], 'login(x) → assumeRole(Dev); JavaScript+Rust take aws_access_key_id');
  assumes([program], [own], 'keys(AKIA1) → assumeRole(Dev)');
  assumes(
    [program, 'credential_source = Environment'],
    [],
    'process(tool) → assumeRole(Dev); unused(base, credential_source, noRole); JavaScript+Rust take credential_source',
  );
  assumes([login], [own], 'keys(AKIA1) → assumeRole(Dev)');
  assumes([web], [own], 'webIdentity(Web, /t) → assumeRole(Dev); JavaScript+Rust take aws_access_key_id');
  assumes([web, program], [], 'webIdentity(Web, /t) → assumeRole(Dev)');
  assumes([login, program], [], 'login(x) → assumeRole(Dev); JavaScript take credential_process');
  assumes(
    [role('Middle'), 'source_profile = gone'],
    [own],
    'keys(AKIA1) → assumeRole(Dev); unused(base, role_arn > source_profile, noRole)',
  );
  assumes(
    [role('Middle'), 'source_profile = gone', program, own],
    [],
    'process(tool) → assumeRole(Dev); unused(base, role_arn > source_profile, noRole); JavaScript+Rust take aws_access_key_id',
  );
});
