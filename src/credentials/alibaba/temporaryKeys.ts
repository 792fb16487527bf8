import { isSendable } from '../../plan/alibaba/stepSecrets.ts';
import { badText } from '../../profiles/keyForm.ts';
import type { RevealedCredentials } from '../credentials.ts';
import { isText } from '../json.ts';
import { readTime } from '../time.ts';

/** How a service names the fields of temporary keys. */
type FieldNames = readonly [accessKeyId: string, secret: string, token: string, expiration: string];

const usualNames: FieldNames = ['AccessKeyId', 'AccessKeySecret', 'SecurityToken', 'Expiration'];

/** Temporary keys, or the first field without a valid value. */
export type ReadKeys = RevealedCredentials | { readonly missing: string };

/**
 * Reads temporary keys. As for the Alibaba Cloud CLI and its Terraform provider, `Expiration` may be absent: then it is
 * unknown when they expire. Unlike for most SDKs, it may have fractions of a second and an offset from UTC.
 */
export function readTemporaryKeys(
  fields: Readonly<Record<string, unknown>>,
  [idName, secretName, tokenName, expirationName]: FieldNames = usualNames,
): ReadKeys {
  const { [idName]: id, [secretName]: secret, [tokenName]: token, [expirationName]: end } = fields;
  if (!isHeaderText(id)) return { missing: idName };
  if (!isText(secret) || !isSendable(secret)) return { missing: secretName };
  if (!isHeaderText(token)) return { missing: tokenName };
  const expiration = readTime(end);
  if (expiration === undefined && end !== undefined && end !== null && end !== '')
    return { missing: expirationName };
  return { accessKeyId: id, secretAccessKey: secret, sessionToken: token, expiration };
}

/** Whether a value is a text that can be sent in a header. */
function isHeaderText(value: unknown): value is string {
  return isText(value) && badText(value) === undefined;
}
