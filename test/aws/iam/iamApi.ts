import type { Service } from '../http/service.ts';
import type { Call } from '../sts/operation.ts';
import { type QueryApi, queryService, type Stores } from '../sts/queryService.ts';
import { explicitlyDenied, userNameNeeded } from '../sts/refusals.ts';
import type { XmlContent } from '../sts/xml.ts';

const version = '2010-05-08';
const action = 'iam:ListMFADevices';

const api: QueryApi = {
  name: 'iam',
  version,
  namespace: `https://iam.amazonaws.com/doc/${version}/`,
  operations: new Map([['ListMFADevices', listMfaDevices]]),
};

/** The calls of IAM that people make for themselves. Every user may make them, unless a policy denies it. */
export function createIamApi(stores: Stores): Service {
  return queryService(api, stores, (parameters) => parameters.get('Version') === version);
}

/**
 * Lists the devices of the user that signed the request.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListMFADevices.html
 */
async function listMfaDevices(call: Call): Promise<XmlContent> {
  const caller = await call.authenticate();
  if (caller.kind === 'roleSession') {
    throw userNameNeeded();
  }
  const denial = call.iam.denialOf(caller, action);
  if (denial) {
    throw explicitlyDenied(caller.arn, action, `user ${caller.arn.split('/').at(-1)}`, denial);
  }
  const member = caller.devices.map(({ serialNumber }) => ({
    UserName: caller.arn.split('/').at(-1) ?? '',
    SerialNumber: serialNumber,
    EnableDate: '2024-01-01T00:00:00Z',
  }));
  return { IsTruncated: 'false', MFADevices: { member } };
}
