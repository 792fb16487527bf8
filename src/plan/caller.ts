import type { Caller } from '../base/failure.ts';
import type { AssumeRoleStep, Step, WebIdentityStep } from './plan.ts';

/** Whose the credentials are that these steps of a plan yield, the source of the first ones among them. */
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
    default:
      return { kind: last.kind, profile };
  }
}

/** `arn:aws:sts::123456789012:assumed-role/Name/session`: as AWS calls who has assumed a role, whose path it leaves out. */
export function sessionArn({ roleArn, sessionName }: AssumeRoleStep | WebIdentityStep): string {
  const [arn, partition, , , account, path = ''] = roleArn.split(':');
  return [arn, partition, 'sts', '', account, `assumed-role/${path.split('/').at(-1)}/${sessionName}`].join(
    ':',
  );
}
