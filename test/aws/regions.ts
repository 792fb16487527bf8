import type { Call } from './operation.ts';
import { regionDisabled } from './refusals.ts';

/**
 * Credentials are given only where the account that they are of has STS switched on. The region is the one that the
 * request was signed for; without a signature it counts as the global endpoint, which is always on. Actions that give no
 * credentials are not concerned.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_enable-regions.html
 */
export function requireActiveSts({ iam, region }: Call, accountId: string): void {
  if (region !== undefined && !iam.isStsActive(accountId, region)) {
    throw regionDisabled(accountId);
  }
}
