/** Keys in AWS profiles that belong to other tools, besides those in the table of keys, and how their names begin. */
const owners: readonly (readonly [form: RegExp, owner: string])[] = [
  [/^granted_|^common_fate_|^sso_auto_populated$/u, 'granted'],
  [/^azure_/u, 'aws-azure-login'],
  [/^okta_|^aws_saml_url$/u, 'aws-okta'],
  [/^leapp_/u, 'Leapp'],
  [/^gimme_creds_/u, 'gimme-aws-creds'],
  [/^x_/u, 'saml2aws'],
  [/^(?:manager|autoawsume)$/u, 'awsume'],
  [/^google_config\./u, 'aws-google-auth'],
  [/^adfs_config\./u, 'aws-adfs'],
  [/^(?:assumed_role(?:_arn)?|aws_mfa_device)$/u, 'aws-mfa'],
  [/^toolkit_/u, 'AWS Toolkit'],
  [/^(?:role_name|color|image)$/u, 'AWS Extend Switch Roles'],
];

/** The tool to which a key belongs, in lower case; undefined if it is one of AWS's, or of nobody. */
export function ownerOf(key: string): string | undefined {
  return owners.find(([form]) => form.test(key))?.[1];
}
