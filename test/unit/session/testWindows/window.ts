import type { Environment } from '../../../../src/base/environment.ts';
import { parseConfig } from '../../../../src/config/parse.ts';
import type { Credentials } from '../../../../src/credentials/credentials.ts';
import { callerIdentity } from '../../../../src/credentials/run/callerIdentity.ts';
import { type CodeClaims, type Prompts, UsedCodes } from '../../../../src/credentials/run/mfa.ts';
import { runPlan } from '../../../../src/credentials/run/runPlan.ts';
import type { RunPlan } from '../../../../src/credentials/run/runner.ts';
import { type AwsLimits, awsLimits } from '../../../../src/credentials/sdk/awsLimits.ts';
import { openSts } from '../../../../src/credentials/sdk/open.ts';
import { createSources } from '../../../../src/credentials/sources/fetchSource.ts';
import { agentMarks, type MarkSettings } from '../../../../src/plan/access/agentMarks.ts';
import { scopePlan } from '../../../../src/plan/access/scopePlan.ts';
import type { StsEndpoint } from '../../../../src/plan/endpoints/stsEndpoint.ts';
import type { Planned } from '../../../../src/plan/plan.ts';
import { planTarget } from '../../../../src/plan/planner.ts';
import { buildProfiles, type ProfileSet, type Target } from '../../../../src/profiles/profiles.ts';
import { type AccessSettings, DefaultAccess } from '../../../../src/session/access/defaultAccess.ts';
import { Active } from '../../../../src/session/active.ts';
import type { ActiveDependencies } from '../../../../src/session/activeState.ts';
import { createCliCache, type FileRecord } from '../../../../src/session/cliCache.ts';
import type { Lock } from '../../../../src/session/fileLock.ts';
import type { MachineClock } from '../../../../src/session/machineClock.ts';
import type { OtherWindows } from '../../../../src/session/otherWindows.ts';
import { SessionCache } from '../../../../src/session/sessionCache.ts';
import { loggedRuns } from '../../../../src/session/sessionLog.ts';
import {
  type Session,
  type SessionRequest,
  Sessions,
  type SignIn,
} from '../../../../src/session/sessions.ts';
import type { SecretStore } from '../../../../src/session/storedSessions.ts';
import { aliceKey, longRole, mfaRole, nextRole, phone, plainRole } from '../../../aws/testWorld.ts';
import { unrecorded } from '../../../fakes/fileRecords.ts';
import { InProcessLock } from '../../../fakes/inProcessLock.ts';
import { MemorySecrets } from '../../../fakes/memorySecrets.ts';
import { noOtherWindows } from '../../../fakes/noOtherWindows.ts';
import { noSignIn } from '../../../fakes/noSignIn.ts';
import { RecordedLog } from '../../../fakes/recordedLog.ts';
import type { TypedCodes } from '../../../fakes/typedCodes.ts';

export const config = `\
[profile keys]
region = eu-central-1
[profile alice]
mfa_serial = ${phone.serialNumber}
[profile plain]
role_arn = ${plainRole}
source_profile = keys
[profile long]
role_arn = ${longRole}
source_profile = keys
[profile mfa]
role_arn = ${mfaRole}
source_profile = alice
[profile mfa-plain]
role_arn = ${plainRole}
source_profile = alice
[profile mfa-straight]
role_arn = ${mfaRole}
source_profile = alice
duration_seconds = 7200
[profile next]
role_arn = ${nextRole}
source_profile = mfa
`;

export const credentials = ['keys', 'alice']
  .map(
    (name) =>
      `[${name}]\naws_access_key_id = ${aliceKey.accessKeyId}\n` +
      `aws_secret_access_key = ${aliceKey.secretAccessKey}\n`,
  )
  .join('');

export interface WindowDependencies<P extends Prompts> {
  readonly url: string;
  readonly prompts: P;
  readonly secrets?: SecretStore;
  readonly otherWindows?: OtherWindows;
  readonly lock?: Lock;
  readonly claims?: CodeClaims;
  readonly now?: () => number;
  /** By default, only `now` is watched. */
  readonly clock?: MachineClock;
  /** The access that the settings say; by default, none that limits anything. */
  readonly access?: AccessSettings;
  /** How the settings mark the sessions of AI agents. */
  readonly marks?: Partial<MarkSettings>;
  /** The limits of the user's guard. */
  readonly shorten?: (planned: Planned) => Planned;
  /** Whether `url` stands in for AWS's own endpoints; otherwise it is a custom endpoint. */
  readonly isAwsItself?: boolean;
  /** Further variables in VS Code's environment. */
  readonly environment?: Environment;
  /** Where sessions are shared with the AWS CLI, if at all. */
  readonly cliDirectory?: string;
  readonly isSharing?: () => boolean;
  readonly cliRecord?: FileRecord;
  readonly limits?: AwsLimits;
  /** The MFA devices whose users get no MFA session, as all windows remember them. */
  readonly directDevices?: string[];
  /** How the user signs in; by default, they cannot. */
  readonly signIn?: SignIn;
}

/** The sessions of one window, with the real implementation. Changes to `files` take effect immediately. */
export interface Window<P extends Prompts> {
  readonly files: { config: string; credentials: string };
  readonly prompts: P;
  readonly log: RecordedLog;
  readonly cache: SessionCache;
  readonly sessions: Sessions;
  planOf(target: Target): Planned;
  readonly identify: ActiveDependencies['identify'];
  get(name: string, request?: Partial<SessionRequest>): Promise<Session>;
}

export function openWindow<P extends Prompts = TypedCodes>(dependencies: WindowDependencies<P>): Window<P> {
  const { url, prompts, now = Date.now, limits = awsLimits } = dependencies;
  const {
    secrets = new MemorySecrets(),
    otherWindows = noOtherWindows,
    lock = new InProcessLock(),
  } = dependencies;
  const environment = {
    ...dependencies.environment,
    ...(!dependencies.isAwsItself && { AWS_ENDPOINT_URL_STS: url }),
  };
  const files = { config, credentials };
  const log = new RecordedLog();
  const profiles = (): ProfileSet => buildProfiles(parseConfig(files.config), parseConfig(files.credentials));
  const { directDevices = [] } = dependencies;
  const context = { environment, sessionName: 'me', mfaSessionSeconds: 43_200, directDevices };
  const { shorten = (planned: Planned) => planned } = dependencies;
  const planned = accessIn(dependencies).planWith((target) => planTarget(profiles(), target, context));
  const planOf = (target: Target): Planned => shorten(planned(target));
  const host = { profiles, environment, isTrusted: () => true, log, now };
  const runner = {
    ...host,
    fetchSource: createSources({ ...host, ...noSignIn, limits }),
    openSts: (endpoint: StsEndpoint, keys: Credentials) =>
      openSts({ ...endpoint, url: endpoint.url ?? url }, keys, limits),
    prompts,
    usedCodes: new UsedCodes(now, dependencies.claims),
    onClockSkew: () => {},
    onDirectDevice: (mfaSerial: string) => directDevices.push(mfaSerial),
  };
  const cliCache = createCliCache({
    directory: dependencies.cliDirectory ?? '',
    profiles,
    isOn: dependencies.isSharing ?? (() => dependencies.cliDirectory !== undefined),
    record: dependencies.cliRecord ?? unrecorded,
    log,
  });
  const cache = new SessionCache(secrets, otherWindows, log, now, cliCache, dependencies.clock);
  const run: RunPlan = (plan, from, ...request) => runPlan(plan, from, runner, ...request);
  const sessions = new Sessions(planOf, loggedRuns(run, log), cache, lock, dependencies.signIn);
  return {
    files,
    prompts,
    log,
    cache,
    sessions,
    planOf,
    identify: ({ plan, credentials: keys }, signal) => callerIdentity(runner.openSts, plan, keys, signal),
    get: (name, request) =>
      sessions.get(profile(name), { mayAsk: true, signal: new AbortController().signal, ...request }),
  };
}

function never() {
  return { dispose() {} };
}

function accessIn({ access, marks }: Pick<WindowDependencies<Prompts>, 'access' | 'marks'>): DefaultAccess {
  const none = { sessionName: undefined, sessionTags: undefined, sourceIdentity: undefined };
  return new DefaultAccess({
    settings: {
      value: access ?? { general: undefined, production: undefined },
      onChange: never,
      ready: async () => {},
    },
    isProduction: () => false,
    onProductionChange: never,
    scope: scopePlan,
    context: () => ({ sessionName: 'me', agents: agentMarks({ ...none, ...marks }) }),
  });
}

/** The active target of that window, by default with nothing remembered and a renewal margin of five minutes. */
export function activeIn<P extends Prompts>(
  { sessions, identify, log }: Window<P>,
  more: Pick<ActiveDependencies, 'now'> & Partial<ActiveDependencies>,
): Active {
  const memory = { load: () => undefined, save: () => {} };
  return new Active({ sessions, identify, log, memory, renewMarginMs: () => 5 * 60_000, ...more });
}

export function profile(name: string): Target {
  return { kind: 'profile', name };
}
