// Parts of the examples of codes.

/** AWS's own example of a key. */
export const keyPair =
  'aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n';
export const temporary = keyPair.replace('AKIA', 'ASIA');
export const base = `\n[profile base]\n${keyPair}`;
export const role = 'role_arn = arn:aws:iam::123456789012:role/Admin\nsource_profile = base\n';
export const account = 'sso_account_id = 123456789012\nsso_role_name = ReadOnly\n';
export const signIn = 'sso_start_url = https://example.awsapps.com/start\nsso_region = eu-west-1\n';
export const local = 'http://localhost:4566';

/** A profile with access keys and these lines. */
export const dev = (lines: string): string => `[profile dev]\n${keyPair}${lines}\n`;
export const roleWith = (lines: string): string => `[profile dev]\n${role}${lines}\n${base}`;
export const services = (lines: string): string => `${dev('services = local')}\n[services local]\n${lines}\n`;
