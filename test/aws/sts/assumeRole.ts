import type { Clock } from '../clock.ts';
import { accountOfRole, accountRootArn, ownerOf } from '../iam/arns.ts';
import { authorize } from '../iam/authorize.ts';
import type { Caller } from '../iam/caller.ts';
import type { FoundRole } from '../iam/iam.ts';
import { credentialsXml } from '../iam/sessions.ts';
import { allows, principalsOf } from '../iam/trust.ts';
import { mfaRules } from './mfaRules.ts';
import type { Call } from './operation.ts';
import { refuseUnmodelled } from './parameters.ts';
import { notAuthorized, rootMayNotAssume, validationError } from './refusals.ts';
import { requireActiveSts } from './regions.ts';
import { oneHour, roleCaller, roleSessionRules, sessionSeconds } from './roleSession.ts';
import { roleScope, roleScopeRules } from './scope/roleScope.ts';
import { type Rule, text, validate } from './validation.ts';
import type { XmlContent } from './xml.ts';

const rules: readonly Rule[] = [
  ...roleSessionRules,
  text('ExternalId', 2, 1224, String.raw`[\w+=,.@:\/-]*`),
  ...mfaRules,
];

const unmodelled = ['ProvidedContexts'];

/**
 * Returns temporary credentials of a role.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export async function assumeRole(call: Call): Promise<XmlContent> {
  const caller = await call.authenticate();
  validate(call.parameters, [...rules, ...roleScopeRules(call.parameters)]);
  refuseUnmodelled(call.parameters, unmodelled);
  const found = findTrustingRole(call, caller);
  const seconds = sessionSeconds(call.parameters, found);
  limitChain(caller, seconds);
  const { scope, elements } = roleScope(call, caller, found);
  const session = call.sessions.issue(
    roleCaller(found, call.parameters.get('RoleSessionName') ?? '', scope),
    seconds,
    caller.kind === 'user' ? 'role' : 'chain',
  );
  return {
    AssumedRoleUser: { AssumedRoleId: session.caller.userId, Arn: session.caller.arn },
    Credentials: credentialsXml(session),
    ...elements,
  };
}

function findTrustingRole(call: Call, caller: Caller): FoundRole {
  const { parameters, iam, mfa, clock } = call;
  const arn = parameters.get('RoleArn') ?? '';
  const accountId = accountOfRole(arn);
  if (accountId === undefined) {
    throw validationError(`${arn} is invalid`);
  }
  requireActiveSts(call, accountId);
  if (caller.arn === accountRootArn(ownerOf(caller.arn))) throw rootMayNotAssume();
  // Policies come later, because they test whether MFA is present. Therefore even a denied request uses up its code.
  const verified = mfa.verify(caller.devices, parameters.get('SerialNumber'), parameters.get('TokenCode'));
  authorize(iam, caller, { action: 'sts:AssumeRole', resource: arn });
  const found = iam.role(arn);
  const request = {
    principals: principalsOf(caller),
    mfaAge: verified ? 0 : mfaAgeOf(caller, clock),
    externalId: parameters.get('ExternalId'),
  };
  if (found === undefined || !allows(found.role.trust, request)) {
    throw notAuthorized(caller.arn, 'sts:AssumeRole', arn);
  }
  return found;
}

/** `aws:MultiFactorAuthAge`, in seconds. A user's session keeps the time of the code that it was created with. */
function mfaAgeOf({ mfaPresent, tokenIssueTime }: Caller, clock: Clock): number | undefined {
  return mfaPresent && tokenIssueTime !== undefined ? (clock.now() - tokenIssueTime) / 1000 : undefined;
}

/**
 * AWS documents this as role chaining, but the hour is the limit for all temporary credentials, including those that a
 * user got from GetSessionToken. The role's own maximum is checked first.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining
 */
function limitChain(caller: Caller, seconds: number): void {
  if (caller.kind !== 'user' && seconds > oneHour) {
    throw validationError(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    );
  }
}
