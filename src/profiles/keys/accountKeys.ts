import type { KeyName } from '../keys.ts';

// Start-up needs these names, but not the table of keys.

/** The keys that state the ID of an account. */
export const accountIdKeys: readonly KeyName[] = [
  'sso_account_id',
  'granted_sso_account_id',
  'aws_account_id',
];

/** The keys that state the name of an account. */
export const accountNameKeys: readonly KeyName[] = ['sso_account_name', 'granted_sso_account_name'];
