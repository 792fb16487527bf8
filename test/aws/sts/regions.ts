import type { Call } from './operation.ts';
import { regionDisabled } from './refusals.ts';

/**
 * Rejects the request if the account of the credentials has deactivated STS in the region that the request is signed
 * for. An unsigned request counts as one to the global endpoint, which is always active. Actions that return no
 * credentials are not affected.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_enable-regions.html
 */
export function requireActiveSts({ iam, region }: Call, accountId: string): void {
  if (region !== undefined && !iam.isStsActive(accountId, region)) {
    throw regionDisabled(accountId);
  }
}
