import { randomUUID } from 'node:crypto';
import type { Answer, Reply, Service, ServiceRequest } from '../http/service.ts';
import { MfaVerifier } from '../iam/mfa.ts';
import { authenticate, type KeyRing } from '../signing/authenticate.ts';
import { claimedAccessKeyId, claimedRegion } from '../signing/authorization.ts';
import type { IdentityProvider } from '../webIdentity/identityProvider.ts';
import { assumeRole } from './assumeRole.ts';
import { assumeRoleWithWebIdentity } from './assumeRoleWithWebIdentity.ts';
import { getCallerIdentity } from './getCallerIdentity.ts';
import { getSessionToken } from './getSessionToken.ts';
import type { Operation } from './operation.ts';
import { type Parameters, readParameters, recordable } from './parameters.ts';
import { invalidAction, Refusal } from './refusals.ts';
import { renderXml, type XmlContent } from './xml.ts';

const version = '2011-06-15';
const namespace = `https://sts.amazonaws.com/doc/${version}/`;
/** The frontend of STS rejects unknown actions, in a namespace of its own. */
const faultNamespace = 'http://webservices.amazon.com/AWSFault/2005-15-09';

const operations: ReadonlyMap<string, Operation> = new Map([
  ['AssumeRole', assumeRole],
  ['AssumeRoleWithWebIdentity', assumeRoleWithWebIdentity],
  ['GetCallerIdentity', getCallerIdentity],
  ['GetSessionToken', getSessionToken],
]);

export type StsParts = KeyRing & {
  /** The identity provider at the address of each issuer. */
  readonly providers: ReadonlyMap<string, IdentityProvider>;
  /** Actions that this server does not have, as servers with STS's protocol lack some. */
  readonly missingActions: readonly string[];
};

/** The Security Token Service with the AWS query protocol: requests are forms, responses are XML. */
export function createSts(parts: StsParts): Service {
  const mfa = new MfaVerifier(parts.clock);
  return {
    open: (request) => {
      const parameters = readParameters(request);
      return {
        action: parameters.get('Action') ?? '',
        parameters: recordable(parameters),
        accessKeyId: claimedAccessKeyId(request),
        answer: () => answer(request, parameters, { ...parts, mfa }),
        refuse: (refusal) => refuse(refusal),
      };
    },
  };
}

type Stores = StsParts & { readonly mfa: MfaVerifier };

async function answer(request: ServiceRequest, parameters: Parameters, stores: Stores): Promise<Answer> {
  const action = parameters.get('Action');
  if (action === undefined) {
    return { reply: redirect(), outcome: 'Redirect' };
  }
  let principalArn: string | undefined;
  const identify = async () => {
    const caller = await authenticate(request, 'sts', stores);
    principalArn = caller.arn;
    return caller;
  };
  try {
    const operation = findOperation(stores.missingActions, action, parameters.get('Version'));
    const region = claimedRegion(request);
    const result = await operation({ ...stores, parameters, region, authenticate: identify });
    return { reply: succeed(action, result), outcome: 'OK', principalArn };
  } catch (error) {
    if (error instanceof Refusal) {
      return { ...refuse(error), principalArn };
    }
    throw error;
  }
}

function findOperation(
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

function succeed(action: string, result: XmlContent): Reply {
  const requestId = randomUUID();
  const content = { [`${action}Result`]: result, ResponseMetadata: { RequestId: requestId } };
  return xmlReply(200, requestId, renderXml(`${action}Response`, namespace, content));
}

function refuse(refusal: Refusal): Answer {
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
