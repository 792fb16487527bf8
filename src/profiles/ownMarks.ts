/**
 * What marks a session that was written to the credentials file. AWS's tools ignore these keys. awsume also marks its
 * profiles with `manager`.
 */
export const ours = { manager: 'rolecall', target: 'rolecall_target', expiration: 'expiration' } as const;
