import type { Service } from '../http/service.ts';
import { assumeRole } from './assumeRole.ts';
import { assumeRoleWithWebIdentity } from './assumeRoleWithWebIdentity.ts';
import { getCallerIdentity } from './getCallerIdentity.ts';
import { getFederationToken } from './getFederationToken.ts';
import { getSessionToken } from './getSessionToken.ts';
import { type QueryApi, queryService, type Stores } from './queryService.ts';

const version = '2011-06-15';

const api: QueryApi = {
  name: 'sts',
  version,
  namespace: `https://sts.amazonaws.com/doc/${version}/`,
  operations: new Map([
    ['AssumeRole', assumeRole],
    ['AssumeRoleWithWebIdentity', assumeRoleWithWebIdentity],
    ['GetCallerIdentity', getCallerIdentity],
    ['GetFederationToken', getFederationToken],
    ['GetSessionToken', getSessionToken],
  ]),
};

/** The Security Token Service. It answers all requests that no other service opens. */
export function createSts(stores: Stores): Service {
  return queryService(api, stores);
}
