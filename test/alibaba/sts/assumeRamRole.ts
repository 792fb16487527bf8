import type { RamTrust } from '../alibabaWorld.ts';
import type { RamCaller } from '../ram/ramCaller.ts';
import { credentialsJson, ramRoleCaller } from '../ram/ramSessions.ts';
import { noPermission, roleNotFound, rootMayAssumeNothing, wronglyFormed } from './alibabaRefusals.ts';
import type { StsAction } from './stsActions.ts';
import { policyAllows, readDuration, readRoleParameters } from './stsParameters.ts';

const known = ['RoleArn', 'RoleSessionName', 'DurationSeconds', 'Policy', 'ExternalId'];

/** AssumeRole. The order of the checks is assumed: form, role, permission. */
export const assumeRamRole: StsAction = ({ parameters, authenticate, ram, sessions }) => {
  const caller = authenticate();
  const { roleArn, sessionName, policy } = readRoleParameters(parameters, known);
  const externalId = parameters.get('ExternalId');
  if (externalId !== undefined && !/^[\w+=,.@:/-]{2,1224}$/u.test(externalId))
    throw wronglyFormed('ExternalId');
  readDuration(parameters);
  if (caller.kind === 'Account') throw rootMayAssumeNothing();
  if (!mayAssume(caller)) throw noPermission();
  const found = ram.role(roleArn);
  if (!found) throw roleNotFound(roleArn);
  if (!trusts(found.role.trust, caller, externalId)) throw noPermission();
  const seconds = readDuration(parameters, found.role.maxSessionDuration ?? 3600);
  const session = sessions.issue(ramRoleCaller(found, sessionName, policy), seconds);
  return {
    AssumedRoleUser: {
      // Unlike the ARN in the answer of GetCallerIdentity.
      Arn: `${found.arn}/${sessionName}`,
      AssumedRoleId: session.caller.principalId,
    },
    Credentials: credentialsJson(session),
  };
};

function mayAssume({ policies, sessionPolicy }: RamCaller): boolean {
  const isAllowed = policies.some((name) => name !== 'ReadOnlyAccess');
  return isAllowed && (sessionPolicy === undefined || policyAllows(sessionPolicy, 'sts:AssumeRole'));
}

function trusts(
  trust: RamTrust,
  { principalArn, accountId }: RamCaller,
  externalId: string | undefined,
): boolean {
  const isPrincipal = [principalArn, `acs:ram::${accountId}:root`].some((arn) => trust.ram?.includes(arn));
  return isPrincipal && (trust.externalId === undefined || trust.externalId === externalId);
}
