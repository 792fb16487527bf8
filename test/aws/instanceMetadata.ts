import type { Fault } from './faults.ts';
import { createImds, type MetadataOptions } from './imds.ts';
import type { RoleSource } from './serviceRole.ts';
import { serve, type Serving } from './serving.ts';

/**
 * The metadata service of an EC2 instance. Its `url` is for `AWS_EC2_METADATA_SERVICE_ENDPOINT`. Faults and records know
 * three actions: `token`, `role` and `credentials`.
 */
export type InstanceMetadata = Serving & {
  /** Also the name of the role's session. */
  readonly instanceId: string;
  /** Changes the instance as `ModifyInstanceMetadataOptions` does, or the role attached to it. */
  readonly modify: (changes: Partial<MetadataOptions>) => void;
};

/** The hop limit is too low, as seen from a container on the instance: tokens get lost on the way back, nothing else. */
export const beyondHopLimit: Fault = { kind: 'silence', action: 'token', times: Infinity };

/** A metadata service without version 2, as programs have it that stand in for EC2: only the token is refused. */
export function withoutTokens(status: 403 | 404 | 405): Fault {
  return { kind: 'status', status, action: 'token', times: Infinity };
}

/**
 * @param aws where the role is and its sessions are good; the movable clock is its clock
 * @param options an instance takes requests with and without token, and has no role, unless told otherwise
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
