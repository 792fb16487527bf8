import { assumedRoleArn, ownerOf, uniqueId } from '../iam/arns.ts';
import type { Caller, SessionScope } from '../iam/caller.ts';
import type { FoundRole } from '../iam/iam.ts';
import type { Parameters } from './parameters.ts';
import { validationError } from './refusals.ts';
import { integer, required, type Rule, text } from './validation.ts';

/** The parameters of every action that assumes a role. */
export const roleSessionRules: readonly Rule[] = [
  required(text('RoleArn', 20, 2048)),
  required(text('RoleSessionName', 2, 64, String.raw`[\w+=,.@-]*`)),
  integer('DurationSeconds', 900, 43_200),
];

export const oneHour = 3600;

/** The duration of the session: an hour or the requested time, up to the role's maximum. */
export function sessionSeconds(parameters: Parameters, { role }: FoundRole): number {
  const seconds = Number(parameters.get('DurationSeconds') ?? oneHour);
  if (seconds > (role.maxSessionDuration ?? oneHour)) {
    throw validationError('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
  }
  return seconds;
}

/** The caller that signs with the credentials of a session of the role. */
export function roleCaller(
  { accountId, arn, role }: FoundRole,
  sessionName: string,
  scope: SessionScope = {},
): Caller {
  return {
    kind: 'roleSession',
    accountId,
    arn: assumedRoleArn(ownerOf(arn), role, sessionName),
    userId: `${uniqueId('AROA', arn)}:${sessionName}`,
    principalArn: arn,
    mfaPresent: false,
    devices: [],
    ...scope,
  };
}
