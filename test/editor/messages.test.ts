import { deepEqual, equal } from 'node:assert/strict';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Caller, Failure } from '../../src/base/failure.ts';
import { failureButtons } from '../../src/host/messages/failureButtons.ts';
import { describeFailure } from '../../src/host/messages/messages.ts';

/** What is said of a failure, and the buttons below it. */
function says(failure: Failure, sentence: string, ...buttons: readonly string[]): void {
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

describe('what is said of credentials that AWS refuses', () => {
  const expired = (caller: Caller, sentence: string, ...buttons: readonly string[]): void =>
    says(
      { code: 'expiredKeys', profile: 'dev', accessKeyId: 'ASIA1', caller },
      `Profile “dev”: the temporary keys ASIA1 have expired. ${sentence}`,
      ...buttons,
    );
  const copied = 'Add Profile from Copied Credentials';
  expired(keys, 'Correct the keys of profile maya in the credentials file.', copied, 'Open Credentials File');
  expired(
    { ...keys, place: 'config' },
    'Correct the keys of profile maya in the config file.',
    copied,
    'Open Config File',
  );
  expired(
    { ...keys, place: 'environment' },
    'Start VS Code with valid access keys in its environment, or choose a profile.',
  );
  expired(
    { kind: 'process', profile: 'tool' },
    'credential_process of profile tool printed them: see why in a terminal.',
    'Open Config File',
  );
  expired(login, 'Sign in with the AWS CLI: aws login --profile "my base"');
  expired(
    { kind: 'instance', profile: 'dev' },
    'They are those of the role of the EC2 instance. Try again in a moment.',
  );
  expired(session, 'Choose the profile again to get a new session.');
  expired({ kind: 'mfaSession', of: keys }, 'Choose the profile again to get a new session.');

  says(
    { code: 'invalidKeys', profile: 'dev', accessKeyId: 'AKIA1', caller: keys },
    'Profile “dev”: AWS does not know the access key AKIA1. It may be deleted, inactive or mistyped. Correct the keys of profile maya in the credentials file.',
    'Open Credentials File',
  );
  says(
    { code: 'invalidKeys', profile: 'dev', accessKeyId: 'ASIA1', caller: session },
    'Profile “dev”: AWS does not take the access key ASIA1. It may be deleted or inactive. Choose the profile again to get a new session.',
  );
  says(
    {
      code: 'wrongSecret',
      profile: 'dev',
      accessKeyId: 'AKIA1',
      caller: { ...keys, place: 'environment' },
      clockAheadMinutes: 7,
    },
    'Profile “dev”: AWS refused what was signed with the access key AKIA1. This machine’s clock is 7 min ahead of AWS’s: set it first. Start VS Code with others in its environment, or choose a profile.',
  );
});

describe('what is said of a role that AWS refuses', () => {
  const refusal = { code: 'roleRefused', profile: 'next', roleArn, accessKeyId: 'A', detail: 'No.' } as const;
  const refused = (caller: Caller, who: string, hasExternalId: boolean, rest: string): void =>
    says(
      { ...refusal, caller, hasExternalId, withEarlierCode: false },
      `Profile “next”: AWS did not let ${who} assume ${roleArn}. Check that the role exists, and in its trust policy who may assume it${rest} AWS says: No.`,
      'Open Config File',
    );
  const elseMfa = ' and whether it requires MFA or an external ID.';
  refused(keys, 'the access key AKIA1 of profile maya', false, elseMfa);
  refused(
    keys,
    'the access key AKIA1 of profile maya',
    true,
    ', the external ID and whether it requires MFA.',
  );
  refused(
    { kind: 'mfaSession', of: keys },
    'the access key AKIA1 of profile maya, with an MFA code,',
    false,
    elseMfa,
  );
  refused({ ...keys, place: 'environment' }, 'the access key AKIA1 of VS Code’s environment', false, elseMfa);
  refused(session, 'arn:aws:sts::222222222222:assumed-role/Dev/maya', false, elseMfa);
  refused(login, 'arn:aws:iam::111111111111:user/maya', false, elseMfa);
  refused(
    { kind: 'process', profile: 'tool' },
    'the credentials that credential_process of profile tool printed',
    false,
    elseMfa,
  );
  refused({ kind: 'container', profile: 'c' }, 'the container role', false, elseMfa);
  says(
    { ...refusal, caller: { kind: 'mfaSession', of: keys }, hasExternalId: false, withEarlierCode: true },
    `Profile “next”: AWS did not let the access key AKIA1 of profile maya, with an MFA code, assume ${roleArn}. The MFA code is from earlier: AWS may want a newer one, or your sessions were revoked. Enter a new code. If that does not help, check that the role exists, and in its trust policy who may assume it and any external ID. AWS says: No.`,
    'Open Config File',
  );

  says(
    {
      code: 'webRoleRefused',
      profile: 'web',
      roleArn,
      token: { kind: 'file', path: join(homedir(), 'token') },
      awsCode: 'AccessDenied',
      detail: 'No.',
    },
    `Profile “web”: AWS did not let the holder of the token in ${join('~', 'token')} assume ${roleArn}. Check that the role exists, and in its trust policy the identity provider, the audience and the subject. AWS says: No.`,
    'Open Config File',
  );
  says(
    {
      code: 'webIdentityRefused',
      profile: 'web',
      roleArn,
      token: { kind: 'program' },
      awsCode: 'InvalidIdentityToken',
      detail: 'Incorrect token audience',
    },
    `Profile “web”: AWS does not take the token that web_identity_token_process printed for ${roleArn} (InvalidIdentityToken). Check the identity provider in the role’s account, and the audience. AWS says: Incorrect token audience`,
    'Open Config File',
  );
});

describe('what is said of a program', () => {
  const tool = { profile: 'p', key: 'credential_process', program: 'tool' } as const;
  says(
    { code: 'processFailed', ...tool, exit: 1, isLogged: true },
    'Profile “p”: tool, which credential_process names, failed (exit code 1). The log has what it said.',
    'Show Log',
  );
  says(
    { code: 'processFailed', ...tool, exit: 1, isLogged: false },
    'Profile “p”: tool, which credential_process names, failed (exit code 1). Run it in a terminal to see why.',
  );
  says(
    { code: 'processFailed', ...tool, exit: 'SIGKILL', isLogged: false },
    'Profile “p”: tool, which credential_process names, was ended by SIGKILL. Run it in a terminal to see why.',
  );
  says(
    { code: 'processTimedOut', ...tool, seconds: 60, isLogged: true },
    'Profile “p”: tool, which credential_process names, did not end within 60 s. The log has what it said.',
    'Show Log',
  );
  says(
    { code: 'processBadOutput', ...tool, trouble: 'Version', isLogged: true },
    'Profile “p”: tool, which credential_process names, did not print credentials as AWS’s tools expect them: Version is missing or wrong.',
    'Show Log',
  );
  says(
    {
      code: 'processBadOutput',
      ...tool,
      key: 'web_identity_token_process',
      trouble: 'nothing',
      isLogged: false,
    },
    'Profile “p”: tool, which web_identity_token_process names, printed nothing.',
  );
});

describe('what is said of IAM Identity Center', () => {
  const signInNeeded = (why: 'signedOut' | 'expired' | 'ended', sentence: string): void =>
    says({ code: 'signInNeeded', profile: 'dev', session: 'corp', why }, `Profile “dev”: ${sentence}`);
  signInNeeded('signedOut', 'you are not signed in to corp.');
  signInNeeded('expired', 'your sign-in to corp has expired.');
  signInNeeded(
    'ended',
    'IAM Identity Center has ended your sign-in to corp: you signed out elsewhere, or an administrator did it.',
  );
  says(
    { code: 'signInDenied', profile: 'dev', session: 'corp' },
    'Profile “dev”: the sign-in to corp was denied in the browser.',
  );
  says(
    { code: 'signInDenied', profile: '', session: 'corp' },
    'IAM Identity Center: the sign-in to corp was denied in the browser.',
  );
  says(
    { code: 'signInTimedOut', profile: 'dev', session: 'corp' },
    'Profile “dev”: the sign-in to corp took too long. Try again.',
  );
  says(
    { code: 'noAssignment', profile: 'dev', accountId: '111111111111', roleName: 'Admin' },
    'Profile “dev”: you have no access to the role Admin in account 111111111111. Check sso_role_name and sso_account_id, or ask your administrator for the assignment. One that is new is there once you restart the session.',
    'Restart Session',
    'Open Config File',
  );
  says(
    { code: 'startUrlRefused', profile: 'dev', startUrl: 'https://x.awsapps.com/start', region: 'us-east-1' },
    'Profile “dev”: IAM Identity Center in us-east-1 does not know https://x.awsapps.com/start. Check sso_start_url and sso_region.',
    'Open Config File',
  );
  says(
    { code: 'noSuchRegion', profile: 'dev', region: 'us-eest-1' },
    'Profile “dev”: AWS has no region us-eest-1, or IAM Identity Center is not in it. Check sso_region.',
    'Open Config File',
  );
});
