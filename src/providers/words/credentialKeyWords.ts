import * as vscode from 'vscode';

/** What each key that leads to credentials is for, by its name in camel case. */
export function credentialKeyWords(): Readonly<Record<string, string>> {
  const t = vscode.l10n.t;
  const expires = t('When the temporary access key beside it expires. No tool of AWS reads it.');
  return {
    awsAccessKeyId: t(
      'The ID of the access key. It begins with AKIA for long-term keys and with ASIA for temporary ones.',
    ),
    awsSecretAccessKey: t('The secret part of the access key.'),
    awsSessionToken: t('The session token that belongs to a temporary access key.'),
    awsSecurityToken: t('The older name of the session token. boto3 reads it first.'),
    xSecurityTokenExpires: expires,
    awsExpiration: expires,
    awsSessionExpiration: expires,
    awsCredentialExpiration: expires,
    tokenExpiration: expires,
    expiration: expires,
    roleArn: t(
      'The role that the profile assumes. It needs source_profile, credential_source, or a web identity token.',
    ),
    sourceProfile: t('The profile whose credentials assume the role. Write its name without “profile”.'),
    credentialSource: t('Where the credentials that assume the role come from, in place of another profile.'),
    roleSessionName: t(
      'The name of the role session. It appears in CloudTrail and in the ARN of the session.',
    ),
    durationSeconds: t(
      'How long the role session is valid, in seconds. In a role chain, AWS allows at most one hour.',
    ),
    externalId: t(
      'A text that the trust policy of the role may require, usually for access by another company.',
    ),
    sourceIdentity: t('Who uses the role. CloudTrail records it, and it stays the same along a role chain.'),
    sessionTags: t('The tags of the role session, as key=value with commas between them.'),
    transitiveSessionTags: t('The keys of the session tags that the following roles of a chain keep.'),
    mfaSerial: t('The MFA device whose code is needed: its ARN, or the serial number of a hardware device.'),
    mfaProcess: t('A program that prints the MFA code.'),
    webIdentityTokenFile: t(
      'The file with the token of an external identity provider, with which the role is assumed.',
    ),
    webIdentityTokenProcess: t('A program that prints the token of an external identity provider.'),
    credentialProcess: t('A program that prints credentials as JSON. It runs without a shell.'),
    loginSession: t('The identity that signed in with the AWS console. The sign-in writes this key.'),
    ssoSession: t('The [sso-session] section with the sign-in to IAM Identity Center.'),
    ssoAccountId: t('The account that the sign-in gives access to. Leading zeros count.'),
    ssoRoleName: t('The permission set in the account, and not the name of its role in IAM.'),
    ssoAccountName: t('The name of the account, for people to read.'),
    grantedSsoAccountId: t('The account of the profile. granted reads it.'),
    grantedSsoAccountName: t('The name of the account of the profile. granted reads it.'),
    awsAccountId: t('The account of the credentials, for endpoints that contain it.'),
    ssoStartUrl: t('The address of the AWS access portal.'),
    ssoRegion: t('The region of IAM Identity Center, and not of your resources.'),
    ssoRegistrationScopes: t('What the sign-in may do. Listing accounts needs sso:account:access.'),
    includeProfile: t('The profile from which this one takes the values that it does not set itself.'),
    parentProfile: t('The older name of include_profile.'),
  };
}
