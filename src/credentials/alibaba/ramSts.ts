import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { withDeadline } from '../../base/deadline.ts';
import { deadlines } from '../../base/deadlines.ts';
import { FailureError } from '../../base/failure.ts';
import type { AlibabaEndpoint } from '../../plan/alibaba/alibabaPlan.ts';
import { clockOffsetMs } from '../clockOffset.ts';
import type { Credentials } from '../credentials.ts';
import { isText, parseObject } from '../json.ts';
import { canonicalQuery, type RamSigner, signRequest, utcSeconds } from './ramSignature.ts';
import { isThrottled, requestError } from './serviceFailure.ts';
import { sendRequest, type ServiceAnswer, type ServiceRequest } from './serviceRequest.ts';
import { type StsCall, stsFailure } from './stsFailure.ts';

/** Of this machine. */
export interface MachineClock {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Reports that this machine's clock is wrong by several minutes. Positive: ahead of Alibaba Cloud's. */
  readonly onClockSkew: (minutes: number) => void;
}

/** What STS is asked. Parameters without a value are left out. */
export interface StsQuestion extends StsCall {
  readonly sts: AlibabaEndpoint;
  readonly parameters: Readonly<Record<string, string | number | undefined>>;
  /** Undefined: a token in the parameters authenticates the call. */
  readonly signer: Credentials | undefined;
}

export interface StsAnswer {
  readonly fields: Readonly<Record<string, unknown>>;
  /** The offset to add to this machine's clock to get that of STS, in milliseconds. */
  readonly offsetMs: number;
}

/**
 * Calls STS. Tries again once after a fault of the service, and once with the clock of STS if it rejects the time.
 * Rejects with `FailureError` or `Cancelled`.
 */
export async function askSts(
  question: StsQuestion,
  clock: MachineClock,
  signal: AbortSignal,
): Promise<StsAnswer> {
  const service = { profile: question.profile, host: question.sts.host };
  try {
    return await withDeadline(deadlines.callMs, signal, (until) => untilAnswered(question, clock, until));
  } catch (error) {
    throw requestError(error, service);
  }
}

const apiVersion = '2015-04-01';
const pauseMs = 300;

async function untilAnswered(
  question: StsQuestion,
  clock: MachineClock,
  signal: AbortSignal,
): Promise<StsAnswer> {
  let offsetMs = 0;
  let mayRepeat = true;
  for (;;) {
    const sentAt = clock.now();
    const { request, requestHash } = requestFor(question, sentAt + offsetMs);
    const answer = await sendRequest(request, signal).catch((error: NodeJS.ErrnoException) => {
      if (mayRepeat && error.code === 'ECONNRESET') return undefined;
      throw error;
    });
    const fields = answer && parseObject(answer.body);
    const code = isText(fields?.['Code']) ? fields['Code'] : undefined;
    const measuredMs = clockOffsetMs(answer?.date, clock.now(), sentAt);
    if (answer?.status === 200 && fields && code === undefined) {
      reportSkew(measuredMs, clock);
      return { fields, offsetMs: measuredMs };
    }
    // The clock is right, so the request itself was too old when it arrived.
    const isLate = code === 'InvalidTimeStamp.Expired' && offsetMs === 0 && measuredMs === 0;
    if (mayRepeat && (!answer || isPassing(answer, code) || isLate)) {
      mayRepeat = false;
      await sleep(pauseMs, undefined, { signal });
    } else if (code === 'InvalidTimeStamp.Expired' && offsetMs === 0 && measuredMs !== 0) {
      offsetMs = measuredMs;
    } else {
      const refusal = { status: answer?.status ?? 0, code, message: fields?.['Message'], requestHash };
      throw new FailureError(stsFailure({ ...refusal, aheadMs: -measuredMs }, question));
    }
  }
}

/** Whether the same request may succeed in a moment. */
function isPassing({ status }: ServiceAnswer, code: string | undefined): boolean {
  return status >= 500 || isThrottled(status, code) || code === 'SignatureNonceUsed';
}

/** Smaller differences matter to nobody. */
const reportedMinutes = 4;

function reportSkew(offsetMs: number, { onClockSkew }: MachineClock): void {
  const minutes = Math.round(-offsetMs / 60_000);
  if (Math.abs(minutes) >= reportedMinutes) onClockSkew(minutes);
}

function requestFor(
  { sts, action, parameters: given, signer }: StsQuestion,
  time: number,
): { readonly request: ServiceRequest; readonly requestHash: string } {
  const nonce = randomUUID();
  const parameters = textsOf(given);
  const common = { accept: 'application/json', 'user-agent': 'rolecall' };
  if (signer) {
    const { host } = new URL(sts.url);
    const rpc = { host, action, version: apiVersion, parameters };
    const { query, headers, requestHash } = signRequest(rpc, signerOf(signer), time, nonce);
    const url = query === '' ? `${sts.url}/` : `${sts.url}/?${query}`;
    return { request: { url, headers: { ...headers, ...common }, body: '' }, requestHash };
  }
  const query = canonicalQuery({
    Action: action,
    Format: 'JSON',
    SignatureNonce: nonce,
    Timestamp: utcSeconds(time),
    Version: apiVersion,
  });
  const headers = { ...common, 'content-type': 'application/x-www-form-urlencoded' };
  // Proxies write addresses to their logs, so the token is in the body.
  const request = { url: `${sts.url}/?${query}`, headers, body: canonicalQuery(parameters) };
  return { request, requestHash: '' };
}

function signerOf(credentials: Credentials): RamSigner {
  return credentials.reveal();
}

function textsOf(given: StsQuestion['parameters']): Readonly<Record<string, string>> {
  const set = Object.entries(given).filter(([, value]) => value !== undefined && value !== '');
  return Object.fromEntries(set.map(([name, value]) => [name, String(value)]));
}
