import { alibabaIdentity } from './alibaba/alibabaFingerprints.ts';
import type { AnyPlan, AnyStep } from './anyPlan.ts';
import type { SessionPolicy } from './plan.ts';

/**
 * One fingerprint for each prefix of the plan, made of the requests, the access key ID and the MFA device. Prefixes
 * with equal fingerprints yield interchangeable credentials, regardless of profile names, the region of the call, and
 * the source of the MFA code. Contains no secret key or token, but it does contain commands, which may hold secrets:
 * hash it before storing it.
 */
export function prefixFingerprints(plan: AnyPlan): readonly string[] {
  const identities = plan.steps.map(identityOf);
  return identities.map((_, i) => JSON.stringify(identities.slice(0, i + 1)));
}

function identityOf(step: AnyStep): readonly unknown[] {
  switch (step.kind) {
    case 'keys':
    case 'environment':
      return ['keys', step.accessKeyId];
    case 'process':
      return ['process', step.command];
    case 'container':
      return ['container', step.host];
    case 'instance':
      return ['instance', step.endpoint];
    case 'login':
      return ['login', step.session];
    case 'identityCenter':
      return [
        'identityCenter',
        step.session.name ?? null,
        step.session.startUrl,
        step.session.region,
        step.accountId,
        step.roleName,
      ];
    case 'webIdentity':
      return [
        'webIdentity',
        ...Object.values(step.token),
        step.roleArn,
        step.sessionName,
        step.durationSeconds ?? null,
        step.sts.url ?? null,
        ...policyIdentity(step.sessionPolicy),
      ];
    case 'federationToken':
      return [
        'federationToken',
        step.sessionName,
        step.durationSeconds,
        step.sts.url ?? null,
        ...policyIdentity(step.sessionPolicy),
      ];
    case 'mfaSession':
      return ['mfaSession', step.mfaSerial, step.durationSeconds, step.sts.url ?? null];
    case 'assumeRole':
      return [
        'assumeRole',
        step.roleArn,
        step.sessionName,
        step.externalId ?? null,
        step.sourceIdentity ?? null,
        step.tags,
        step.transitiveTagKeys,
        step.durationSeconds ?? null,
        step.mfaSerial ?? null,
        step.sts.url ?? null,
        ...policyIdentity(step.sessionPolicy),
      ];
    default:
      return alibabaIdentity(step);
  }
}

/** Without a policy, nothing: sessions of earlier versions stay valid. */
function policyIdentity(policy: SessionPolicy | undefined): readonly unknown[] {
  return policy ? [policy.arns, policy.document ?? null] : [];
}
