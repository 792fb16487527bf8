import { assumedRoleArn, roleArn, uniqueId } from './arns.ts';
import type { Caller } from './caller.ts';
import type { FoundRole } from './iam.ts';
import { mfaRules } from './mfaRules.ts';
import type { Call } from './operation.ts';
import type { Parameters } from './parameters.ts';
import { notAuthorized, notModelled, validationError } from './refusals.ts';
import { credentialsXml } from './sessions.ts';
import { allows } from './trust.ts';
import { integer, required, type Rule, text, validate } from './validation.ts';
import type { XmlContent } from './xml.ts';

const rules: readonly Rule[] = [
  required(text('RoleArn', 20, 2048)),
  required(text('RoleSessionName', 2, 64, String.raw`[\w+=,.@-]*`)),
  integer('DurationSeconds', 900, 43_200),
  text('ExternalId', 2, 1224, String.raw`[\w+=,.@:\/-]*`),
  ...mfaRules,
];

const unmodelled = [
  'Policy',
  'PolicyArns',
  'ProvidedContexts',
  'SourceIdentity',
  'Tags',
  'TransitiveTagKeys',
];
const oneHour = 3600;

/**
 * Temporary credentials of a role.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export async function assumeRole(call: Call): Promise<XmlContent> {
  const caller = await call.authenticate();
  validate(call.parameters, rules);
  refuseUnmodelled(call.parameters);
  const found = findTrustingRole(call, caller);
  const seconds = sessionSeconds(call.parameters.get('DurationSeconds'), found, caller);
  const session = call.sessions.issue(
    roleCaller(found, call.parameters.get('RoleSessionName') ?? ''),
    seconds,
  );
  return {
    AssumedRoleUser: { AssumedRoleId: session.caller.userId, Arn: session.caller.arn },
    Credentials: credentialsXml(session),
  };
}

function findTrustingRole({ parameters, iam, mfa }: Call, caller: Caller): FoundRole {
  const arn = parameters.get('RoleArn') ?? '';
  if (!/^arn:[\w-]+:iam::\d{12}:role\/.+$/.test(arn)) {
    throw validationError(`${arn} is invalid`);
  }
  // Before any policy: it can only test for MFA once the code has been looked at. So a refused request uses up its code.
  const verified = mfa.verify(caller.devices, parameters.get('SerialNumber'), parameters.get('TokenCode'));
  const found = iam.role(arn);
  const request = {
    caller,
    mfaPresent: verified || caller.mfaPresent,
    externalId: parameters.get('ExternalId'),
  };
  if (found === undefined || !allows(found.role.trust, request)) {
    throw notAuthorized(caller.arn, 'sts:AssumeRole', arn);
  }
  return found;
}

/**
 * AWS speaks of role chaining, but the hour is the limit for every kind of temporary credentials, also for those that a
 * user got from GetSessionToken. The role's own maximum is looked at first.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining
 */
function sessionSeconds(requested: string | undefined, { role }: FoundRole, caller: Caller): number {
  const seconds = Number(requested ?? oneHour);
  if (seconds > (role.maxSessionDuration ?? oneHour)) {
    throw validationError('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
  }
  if (caller.kind !== 'user' && seconds > oneHour) {
    throw validationError(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    );
  }
  return seconds;
}

function roleCaller({ accountId, role }: FoundRole, sessionName: string): Caller {
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

function refuseUnmodelled(parameters: Parameters): void {
  // A list is spelt `Tags.member.1.Key`.
  const names = [...parameters.keys()].map((name) => name.split('.')[0] ?? '');
  const unknown = names.find((name) => unmodelled.includes(name));
  if (unknown !== undefined) {
    throw notModelled(unknown);
  }
}
