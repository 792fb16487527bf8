import type { StsEndpoint } from '../../plan/endpoints/stsEndpoint.ts';
import { aws, partitionOf } from '../../plan/endpoints/regions.ts';

/** IAM, called as STS is. Its `url` is that of IAM. */
export type IamEndpoint = StsEndpoint;

/** IAM with one set of credentials. Rejects with what the SDK throws; see `awsFailure.ts`. */
export interface Iam {
  /** The serial numbers of the MFA devices of the user whose keys sign the call. */
  mfaDevices(signal: AbortSignal): Promise<readonly string[]>;
}

/** IAM's host. Each partition has one for all its regions (AWS General Reference, "IAM endpoints"). */
export function iamHost({ region }: Pick<IamEndpoint, 'region'>): string {
  const { id, defaultRegion, domain } = partitionOf(region) ?? aws;
  if (id === aws.id) return `iam.${domain}`;
  return id === 'aws-us-gov' ? `iam.us-gov.${domain}` : `iam.${defaultRegion}.${domain}`;
}
