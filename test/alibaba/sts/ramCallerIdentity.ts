import type { StsAction } from './stsActions.ts';
import { refuseUnknown } from './stsParameters.ts';

/** GetCallerIdentity, which needs no permission. */
export const ramCallerIdentity: StsAction = ({ parameters, authenticate }) => {
  const { kind, accountId, arn, principalId } = authenticate();
  refuseUnknown(parameters, []);
  const [id = ''] = principalId.split(':');
  return {
    IdentityType: kind,
    AccountId: accountId,
    PrincipalId: principalId,
    Arn: arn,
    ...(kind === 'AssumedRoleUser' ? { RoleId: id } : { UserId: id }),
  };
};
