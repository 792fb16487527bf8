import { authorize } from '../iam/authorize.ts';
import { credentialsXml } from '../iam/sessions.ts';
import { mfaRules } from './mfaRules.ts';
import type { Call } from './operation.ts';
import { sessionCredentialsRefused } from './refusals.ts';
import { requireActiveSts } from './regions.ts';
import { integer, type Rule, validate } from './validation.ts';
import type { XmlContent } from './xml.ts';

const rules: readonly Rule[] = [integer('DurationSeconds', 900, 129_600), ...mfaRules];
const defaultSeconds = 43_200;
const action = 'sts:GetSessionToken';

/**
 * Returns temporary credentials for the user that signed the request. MFA is optional, and the session keeps it.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
 */
export async function getSessionToken(call: Call): Promise<XmlContent> {
  const { parameters } = call;
  const caller = await call.authenticate();
  validate(parameters, rules);
  if (caller.kind !== 'user') {
    throw sessionCredentialsRefused('GetSessionToken');
  }
  requireActiveSts(call, caller.accountId);
  const mfaPresent = call.mfa.verify(
    caller.devices,
    parameters.get('SerialNumber'),
    parameters.get('TokenCode'),
  );
  // Every user may call this, unless a policy denies it. As for roles, even a denied request uses up its code.
  authorize(call.iam, caller, { action, resource: '*' });
  const seconds = Number(parameters.get('DurationSeconds') ?? defaultSeconds);
  const session = call.sessions.issue(
    { ...caller, kind: 'userSession', mfaPresent },
    seconds,
    'sessionToken',
  );
  return { Credentials: credentialsXml(session) };
}
