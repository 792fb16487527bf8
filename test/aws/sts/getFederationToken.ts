import { federatedUserArn, ownerOf } from '../iam/arns.ts';
import { authorize } from '../iam/authorize.ts';
import type { Caller } from '../iam/caller.ts';
import { credentialsXml } from '../iam/sessions.ts';
import type { Call } from './operation.ts';
import { sessionCredentialsRefused } from './refusals.ts';
import { requireActiveSts } from './regions.ts';
import { readSessionPolicies, sessionPolicyRules } from './scope/sessionPolicies.ts';
import { readTags, tagRules } from './scope/sessionTags.ts';
import { integer, required, text, validate } from './validation.ts';
import type { XmlContent } from './xml.ts';

const defaultSeconds = 43_200;
const rules = [
  required(text('Name', 2, 32, String.raw`[\w+=,.@-]*`)),
  integer('DurationSeconds', 900, 129_600),
];

/**
 * Returns temporary credentials of a user under another name. They may do what the user and the session policies both
 * allow: nothing without session policies.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html
 */
export async function getFederationToken(call: Call): Promise<XmlContent> {
  const { parameters } = call;
  const caller = await call.authenticate();
  validate(parameters, [...rules, ...sessionPolicyRules(parameters), ...tagRules(parameters)]);
  if (caller.kind !== 'user') {
    throw sessionCredentialsRefused('GetFederationToken');
  }
  const { accountId } = caller;
  requireActiveSts(call, accountId);
  const name = parameters.get('Name') ?? '';
  const arn = federatedUserArn(ownerOf(caller.arn), name);
  const tags = readTags(parameters);
  const isTagged = Object.keys(tags).length > 0;
  for (const action of ['sts:GetFederationToken', ...(isTagged ? ['sts:TagSession'] : [])]) {
    authorize(call.iam, caller, { action, resource: arn });
  }
  const { scope, elements } = readSessionPolicies(call, accountId, tags);
  const federated: Caller = {
    ...caller,
    kind: 'federatedUser',
    arn,
    userId: `${accountId}:${name}`,
    devices: [],
    sessionPolicies: [],
    ...scope,
    ...(isTagged ? { tags } : {}),
  };
  const seconds = Number(parameters.get('DurationSeconds') ?? defaultSeconds);
  return {
    Credentials: credentialsXml(call.sessions.issue(federated, seconds, 'federationToken')),
    FederatedUser: { Arn: arn, FederatedUserId: federated.userId },
    ...elements,
  };
}
