import type { Caller } from '../base/failure.ts';
import type { AssumeRoleStep, Step, WebIdentityStep } from './plan.ts';

/** The identity of the credentials after these steps of a plan. The steps must include the source. */
export function callerAfter(steps: readonly Step[]): Caller {
  const last = steps.at(-1)!;
  const { profile } = last;
  switch (last.kind) {
    case 'keys':
      return { kind: 'keys', profile, accessKeyId: last.accessKeyId, place: last.file };
    case 'environment':
      return { kind: 'keys', profile, accessKeyId: last.accessKeyId, place: 'environment' };
    case 'login':
      return { kind: 'login', profile, arn: last.session };
    case 'webIdentity':
    case 'assumeRole':
      return { kind: 'role', arn: sessionArn(last) };
    case 'identityCenter':
      return { kind: 'role', arn: `${last.roleName}@${last.accountId}` };
    case 'mfaSession':
      return { kind: 'mfaSession', of: callerAfter(steps.slice(0, -1)) };
    case 'federationToken':
      return { kind: 'federatedUser', of: callerAfter(steps.slice(0, -1)), name: last.sessionName };
    default:
      return { kind: last.kind, profile };
  }
}

/** The ARN of an assumed role, which omits the role's path: `arn:aws:sts::123456789012:assumed-role/Name/session`. */
export function sessionArn({ roleArn, sessionName }: AssumeRoleStep | WebIdentityStep): string {
  const [arn, partition, , , account] = roleArn.split(':');
  const name = roleArn.split('/').at(-1);
  return [arn, partition, 'sts', '', account, `assumed-role/${name}/${sessionName}`].join(':');
}
