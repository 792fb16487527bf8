import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import type { Environment } from '../../../src/base/environment.ts';
import { type Caller, type Failure, FailureError } from '../../../src/base/failure.ts';
import { parseConfig } from '../../../src/config/parse.ts';
import type { Credentials } from '../../../src/credentials/credentials.ts';
import { type Prompts, UsedCodes } from '../../../src/credentials/run/mfa.ts';
import { type RunnerDependencies, runPlan } from '../../../src/credentials/run/runPlan.ts';
import type { Progress } from '../../../src/credentials/run/runSteps.ts';
import { type AwsLimits, awsLimits } from '../../../src/credentials/sdk/awsLimits.ts';
import { openSts } from '../../../src/credentials/sdk/open.ts';
import { createSources } from '../../../src/credentials/sources/fetchSource.ts';
import { isPlan, type Plan } from '../../../src/plan/plan.ts';
import { planTarget } from '../../../src/plan/planner.ts';
import { buildProfiles } from '../../../src/profiles/profiles.ts';
import type { RecordedRequest } from '../../aws/http/recordedRequest.ts';
import {
  aliceKey,
  aliceOldKey,
  bobKey,
  inactiveRegion,
  longRole,
  mfaRole,
  nextRole,
  partnerRole,
  phone,
  plainRole,
} from '../../aws/testWorld.ts';
import { noSignIn } from '../../fakes/noSignIn.ts';
import { RecordedLog } from '../../fakes/recordedLog.ts';

export const missingRole = 'arn:aws:iam::222222222222:role/Missing';
const config = `\
[profile keys]
region = eu-central-1
[profile alice]
mfa_serial = ${phone.serialNumber}
[profile wrong-phone]
mfa_serial = arn:aws:iam::111111111111:mfa/tablet
[profile plain]
role_arn = ${plainRole}
source_profile = keys
[profile long]
role_arn = ${longRole}
source_profile = keys
role_session_name = long-job
duration_seconds = 43200
[profile partner]
role_arn = ${partnerRole}
source_profile = keys
external_id = agreed
[profile partner-guess]
role_arn = ${partnerRole}
source_profile = keys
external_id = guessed
[profile not-trusted]
role_arn = ${plainRole}
source_profile = bob
[profile mfa]
role_arn = ${mfaRole}
source_profile = alice
[profile mfa-straight]
role_arn = ${mfaRole}
source_profile = alice
duration_seconds = 7200
[profile partner-straight]
role_arn = ${partnerRole}
source_profile = alice
duration_seconds = 3601
external_id = guessed
[profile too-long]
role_arn = ${plainRole}
source_profile = keys
duration_seconds = 3601
[profile no-role]
role_arn = ${missingRole}
source_profile = keys
[profile inactive-region]
role_arn = ${plainRole}
source_profile = keys
region = ${inactiveRegion}
[profile next]
role_arn = ${nextRole}
source_profile = mfa
[profile inactive]
mfa_serial = ${phone.serialNumber}
[profile unknown]
mfa_serial = ${phone.serialNumber}
[profile wrong-secret]
mfa_serial = ${phone.serialNumber}
[profile temporary-role]
role_arn = ${plainRole}
source_profile = temporary
[profile inactive-role]
role_arn = ${plainRole}
source_profile = inactive-plain
[profile unknown-role]
role_arn = ${plainRole}
source_profile = unknown-plain
[profile wrong-secret-role]
role_arn = ${plainRole}
source_profile = wrong-secret-plain
`;

export const temporaryToken = 'the-token-of-temporary-keys';
const wrongSecret = 'not-the-secret-of-anybody-------------40';
const unknownKey = { accessKeyId: 'AKIATESTSTRANGER0001', secretAccessKey: wrongSecret };
const credentials = [
  section('keys', aliceKey),
  section('alice', aliceKey),
  section('wrong-phone', aliceKey),
  section('bob', bobKey),
  section('inactive', aliceOldKey),
  section('inactive-plain', aliceOldKey),
  section('temporary', { ...unknownKey, accessKeyId: 'ASIATESTTEMPORARY001' }),
  `aws_session_token = ${temporaryToken}\n`,
  section('unknown', unknownKey),
  section('unknown-plain', unknownKey),
  section('wrong-secret', { ...aliceKey, secretAccessKey: wrongSecret }),
  section('wrong-secret-plain', { ...aliceKey, secretAccessKey: wrongSecret }),
].join('');

function section(name: string, key: { accessKeyId: string; secretAccessKey: string }): string {
  return `[${name}]\naws_access_key_id = ${key.accessKeyId}\naws_secret_access_key = ${key.secretAccessKey}\n`;
}

/** The caller of a call that is signed with a profile's keys. */
export function callerWith(profile: string, accessKeyId: string): Caller {
  return { kind: 'keys', profile, accessKeyId, place: 'credentials' };
}

export interface Runner {
  readonly plan: (profile: string) => Plan;
  /** The name `environment` runs the target with the environment's keys. */
  readonly run: (profile: string, signal?: AbortSignal) => Promise<Credentials>;
  /** Runs the profile and returns its failure, after checking everything visible for secrets. */
  readonly fail: (profile: string, signal?: AbortSignal) => Promise<Failure>;
  /** The result of each step, in order. */
  readonly yielded: Progress[];
  /** The reported clock skews, in minutes. */
  readonly skews: readonly number[];
  /** The MFA devices whose users get no MFA session. */
  readonly directDevices: readonly string[];
}

export interface RunnerOptions {
  /** Appended to the default profiles. */
  readonly config?: string;
  readonly credentials?: string;
  readonly environment?: Environment;
  readonly isTrusted?: () => boolean;
  readonly log?: RecordedLog;
  readonly mfaProcess?: string;
  readonly limits?: AwsLimits;
}

/** The real implementation from config text to STS; only the user is simulated. */
export function createRunner(url: string, prompts: Prompts, options: RunnerOptions = {}): Runner {
  const environment = { PATH: process.env['PATH'], AWS_ENDPOINT_URL_STS: url, ...options.environment };
  const profiles = buildProfiles(
    parseConfig(config + (options.config ?? '')),
    parseConfig(credentials + (options.credentials ?? '')),
  );
  const yielded: Progress[] = [];
  const skews: number[] = [];
  const directDevices: string[] = [];
  const { isTrusted = () => true, log = new RecordedLog(), mfaProcess = '', limits = awsLimits } = options;
  const host = { profiles: () => profiles, environment, isTrusted, log, now: Date.now };
  const dependencies: RunnerDependencies = {
    ...host,
    fetchSource: createSources({ ...host, ...noSignIn, limits }),
    openSts: (endpoint, keys) => openSts(endpoint, keys, limits),
    prompts,
    usedCodes: new UsedCodes(Date.now),
    onClockSkew: (minutes) => skews.push(minutes),
    onDirectDevice: (mfaSerial) => directDevices.push(mfaSerial),
  };
  const plan = (name: string): Plan => {
    const planned = planTarget(
      profiles,
      name === 'environment' ? { kind: 'environment' } : { kind: 'profile', name },
      { environment, sessionName: 'me', mfaSessionSeconds: 43_200, mfaProcess, directDevices },
    );
    assert.ok(isPlan(planned), JSON.stringify(planned));
    return planned;
  };
  const onStep = async (progress: Progress): Promise<void> => void yielded.push(progress);
  const run = (name: string, signal = new AbortController().signal): Promise<Credentials> =>
    runPlan(plan(name), undefined, dependencies, onStep, signal);
  const fail = (name: string, signal?: AbortSignal): Promise<Failure> =>
    failureFrom(run(name, signal), yielded);
  return { plan, run, fail, yielded, skews, directDevices };
}

/** The failure of work that must fail, after checking everything visible for secrets. */
export async function failureFrom(
  work: Promise<unknown>,
  yielded: readonly Progress[] = [],
): Promise<Failure> {
  const error: unknown = await work.then(
    (result) => assert.fail(`nothing failed: ${inspect(result)}`),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof FailureError, inspect(error));
  const visible = [JSON.stringify(error), JSON.stringify(error.failure), String(error), error.stack].join(
    '\n',
  );
  assertNoSecret(visible, yielded);
  return error.failure;
}

export function assertNoSecret(text: string, yielded: readonly Progress[] = []): void {
  const issued = yielded.flatMap(({ credentials: session }) => {
    const { secretAccessKey, sessionToken } = session.reveal();
    return [secretAccessKey, sessionToken ?? ''];
  });
  const known = [aliceKey, aliceOldKey, bobKey].map((key) => key.secretAccessKey);
  for (const secret of [...known, ...issued, wrongSecret, temporaryToken, phone.base32Seed]) {
    assert.ok(!secret || !text.includes(secret), `a secret shows in: ${text}`);
  }
}

/** The requests to AWS with their outcomes, such as `GetSessionToken OK`. */
export function outcomes(requests: readonly RecordedRequest[]): readonly string[] {
  return requests.map(({ action, outcome }) => `${action} ${outcome}`);
}

/** The codes that AWS received, in order. Fails if a code was sent twice. */
export function codesSent(requests: readonly RecordedRequest[]): readonly string[] {
  const codes = requests.flatMap(({ parameters: { TokenCode } }) => TokenCode ?? []);
  assert.equal(new Set(codes).size, codes.length, `a code was sent twice: ${codes.join(', ')}`);
  return codes;
}
