import { deepEqual, equal } from 'node:assert/strict';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Caller, Failure } from '../../src/base/failure.ts';
import { failureButtons } from '../../src/host/messages/failureButtons.ts';
import { describeFailure } from '../../src/host/messages/messages.ts';

/** Asserts the message and the buttons for a failure. */
function expectMessage(failure: Failure, sentence: string, ...buttons: readonly string[]): void {
  it(sentence, () => {
    equal(describeFailure(failure), sentence);
    deepEqual(
      failureButtons(failure).map(({ title }) => title),
      buttons,
    );
  });
}

const keys = { kind: 'keys', profile: 'maya', accessKeyId: 'AKIA1', place: 'credentials' } as const;
const session: Caller = { kind: 'role', arn: 'arn:aws:sts::222222222222:assumed-role/Dev/maya' };
const roleArn = 'arn:aws:iam::222222222222:role/Next';
const login: Caller = { kind: 'login', profile: 'my base', arn: 'arn:aws:iam::111111111111:user/maya' };

describe('the message for credentials that AWS rejects', () => {
  const expired = (caller: Caller, sentence: string, ...buttons: readonly string[]): void =>
    expectMessage(
      { code: 'expiredKeys', profile: 'dev', accessKeyId: 'ASIA1', caller },
      `Profile “dev”: The temporary access key ASIA1 has expired. ${sentence}`,
      ...buttons,
    );
  const copied = 'Add Profile from Copied Credentials';
  expired(
    keys,
    'Update the access keys of profile maya in the credentials file.',
    copied,
    'Open Credentials File',
  );
  expired(
    { ...keys, place: 'config' },
    'Update the access keys of profile maya in the config file.',
    copied,
    'Open Config File',
  );
  expired(
    { ...keys, place: 'environment' },
    'Start VS Code with valid access keys in its environment, or choose a profile.',
  );
  expired(
    { kind: 'process', profile: 'tool' },
    'These credentials come from credential_process of profile tool. Run it in a terminal to see why.',
    'Open Config File',
  );
  expired(login, 'Choose the profile again to get a new session.');
  expired(
    { kind: 'instance', profile: 'dev' },
    'These credentials come from the EC2 instance role, which might provide new ones soon. Try again in a moment.',
  );
  expired(session, 'Choose the profile again to get a new session.');
  expired({ kind: 'mfaSession', of: keys }, 'Choose the profile again to get a new session.');

  expectMessage(
    { code: 'invalidKeys', profile: 'dev', accessKeyId: 'AKIA1', caller: keys },
    'Profile “dev”: AWS does not recognize the access key AKIA1. It might be deleted, inactive, or mistyped. Update the access keys of profile maya in the credentials file.',
    'Open Credentials File',
  );
  expectMessage(
    { code: 'invalidKeys', profile: 'dev', accessKeyId: 'ASIA1', caller: session },
    'Profile “dev”: AWS rejected the access key ASIA1. It might be deleted or inactive. Choose the profile again to get a new session.',
  );
  expectMessage(
    {
      code: 'wrongSecret',
      profile: 'dev',
      accessKeyId: 'AKIA1',
      caller: { ...keys, place: 'environment' },
      clockAheadMinutes: 7,
    },
    'Profile “dev”: AWS rejected a request signed with the access key AKIA1. This machine’s clock is 7 min ahead of AWS. Correct the clock first. Start VS Code with valid access keys in its environment, or choose a profile.',
  );
});

describe('the message for a role that AWS rejects', () => {
  const refusal = { code: 'roleRefused', profile: 'next', roleArn, accessKeyId: 'A', detail: 'No.' } as const;
  const rejected = (caller: Caller, who: string, hasExternalId: boolean, rest: string): void =>
    expectMessage(
      { ...refusal, caller, hasExternalId, withEarlierCode: false },
      `Profile “next”: AWS did not allow ${who} to assume ${roleArn}. Check that the role exists${rest} AWS says: No.`,
      'Open Config File',
    );
  const orMfa =
    ' and that its trust policy allows this caller. The trust policy might also require MFA or an external ID.';
  rejected(keys, 'the access key AKIA1 of profile maya', false, orMfa);
  rejected(
    keys,
    'the access key AKIA1 of profile maya',
    true,
    ', that its trust policy allows this caller, and that the external ID is correct. The trust policy might also require MFA.',
  );
  rejected(
    { kind: 'mfaSession', of: keys },
    'the access key AKIA1 of profile maya (with an MFA code)',
    false,
    orMfa,
  );
  rejected(
    { ...keys, place: 'environment' },
    'the access key AKIA1 from VS Code’s environment',
    false,
    orMfa,
  );
  rejected(session, 'arn:aws:sts::222222222222:assumed-role/Dev/maya', false, orMfa);
  rejected(login, 'arn:aws:iam::111111111111:user/maya', false, orMfa);
  rejected(
    { kind: 'process', profile: 'tool' },
    'the credentials from credential_process of profile tool',
    false,
    orMfa,
  );
  rejected({ kind: 'container', profile: 'c' }, 'the container role', false, orMfa);
  expectMessage(
    { ...refusal, caller: { kind: 'mfaSession', of: keys }, hasExternalId: false, withEarlierCode: true },
    `Profile “next”: AWS did not allow the access key AKIA1 of profile maya (with an MFA code) to assume ${roleArn}. The session was started with an earlier MFA code: AWS might require a newer one, or your sessions might have been revoked. Enter a new MFA code. If that does not help, check that the role exists, that its trust policy allows this caller, and that the external ID, if any, is correct. AWS says: No.`,
    'Open Config File',
  );

  expectMessage(
    {
      code: 'webRoleRefused',
      profile: 'web',
      roleArn,
      token: { kind: 'file', path: join(homedir(), 'token') },
      awsCode: 'AccessDenied',
      detail: 'No.',
    },
    `Profile “web”: AWS did not allow the token in ${join('~', 'token')} to assume ${roleArn}. Check that the role exists and that its trust policy allows the identity provider, audience, and subject. AWS says: No.`,
    'Open Config File',
  );
  expectMessage(
    {
      code: 'webIdentityRefused',
      profile: 'web',
      roleArn,
      token: { kind: 'program' },
      awsCode: 'InvalidIdentityToken',
      detail: 'Incorrect token audience',
    },
    `Profile “web”: AWS rejected the token from web_identity_token_process for ${roleArn} (InvalidIdentityToken). Check the identity provider in the role’s account, and the audience of the token. AWS says: Incorrect token audience`,
    'Open Config File',
  );
});

describe('the message for an MFA code', () => {
  const spent = { profile: 'dev', mfaSerial: 'arn:aws:iam::1:mfa/phone', nextCodeAt: 0 };
  const user = 'arn:aws:iam::111111111111:user/maya';
  expectMessage(
    { code: 'mfaRefused', ...spent, user, roleArn: undefined, detail: 'No.' },
    `Profile “dev”: AWS rejected the MFA code. Enter the next code from this device. If AWS rejects that code too, check that mfa_serial is a device of ${user}, and check the device’s clock. AWS says: No.`,
  );
  expectMessage(
    { code: 'mfaSessionDenied', ...spent, roleArn, detail: 'No.' },
    `Profile “dev”: Enter the code that your MFA device shows now. GetSessionToken is denied or not available to this user, so the next code is sent with the role ${roleArn}. AWS says: No.`,
  );
  expectMessage(
    { code: 'foreignDevice', profile: 'dev', mfaSerial: 'arn:aws:iam::2:mfa/phone', user },
    `Profile “dev”: The MFA device arn:aws:iam::2:mfa/phone does not belong to ${user}, whose access keys this profile uses. Set mfa_serial to a device of this user.`,
    'Open Config File',
  );
});

describe('the message for a malformed key or token', () => {
  const malformed = { code: 'malformedKey', profile: 'dev', character: '' } as const;
  expectMessage(
    { ...malformed, name: 'aws_access_key_id', place: { kind: 'credentials', line: 7 }, trouble: 'noToken' },
    'Profile “dev”: aws_access_key_id in line 7 of the credentials file belongs to a temporary access key (ASIA…), which works only with its session token. Copy the credentials again, including the token.',
    'Add Profile from Copied Credentials',
    'Open Credentials File',
  );
  expectMessage(
    { ...malformed, name: 'AWS_SESSION_TOKEN', place: { kind: 'environment' }, trouble: 'lineBreak' },
    'Profile “dev”: AWS_SESSION_TOKEN in VS Code’s environment contains a line break. Write the value in one line. Then restart VS Code with the corrected variable.',
  );
  expectMessage(
    {
      ...malformed,
      name: 'SessionToken',
      place: { kind: 'program', key: 'credential_process', program: 'tool' },
      trouble: 'invisible',
      character: 'U+200B',
    },
    'Profile “dev”: SessionToken in the output of tool (credential_process) contains an invisible character (U+200B). Correct the program that provides it, or run it in a terminal to see what it prints.',
    'Open Config File',
  );
  expectMessage(
    {
      ...malformed,
      name: 'web_identity_token_file',
      place: { kind: 'file', path: join(homedir(), 'token') },
      trouble: 'quotes',
      character: 'U+0022',
    },
    `Profile “dev”: The token in ${join('~', 'token')} (web_identity_token_file) contains a quotation mark (U+0022). Correct the program that provides it, or run it in a terminal to see what it prints.`,
  );
  expectMessage(
    { code: 'unsendable', profile: 'dev', host: 'sts.example.com', reason: 'ERR_INVALID_CHAR' },
    'Profile “dev”: The request to sts.example.com could not be sent (ERR_INVALID_CHAR). Check the access key, the token, and endpoint_url for characters that do not belong there.',
  );
});

describe('the message for a program', () => {
  const tool = { profile: 'p', key: 'credential_process', program: 'tool' } as const;
  expectMessage(
    { code: 'processFailed', ...tool, exit: 1, isLogged: true },
    'Profile “p”: The program tool in credential_process failed (exit code 1). See the log for the program’s output.',
    'Show Log',
  );
  expectMessage(
    { code: 'processFailed', ...tool, exit: 1, isLogged: false },
    'Profile “p”: The program tool in credential_process failed (exit code 1). Run it in a terminal to see the cause.',
  );
  expectMessage(
    { code: 'processFailed', ...tool, exit: 'SIGKILL', isLogged: false },
    'Profile “p”: The program tool in credential_process was terminated by SIGKILL. Run it in a terminal to see the cause.',
  );
  expectMessage(
    { code: 'processTimedOut', ...tool, seconds: 60, isLogged: true },
    'Profile “p”: The program tool in credential_process did not finish within 60 s. See the log for the program’s output.',
    'Show Log',
  );
  expectMessage(
    { code: 'processBadOutput', ...tool, trouble: 'Version', isLogged: true },
    'Profile “p”: The program tool in credential_process did not print credentials in the format that AWS tools expect: Version is missing or not valid.',
    'Show Log',
  );
  expectMessage(
    {
      code: 'processBadOutput',
      ...tool,
      key: 'web_identity_token_process',
      trouble: 'nothing',
      isLogged: false,
    },
    'Profile “p”: The program tool in web_identity_token_process printed nothing.',
  );
});

describe('the message for a sign-in with the AWS console', () => {
  const loginNeeded = (why: 'signedOut' | 'expired' | 'passwordChanged', sentence: string): void =>
    expectMessage({ code: 'loginNeeded', profile: 'dev', why }, `Profile “dev”: ${sentence}`);
  loginNeeded('signedOut', 'You are not signed in with the AWS console.');
  loginNeeded(
    'expired',
    'Your sign-in with the AWS console has ended. AWS ends it after 12 hours at the latest.',
  );
  loginNeeded(
    'passwordChanged',
    'Your sign-in with the AWS console has ended, because your password or MFA device was changed.',
  );
  expectMessage(
    { code: 'loginDenied', profile: 'dev' },
    'Profile “dev”: AWS does not let you use a sign-in with the AWS console in tools. Ask your administrator for the managed policy SignInLocalDevelopmentAccess.',
  );
  expectMessage(
    { code: 'loginCodeExpired', profile: 'dev' },
    'Profile “dev”: The code of the sign-in has expired or was used already. Sign in again.',
  );
  expectMessage(
    {
      code: 'loginOtherIdentity',
      profile: 'dev',
      expected: 'arn:aws:iam::111122223333:user/maya',
      got: 'arn:aws:iam::111122223333:user/ada',
    },
    'Profile “dev”: You signed in as arn:aws:iam::111122223333:user/ada, but the profile is for arn:aws:iam::111122223333:user/maya. Sign in as that identity, or run “Rolecall: Sign In with AWS Console…” to change the profile.',
  );
  expectMessage(
    { code: 'loginProfileTaken', profile: 'dev', key: 'role_arn' },
    'Profile “dev”: The profile gets its credentials in another way, because of role_arn. Sign in with another profile.',
  );
});

describe('the message for IAM Identity Center', () => {
  const signInNeeded = (why: 'signedOut' | 'expired' | 'ended', sentence: string): void =>
    expectMessage(
      { code: 'signInNeeded', profile: 'dev', session: 'corp', why },
      `Profile “dev”: ${sentence}`,
    );
  signInNeeded('signedOut', 'You are not signed in to corp.');
  signInNeeded('expired', 'Your sign-in to corp has expired.');
  signInNeeded(
    'ended',
    'IAM Identity Center ended your sign-in to corp: you signed out elsewhere, or an administrator ended your session.',
  );
  expectMessage(
    { code: 'signInDenied', profile: 'dev', session: 'corp' },
    'Profile “dev”: The sign-in to corp was denied in the browser.',
  );
  expectMessage(
    { code: 'signInDenied', profile: '', session: 'corp' },
    'IAM Identity Center: The sign-in to corp was denied in the browser.',
  );
  expectMessage(
    { code: 'signInTimedOut', profile: 'dev', session: 'corp' },
    'Profile “dev”: The sign-in to corp timed out. Try again.',
  );
  expectMessage(
    { code: 'noAssignment', profile: 'dev', accountId: '111111111111', roleName: 'Admin' },
    'Profile “dev”: You do not have access to the role Admin in account 111111111111. Check sso_role_name and sso_account_id, or ask your administrator to assign the permission set to you. If it was assigned recently, restart the session.',
    'Restart Session',
    'Open Config File',
  );
  expectMessage(
    { code: 'startUrlRefused', profile: 'dev', startUrl: 'https://x.awsapps.com/start', region: 'us-east-1' },
    'Profile “dev”: IAM Identity Center in us-east-1 does not recognize the start URL https://x.awsapps.com/start. Check sso_start_url and sso_region.',
    'Open Config File',
  );
  expectMessage(
    { code: 'noSuchRegion', profile: 'dev', region: 'us-eest-1' },
    'Profile “dev”: The region us-eest-1 does not exist, or IAM Identity Center is not available there. Check sso_region.',
    'Open Config File',
  );
});
