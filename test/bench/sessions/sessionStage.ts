import { createRequire } from 'node:module';
import { parseConfig } from '../../../src/config/parse.ts';
import { type Prompts, UsedCodes } from '../../../src/credentials/run/mfa.ts';
import { runPlan } from '../../../src/credentials/run/runPlan.ts';
import type { createSts } from '../../../src/credentials/sdk/aws.ts';
import { awsLimits } from '../../../src/credentials/sdk/awsLimits.ts';
import type { openSts } from '../../../src/credentials/sdk/open.ts';
import { createSources } from '../../../src/credentials/sources/fetchSource.ts';
import { planTarget } from '../../../src/plan/planner.ts';
import { buildProfiles } from '../../../src/profiles/profiles.ts';
import { FileLock } from '../../../src/session/fileLock.ts';
import { SessionCache } from '../../../src/session/sessionCache.ts';
import { Sessions } from '../../../src/session/sessions.ts';
import { MemorySecrets } from '../../fakes/memorySecrets.ts';
import { noOtherWindows } from '../../fakes/noOtherWindows.ts';
import { noSignIn } from '../../fakes/noSignIn.ts';
import { RecordedLog } from '../../fakes/recordedLog.ts';

export interface SessionStage {
  /** The address of the local AWS. */
  readonly url: string;
  readonly sdkBundle: string;
  readonly locks: string;
  readonly config: string;
  readonly credentials: string;
  readonly prompts: Prompts;
}

/** Creates the session engine of a window as the extension does, with empty caches and no modules loaded. */
export function openSessions({ url, sdkBundle, locks, prompts, ...texts }: SessionStage): Sessions {
  const load = createRequire(import.meta.url);
  // Like `openSts` in the extension, this loads the production bundle of the SDK on the first call.
  const openBundledSts: typeof openSts = async (endpoint, credentials) => {
    const sdk: { readonly createSts: typeof createSts } = load(sdkBundle);
    return sdk.createSts(endpoint, credentials, { limits: awsLimits, authorities: undefined });
  };
  const environment = { AWS_ENDPOINT_URL_STS: url };
  const profiles = buildProfiles(parseConfig(texts.config), parseConfig(texts.credentials));
  const log = new RecordedLog();
  const now = Date.now;
  const host = { profiles: () => profiles, environment, isTrusted: () => true, log, now };
  const runner = {
    ...host,
    fetchSource: createSources({ ...host, ...noSignIn }),
    openSts: openBundledSts,
    prompts,
    usedCodes: new UsedCodes(now),
    onClockSkew: () => {},
  };
  const context = { environment, sessionName: 'me', mfaSessionSeconds: 43_200 };
  return new Sessions(
    (target) => planTarget(profiles, target, context),
    (plan, from, onStep, signal) => runPlan(plan, from, runner, onStep, signal),
    new SessionCache(new MemorySecrets(), noOtherWindows, log, now),
    new FileLock(locks, log),
  );
}
