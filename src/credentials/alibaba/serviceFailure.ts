import { Cancelled, type Failure, FailureError } from '../../base/failure.ts';
import { publicFacts } from '../../base/publicFacts.ts';
import { secretMask } from '../../base/secretText.ts';
import { connectionFailure } from '../sdk/connectionFailure.ts';
import { UnusableProxy } from '../sdk/proxy.ts';
import { AnswerTooLarge } from './serviceRequest.ts';

/** The profile that needs a service, and the host of the service. */
export interface CalledService {
  readonly profile: string;
  readonly host: string;
}

/** Converts the error of a request without an answer to `FailureError` or `Cancelled`; returns bugs unchanged. */
export function requestError(error: unknown, { profile, host }: CalledService): unknown {
  if (error instanceof FailureError || error instanceof Cancelled) return error;
  const failure = requestFailure(error, { profile, host });
  return failure ? new FailureError(failure, { cause: error }) : error;
}

function requestFailure(error: unknown, { profile, host }: CalledService): Failure | undefined {
  if (error instanceof UnusableProxy)
    return { code: 'proxyUnusable', profile, host: error.host, setting: error.setting };
  if (error instanceof AnswerTooLarge) return { code: 'notAlibaba', profile, host, status: error.status };
  const { code, statusCode } = { ...(error as { readonly code?: unknown; readonly statusCode?: unknown }) };
  if (code === 'ERR_PROXY_TUNNEL' && typeof statusCode === 'number')
    return { code: 'proxyRefused', profile, host, status: statusCode };
  return typeof code === 'string' ? connectionFailure(code, { profile, host }) : undefined;
}

/**
 * What can be wrong with the answer of any service: too many requests, a fault, or the page of a proxy or a network,
 * which has no `serviceCode`. Undefined if Alibaba Cloud has refused the request, with that code.
 */
export function answerFailure(
  status: number,
  serviceCode: string | undefined,
  { profile, host }: CalledService,
): Failure | undefined {
  if (isThrottled(status, serviceCode)) return { code: 'throttled', profile };
  if (status >= 500) return { code: 'serviceFault', profile, status };
  if (serviceCode !== undefined) return undefined;
  // A proxy requests authentication with its own status (RFC 9110, 15.5.8).
  return { code: status === 407 ? 'proxyRefused' : 'notAlibaba', profile, host, status };
}

export function isThrottled(status: number, serviceCode: string | undefined): boolean {
  return status === 429 || /^Throttling\b/u.test(serviceCode ?? '');
}

/** The greatest length of a message that is shown. */
const maxDetail = 300;

/** The message of a service on one line, without secrets that it may quote. */
export function detailOf(message: unknown, secrets: readonly (string | undefined)[] = []): string {
  if (typeof message !== 'string') return '';
  const known = secrets.filter((secret) => secret !== undefined && secret !== '') as readonly string[];
  const masked = known.reduce((text, secret) => text.replaceAll(secret, secretMask), message);
  const line = masked.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  return publicFacts(line).slice(0, maxDetail);
}
