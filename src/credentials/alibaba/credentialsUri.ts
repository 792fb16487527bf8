import { deadlines } from '../../base/deadlines.ts';
import { type Failure, FailureError } from '../../base/failure.ts';
import type { CredentialsUriStep } from '../../plan/alibaba/alibabaPlan.ts';
import { Credentials } from '../credentials.ts';
import { isText, parseObject } from '../json.ts';
import { connectionFailure } from '../sdk/connectionFailure.ts';
import { askMetadata, type MetadataAnswer, Unreachable } from '../sources/metadataService.ts';
import { detailOf } from './serviceFailure.ts';
import { readTemporaryKeys } from './temporaryKeys.ts';

const deadline = { connectMs: deadlines.connectMs, answerMs: deadlines.credentialsUriMs };

/**
 * Asks the service at a credentials URI. The URI authenticates the request and is therefore a secret: it is not sent to
 * a proxy. `now`: milliseconds since the epoch.
 */
export async function fetchCredentialsUri(
  { profile, host }: CredentialsUriStep,
  uri: string | undefined,
  now: () => number,
  signal: AbortSignal,
): Promise<Credentials> {
  if (uri === undefined) throw new FailureError({ code: 'credentialsUriUnset', profile });
  if (!/^https?:\/\//iu.test(uri) || !URL.canParse(uri))
    throw new FailureError({ code: 'credentialsUriInvalid', profile });
  const bad = (missing: string): FailureError =>
    new FailureError({ code: 'credentialsUriBadAnswer', profile, host, missing });
  const { status, body } = await ask(uri, { profile, host }, signal);
  const fields = parseObject(body);
  const code = fields?.['Code'];
  const detail = fields ? refusalIn(fields, uri) : '';
  if (status !== 200 || (isText(code) && code !== 'Success'))
    throw new FailureError({ code: 'credentialsUriRefused', profile, host, status, detail });
  if (!fields) throw bad('JSON');
  const keys = readTemporaryKeys(fields);
  if ('missing' in keys) throw bad(keys.missing);
  if (keys.expiration !== undefined && keys.expiration <= now())
    throw new FailureError({ code: 'alibabaSourceStale', profile });
  return new Credentials(keys);
}

async function ask(
  uri: string,
  service: { readonly profile: string; readonly host: string },
  signal: AbortSignal,
): Promise<MetadataAnswer> {
  try {
    return await askMetadata(uri, { headers: { accept: 'application/json' } }, deadline, signal);
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    const failure: Failure =
      error.reason === 'EMSGSIZE'
        ? { code: 'credentialsUriBadAnswer', ...service, missing: 'JSON' }
        : connectionFailure(error.reason, service);
    throw new FailureError(failure, { cause: error });
  }
}

/** Why the service has no credentials, in its own words. It may repeat the path that it does not know. */
function refusalIn(fields: Readonly<Record<string, unknown>>, uri: string): string {
  const { Code, Message, AccessKeySecret, SecurityToken } = fields;
  const secrets = [AccessKeySecret, SecurityToken, ...secretParts(uri)].filter(isText);
  return [Code, Message]
    .map((text) => detailOf(text, secrets))
    .filter(Boolean)
    .join(': ');
}

/** Shorter parts of a URI are no secrets, and could be parts of any word. */
const leastSecret = 5;

/** What of a URI authenticates a request, in every form in which a service may repeat it; the longest parts first. */
function secretParts(uri: string): readonly string[] {
  const { href, pathname, search, username, password } = new URL(uri);
  const whole = [uri, href, pathname + search, pathname, search.slice(1)];
  const user = [decoded(username), decoded(password)].join(':');
  const parts = `${pathname}/${search.slice(1)}`.split(/[/?&=]/u);
  return [...whole, ...parts, password, user, inBase64(user)]
    .flatMap((part) => [part, decoded(part)])
    .filter((part) => part.length >= leastSecret)
    .toSorted((a, b) => b.length - a.length);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** As in the header of a request. */
function inBase64(text: string): string {
  return Buffer.from(text).toString('base64');
}
