import type { Clock } from '../../aws/clock.ts';
import type { Ram } from '../ram/ram.ts';
import type { RamCaller } from '../ram/ramCaller.ts';
import type { RamSessions } from '../ram/ramSessions.ts';
import { readAcs3Signature } from './acs3Signature.ts';
import {
  keyInactive,
  keyNotFound,
  missing,
  nonceUsed,
  signatureMismatch,
  timeExpired,
  timeMalformed,
  tokenExpired,
  tokenMalformed,
  tokenMissing,
  tokenOfAnotherKey,
} from './alibabaRefusals.ts';
import type { RpcRequest } from './rpcRequest.ts';
import { readRpcSignature } from './rpcSignature.ts';

/** What both kinds of signatures have. */
export type SignedRequest = {
  readonly accessKeyId: string;
  readonly securityToken: string | undefined;
  readonly nonce: string;
  readonly time: string;
  readonly toSign: string;
  readonly matches: (secret: string) => boolean;
};

export type AlibabaKeyRing = {
  readonly ram: Ram;
  readonly sessions: RamSessions;
  readonly clock: Clock;
};

const fifteenMinutes = 15 * 60_000;

/** Verifies signatures, and that nobody sends a request twice. */
export class AlibabaAuthentication {
  readonly #ring: AlibabaKeyRing;
  readonly #nonces = new Set<string>();

  constructor(ring: AlibabaKeyRing) {
    this.#ring = ring;
  }

  /** @throws Refusal unless the request is signed with valid keys */
  authenticate(request: RpcRequest): RamCaller {
    if (request.signature === undefined) throw missing('AccessKeyId');
    const signed = request.signature === 'acs3' ? readAcs3Signature(request) : readRpcSignature(request);
    this.#checkTime(signed.time);
    const { secret, caller } = findKeys(this.#ring, signed.accessKeyId, signed.securityToken);
    if (!signed.matches(secret)) throw signatureMismatch(signed.toSign);
    const nonce = `${signed.accessKeyId}/${signed.nonce}`;
    if (this.#nonces.has(nonce)) throw nonceUsed();
    this.#nonces.add(nonce);
    return caller;
  }

  #checkTime(time: string): void {
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/u.test(time)) throw timeMalformed();
    const difference = Math.abs(Date.parse(time) - this.#ring.clock.wire());
    // A date that does not exist is NaN.
    if (!(difference <= fifteenMinutes)) throw timeExpired();
  }
}

/**
 * The secret of keys and their owner.
 *
 * @throws Refusal if there are no such keys, or if the token does not belong to them
 */
function findKeys(
  { ram, sessions }: AlibabaKeyRing,
  accessKeyId: string,
  securityToken: string | undefined,
): { readonly secret: string; readonly caller: RamCaller } {
  const session = sessions.find(accessKeyId);
  if (session) {
    checkToken(sessions, securityToken, session.securityToken);
    if (sessions.isExpired(session)) throw tokenExpired();
    return { secret: session.accessKeySecret, caller: session.caller };
  }
  // Keys that Alibaba Cloud does not know any more still show what they were.
  if (accessKeyId.startsWith('STS.') && securityToken === undefined) throw tokenMissing();
  const found = ram.key(accessKeyId);
  if (!found) throw keyNotFound();
  if (found.key.status === 'Inactive') throw keyInactive();
  if (securityToken !== undefined) checkToken(sessions, securityToken, undefined);
  return { secret: found.key.accessKeySecret, caller: found.caller };
}

function checkToken(sessions: RamSessions, token: string | undefined, right: string | undefined): void {
  if (token === undefined) throw tokenMissing();
  if (token !== right) throw sessions.knowsToken(token) ? tokenOfAnotherKey() : tokenMalformed();
}
