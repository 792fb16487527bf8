import type { AlibabaStep } from './alibabaPlan.ts';

/** What a step of Alibaba Cloud has done, for the log. */
export function alibabaDeed(step: AlibabaStep): string {
  switch (step.kind) {
    case 'ramKeys':
      return step.place === 'ramEnvironment'
        ? 'read the access keys in the environment'
        : `read the access keys of ${step.profile}`;
    case 'credentialsUri':
      return `got the credentials at ${step.host}`;
    case 'credentialsFile':
      return 'read the credentials file';
    case 'ecsRamRole':
      return 'got the role of the ECS instance';
    case 'external':
      return `ran process_command of ${step.profile}`;
    case 'cloudSso':
    case 'oauth':
      return `used the CLI's sign-in of ${step.profile}`;
    case 'oidcRole':
      return `assumed ${roleName(step.roleArn)} with a token`;
    case 'ramRole':
      return `assumed ${roleName(step.roleArn)}`;
  }
}

function roleName(roleArn: string): string {
  return roleArn.slice(roleArn.indexOf('/') + 1);
}
