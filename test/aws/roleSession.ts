import { assumedRoleArn, roleArn, uniqueId } from './arns.ts';
import type { Caller } from './caller.ts';
import type { FoundRole } from './iam.ts';
import type { Parameters } from './parameters.ts';
import { validationError } from './refusals.ts';
import { integer, required, type Rule, text } from './validation.ts';

/** What every way of assuming a role takes. */
export const roleSessionRules: readonly Rule[] = [
  required(text('RoleArn', 20, 2048)),
  required(text('RoleSessionName', 2, 64, String.raw`[\w+=,.@-]*`)),
  integer('DurationSeconds', 900, 43_200),
];

export const oneHour = 3600;

/** How long the session is to last: an hour, or as asked, up to what the role allows. */
export function sessionSeconds(parameters: Parameters, { role }: FoundRole): number {
  const seconds = Number(parameters.get('DurationSeconds') ?? oneHour);
  if (seconds > (role.maxSessionDuration ?? oneHour)) {
    throw validationError('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
  }
  return seconds;
}

/** Who signs with the credentials of a session of the role. */
export function roleCaller({ accountId, role }: FoundRole, sessionName: string): Caller {
  const principalArn = roleArn(accountId, role);
  return {
    kind: 'roleSession',
    accountId,
    arn: assumedRoleArn(accountId, role, sessionName),
    userId: `${uniqueId('AROA', principalArn)}:${sessionName}`,
    principalArn,
    mfaPresent: false,
    devices: [],
  };
}
