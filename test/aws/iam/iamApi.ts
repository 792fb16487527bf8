import type { Service } from '../http/service.ts';
import type { Call } from '../sts/operation.ts';
import { type QueryApi, queryService, type Stores } from '../sts/queryService.ts';
import { noSuchUser, userNameNeeded } from '../sts/refusals.ts';
import type { XmlContent } from '../sts/xml.ts';
import { ownerOf, userArn } from './arns.ts';
import { authorize } from './authorize.ts';
import type { Caller } from './caller.ts';

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
 * Lists the devices of a user of the caller's account: by default the user that signed the request.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListMFADevices.html
 */
async function listMfaDevices({ authenticate, parameters, iam }: Call): Promise<XmlContent> {
  const caller = await authenticate();
  const userName = parameters.get('UserName') ?? ownName(caller);
  const arn = userArn(ownerOf(caller.arn), userName);
  authorize(iam, caller, { action, resource: arn, shown: `user ${userName}` });
  const devices = iam.devicesOf(arn);
  if (devices === undefined) {
    throw noSuchUser(userName);
  }
  const member = devices.map(({ serialNumber }) => ({
    UserName: userName,
    SerialNumber: serialNumber,
    EnableDate: '2024-01-01T00:00:00Z',
  }));
  return { IsTruncated: 'false', MFADevices: { member } };
}

function ownName({ kind, principalArn }: Caller): string {
  if (kind === 'roleSession') {
    throw userNameNeeded();
  }
  return principalArn.split('/').at(-1) ?? '';
}
