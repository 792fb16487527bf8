import { randomUUID } from 'node:crypto';
import type { Answer, Reply, Service, ServiceRequest } from '../http/service.ts';
import type { MfaVerifier } from '../iam/mfa.ts';
import { authenticate, type KeyRing } from '../signing/authenticate.ts';
import { claimedAccessKeyId, claimedRegion } from '../signing/authorization.ts';
import type { IdentityProvider } from '../webIdentity/identityProvider.ts';
import type { Operation } from './operation.ts';
import { type Parameters, readParameters, recordable } from './parameters.ts';
import { invalidAction, Refusal } from './refusals.ts';
import { renderXml, type XmlContent } from './xml.ts';

/** The frontend rejects unknown actions, in a namespace of its own. */
const faultNamespace = 'http://webservices.amazon.com/AWSFault/2005-15-09';

/** A service with the AWS query protocol: requests are forms, responses are XML. */
export type QueryApi = {
  /** As in signatures. */
  readonly name: 'sts' | 'iam';
  readonly version: string;
  readonly namespace: string;
  readonly operations: ReadonlyMap<string, Operation>;
};

export type Stores = KeyRing & {
  readonly mfa: MfaVerifier;
  /** The identity provider at the address of each issuer. */
  readonly providers: ReadonlyMap<string, IdentityProvider>;
  /** Actions that this server does not have, as servers with STS's protocol lack some. */
  readonly missingActions: readonly string[];
};

/** `opens` tells which requests are for this service. */
export function queryService(
  api: QueryApi,
  stores: Stores,
  opens: (parameters: Parameters) => boolean = () => true,
): Service {
  return {
    open: (request) => {
      const parameters = readParameters(request);
      if (!opens(parameters)) return undefined;
      return {
        action: parameters.get('Action') ?? '',
        parameters: recordable(parameters),
        accessKeyId: claimedAccessKeyId(request),
        answer: () => answer(request, parameters, api, stores),
        refuse: (refusal) => refuse(refusal, api),
      };
    },
  };
}

async function answer(
  request: ServiceRequest,
  parameters: Parameters,
  api: QueryApi,
  stores: Stores,
): Promise<Answer> {
  const action = parameters.get('Action');
  if (action === undefined) {
    return { reply: redirect(), outcome: 'Redirect' };
  }
  let principalArn: string | undefined;
  const identify = async () => {
    const caller = await authenticate(request, api.name, stores);
    principalArn = caller.arn;
    return caller;
  };
  try {
    const operation = findOperation(api, stores.missingActions, action, parameters.get('Version'));
    const region = claimedRegion(request);
    const result = await operation({ ...stores, parameters, region, authenticate: identify });
    return { reply: succeed(action, result, api), outcome: 'OK', principalArn };
  } catch (error) {
    if (error instanceof Refusal) {
      return { ...refuse(error, api), principalArn };
    }
    throw error;
  }
}

function findOperation(
  { version, operations }: QueryApi,
  missingActions: readonly string[],
  action: string,
  requestedVersion = 'NO_VERSION_SPECIFIED',
): Operation {
  const isKnown = requestedVersion === version && !missingActions.includes(action);
  const operation = isKnown ? operations.get(action) : undefined;
  if (operation === undefined) {
    throw invalidAction(action, requestedVersion);
  }
  return operation;
}

function succeed(action: string, result: XmlContent, { namespace }: QueryApi): Reply {
  const requestId = randomUUID();
  const content = { [`${action}Result`]: result, ResponseMetadata: { RequestId: requestId } };
  return xmlReply(200, requestId, renderXml(`${action}Response`, namespace, content));
}

function refuse(refusal: Refusal, { namespace }: QueryApi): Answer {
  const requestId = randomUUID();
  const message: XmlContent = refusal.message === '' ? {} : { Message: refusal.message };
  const content: XmlContent = {
    Error: { Type: refusal.status < 500 ? 'Sender' : 'Receiver', Code: refusal.code, ...message },
    RequestId: requestId,
  };
  const within = refusal.code === 'InvalidAction' ? faultNamespace : namespace;
  return {
    reply: xmlReply(refusal.status, requestId, renderXml('ErrorResponse', within, content)),
    outcome: refusal.code,
  };
}

function xmlReply(status: number, requestId: string, body: string): Reply {
  return { status, headers: { 'x-amzn-RequestId': requestId, 'Content-Type': 'text/xml' }, body };
}

/** A request without an action, such as a browser's, is redirected to the product page. */
function redirect(): Reply {
  return {
    status: 302,
    headers: { 'x-amzn-RequestId': randomUUID(), Location: 'https://aws.amazon.com/iam' },
    body: '',
  };
}
