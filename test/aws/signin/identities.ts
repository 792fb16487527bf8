import type { Caller } from '../iam/caller.ts';
import { accountRootArn, ownerOf } from '../iam/arns.ts';
import type { Iam } from '../iam/iam.ts';
import { roleCaller } from '../sts/roleSession.ts';

/**
 * The caller that signs with the credentials of a console sign-in. Undefined if the world has no such user or role.
 *
 * @param arn of a user, a role session, or the root user of an account
 */
export function signedInCaller(iam: Iam, arn: string): Caller | undefined {
  const [, roleName, sessionName = ''] = /:assumed-role\/([^/]+)\/([^/]+)$/u.exec(arn) ?? [];
  if (roleName !== undefined) {
    const role = iam.roleNamed(ownerOf(arn).id, roleName);
    const caller = role && roleCaller(role, sessionName);
    return caller?.arn === arn ? caller : undefined;
  }
  const user = arn.endsWith(':root') ? rootCaller(iam, arn) : iam.user(arn);
  // The console asks users who have a device for its code.
  return user && { ...user, kind: 'userSession', mfaPresent: user.devices.length > 0 };
}

function rootCaller(iam: Iam, arn: string): Caller | undefined {
  const { id, partition } = ownerOf(arn);
  if (arn !== accountRootArn({ id, ...(partition === undefined ? {} : { partition }) }) || !iam.exists(arn))
    return undefined;
  return {
    kind: 'userSession',
    accountId: id,
    arn,
    userId: id,
    principalArn: arn,
    mfaPresent: false,
    devices: [],
  };
}
