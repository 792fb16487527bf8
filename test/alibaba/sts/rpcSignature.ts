import { createHmac } from 'node:crypto';
import { missing } from './alibabaRefusals.ts';
import type { SignedRequest } from './alibabaAuthentication.ts';
import { canonicalQuery, percentEncode, type RpcRequest } from './rpcRequest.ts';

/**
 * Signature 1.0, as in the document "RPC" of "Request structure and signature": HMAC-SHA1 of all parameters.
 *
 * @throws Refusal if something that each such request has is missing
 */
export function readRpcSignature({ http, parameters }: RpcRequest): SignedRequest {
  const need = (name: string): string => {
    const value = parameters.get(name) ?? '';
    if (value === '') throw missing(name);
    return value;
  };
  const accessKeyId = need('AccessKeyId');
  const signature = need('Signature');
  need('SignatureMethod');
  need('SignatureVersion');
  const unsigned = [...parameters].filter(([name]) => name !== 'Signature');
  const toSign = `${http.method}&%2F&${percentEncode(canonicalQuery(unsigned))}`;
  return {
    accessKeyId,
    securityToken: parameters.get('SecurityToken') || undefined,
    nonce: need('SignatureNonce'),
    time: need('Timestamp'),
    toSign,
    matches: (secret) =>
      parameters.get('SignatureMethod') === 'HMAC-SHA1' &&
      parameters.get('SignatureVersion') === '1.0' &&
      createHmac('sha1', `${secret}&`).update(toSign).digest('base64') === signature,
  };
}
