import { randomUUID } from 'node:crypto';
import type { Answer, Service } from '../../aws/http/service.ts';
import { json } from '../../aws/machineRoles/containerAgents.ts';
import { Refusal } from '../../aws/sts/refusals.ts';
import { claimedAcs3Key } from './acs3Signature.ts';
import { AlibabaAuthentication } from './alibabaAuthentication.ts';
import { actionNotFound, invalidVersion, throttledUser } from './alibabaRefusals.ts';
import { assumeRamRole } from './assumeRamRole.ts';
import { assumeRoleWithOidc } from './assumeRoleWithOidc.ts';
import { ramCallerIdentity } from './ramCallerIdentity.ts';
import { readRpcRequest, type RpcParameters, type RpcRequest } from './rpcRequest.ts';
import type { AlibabaStores, StsAction } from './stsActions.ts';

const actions: ReadonlyMap<string, StsAction> = new Map([
  ['AssumeRole', assumeRamRole],
  ['AssumeRoleWithOIDC', assumeRoleWithOidc],
  ['GetCallerIdentity', ramCallerIdentity],
]);

/** STS, version 2015-04-01, at the path `/`. */
export function createAlibabaSts(stores: AlibabaStores): Service {
  const authentication = new AlibabaAuthentication(stores);
  return {
    open: (http) => {
      if (http.path !== '/') return undefined;
      const request = readRpcRequest(http);
      return {
        action: request.action,
        parameters: recordable(request.parameters),
        accessKeyId:
          claimedAcs3Key(http.headers['authorization'] ?? '') ?? request.parameters.get('AccessKeyId'),
        answer: async () => answer(request, stores, authentication),
        refuse,
      };
    },
  };
}

function answer(request: RpcRequest, stores: AlibabaStores, authentication: AlibabaAuthentication): Answer {
  let principalArn: string | undefined;
  const authenticate = () => {
    const caller = authentication.authenticate(request);
    principalArn = caller.arn;
    return caller;
  };
  try {
    const { parameters } = request;
    const result = findAction(request)({ ...stores, parameters, authenticate });
    return { reply: json(200, { RequestId: requestId(), ...result }), outcome: 'OK', principalArn };
  } catch (error) {
    if (error instanceof Refusal) return { ...refuse(error), principalArn };
    throw error;
  }
}

function findAction({ http, action, version }: RpcRequest): StsAction {
  const found = http.method === 'GET' || http.method === 'POST' ? actions.get(action) : undefined;
  if (!found) throw actionNotFound();
  if (version !== '2015-04-01') throw invalidVersion();
  return found;
}

/** The parameters without what signs them, and without secrets. */
function recordable(parameters: RpcParameters): Readonly<Record<string, string>> {
  const shown = [...parameters].filter(
    ([name]) =>
      !/^(?:Action|Version|Format|Timestamp|Signature.*|AccessKeyId|SecurityToken|OIDCToken)$/u.test(name),
  );
  return Object.fromEntries(shown);
}

function refuse(refusal: Refusal): Answer {
  const { status, code, message } = refusal.code === 'Throttling' ? throttledUser() : refusal;
  const RequestId = requestId();
  const Recommend = `https://api.aliyun.com/troubleshoot?q=${code}&product=Sts&requestId=${RequestId}`;
  const content = { RequestId, Message: message, Recommend, HostId: 'sts.aliyuncs.com', Code: code };
  return { reply: json(status, content), outcome: code };
}

export function requestId(): string {
  return randomUUID().toUpperCase();
}
