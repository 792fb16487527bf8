// Parts of the examples of codes.

export const role = 'role_arn = arn:aws:iam::123456789012:role/Admin';
export const keyPair = 'aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = …\n';
export const account = 'sso_account_id = 123456789012\nsso_role_name = ReadOnly\n';
export const signIn = 'sso_start_url = https://example.awsapps.com/start\nsso_region = eu-west-1\n';
export const session = `[sso-session work]\n${signIn}`;
