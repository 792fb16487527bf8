import type { Fault } from '../http/faults.ts';
import { serve, type Serving } from '../http/serving.ts';
import { createImds, type MetadataOptions } from './imds.ts';
import type { RoleSource } from './serviceRole.ts';

/**
 * The metadata service of an EC2 instance. Its `url` is the value of `AWS_EC2_METADATA_SERVICE_ENDPOINT`. The actions
 * in faults and recorded requests are `token`, `role`, and `credentials`.
 */
export type InstanceMetadata = Serving & {
  /** Also the name of the role session. */
  readonly instanceId: string;
  /** Changes the instance as `ModifyInstanceMetadataOptions` does, or changes its role. */
  readonly modify: (changes: Partial<MetadataOptions>) => void;
};

/** The hop limit is too low for a container on the instance: only responses with tokens are lost. */
export const beyondHopLimit: Fault = { kind: 'silence', action: 'token', times: Infinity };

/** A metadata service without IMDSv2, as some emulators have it: only requests for a token fail. */
export function withoutTokens(status: 403 | 404 | 405): Fault {
  return { kind: 'status', status, action: 'token', times: Infinity };
}

/**
 * @param aws where the role exists and its sessions are valid; its movable clock is used, too
 * @param options by default, tokens are optional and the instance has no role
 */
export async function startInstanceMetadata(
  aws: RoleSource,
  options: Partial<MetadataOptions> = {},
): Promise<InstanceMetadata> {
  const instanceId = 'i-0a1b2c3d4e5f67890';
  let current: MetadataOptions = {
    role: undefined,
    httpTokens: 'optional',
    httpEndpoint: 'enabled',
    ...options,
  };
  const imds = createImds(aws, instanceId, () => current);
  return {
    ...(await serve([imds], aws.clock)),
    instanceId,
    modify: (changes) => {
      current = { ...current, ...changes };
    },
  };
}
