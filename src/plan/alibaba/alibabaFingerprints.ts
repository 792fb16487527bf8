import type { AlibabaStep } from './alibabaPlan.ts';

/** What a step of Alibaba Cloud adds to a fingerprint; see `prefixFingerprints`. */
export function alibabaIdentity(step: AlibabaStep): readonly unknown[] {
  switch (step.kind) {
    case 'ramKeys':
      return ['ramKeys', step.accessKeyId];
    case 'credentialsUri':
      return ['credentialsUri', step.digest];
    case 'credentialsFile':
      return ['credentialsFile', step.path];
    case 'ecsRamRole':
      return ['ecsRamRole', step.endpoint, step.roleName ?? null];
    case 'external':
      return ['external', step.command];
    case 'cloudSso':
    case 'oauth':
      return [
        step.kind,
        step.endpoint.url,
        step.account ?? null,
        step.accessConfiguration ?? null,
        step.profile,
        step.digest,
      ];
    case 'oidcRole':
      return [
        'oidcRole',
        step.roleArn,
        step.providerArn,
        step.tokenFile,
        step.sessionName,
        step.durationSeconds ?? null,
        step.policy ?? null,
        step.sts.url,
      ];
    case 'ramRole':
      return [
        'ramRole',
        step.roleArn,
        step.sessionName,
        step.durationSeconds ?? null,
        step.externalId ?? null,
        step.policy ?? null,
        step.sts.url,
      ];
  }
}
