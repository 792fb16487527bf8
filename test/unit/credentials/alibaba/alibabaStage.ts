import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import type { Environment } from '../../../../src/base/environment.ts';
import { type Failure, FailureError } from '../../../../src/base/failure.ts';
import {
  type AlibabaIdentity,
  type AlibabaRunner,
  createAlibabaRunner,
} from '../../../../src/credentials/alibaba/alibabaRunner.ts';
import type { Credentials } from '../../../../src/credentials/credentials.ts';
import type { Progress } from '../../../../src/credentials/run/runSteps.ts';
import type { AlibabaPlan } from '../../../../src/plan/alibaba/alibabaPlan.ts';
import { planAlibaba } from '../../../../src/plan/alibaba/planAlibaba.ts';
import { isPlan } from '../../../../src/plan/plan.ts';
import { alibabaPaths } from '../../../../src/profiles/alibaba/alibabaPaths.ts';
import type { AlibabaProfiles } from '../../../../src/profiles/alibaba/alibabaProfiles.ts';
import type { AlibabaTarget } from '../../../../src/profiles/alibaba/alibabaTarget.ts';
import { readAlibabaProfiles } from '../../../../src/profiles/alibaba/readAlibabaProfiles.ts';
import type { RamAccessKey } from '../../../alibaba/alibabaWorld.ts';
import type { LocalAlibaba } from '../../../alibaba/localAlibaba.ts';
import { linKey } from '../../../alibaba/sampleAlibaba.ts';
import { RecordedLog } from '../../../fakes/recordedLog.ts';

export interface StageOptions {
  readonly environment?: Environment;
  /** Profiles of the Alibaba Cloud CLI. */
  readonly entries?: readonly Readonly<Record<string, unknown>>[];
  readonly isTrusted?: boolean;
  /** How far this machine's clock is ahead, in milliseconds. */
  readonly aheadMs?: number;
}

/** Runs plans against a local Alibaba Cloud: from the text of the files to credentials. */
export class AlibabaStage {
  readonly log = new RecordedLog();
  /** What was reported about this machine's clock. */
  readonly skews: number[] = [];
  readonly runner: AlibabaRunner;
  /** As in `StageOptions`. Tests move it. */
  aheadMs: number;
  readonly profiles: AlibabaProfiles;

  constructor(
    alibaba: Pick<LocalAlibaba, 'url'>,
    { environment = {}, entries = [], isTrusted = true, aheadMs = 0 }: StageOptions = {},
  ) {
    const { url } = alibaba;
    this.aheadMs = aheadMs;
    const all = {
      ALIBABA_CLOUD_STS_ENDPOINT: url,
      ROLECALL_ALIBABA_METADATA_URL: url,
      ROLECALL_ALIBABA_SIGNIN_URL: url,
      ROLECALL_ALIBABA_OAUTH_URL: url,
      PATH: process.env['PATH'],
      ...environment,
    };
    this.profiles = readAlibabaProfiles({
      environment: all,
      paths: alibabaPaths(all, '/home/lin'),
      cli: JSON.stringify({ current: 'dev', profiles: entries }),
      ini: new Map(),
      hasCredentialsFile: true,
      asksForEcs: true,
    });
    this.runner = createAlibabaRunner({
      profiles: () => this.profiles,
      isTrusted: () => isTrusted,
      log: this.log,
      now: () => Date.now() + this.aheadMs,
      onClockSkew: (minutes) => this.skews.push(minutes),
    });
  }

  plan(target: AlibabaTarget): AlibabaPlan {
    const planned = planAlibaba(this.profiles, target, { sessionName: 'rolecall-lin' });
    assert.ok(isPlan(planned), inspect(planned, { depth: 5 }));
    return planned;
  }

  run(
    target: AlibabaTarget,
    {
      signal = new AbortController().signal,
      onStep = async () => {},
      minimumMs,
    }: {
      readonly signal?: AbortSignal;
      readonly onStep?: (progress: Progress) => Promise<void>;
      readonly minimumMs?: number;
    } = {},
  ): Promise<Credentials> {
    return this.runner.run(this.plan(target), undefined, onStep, signal, undefined, minimumMs);
  }

  async identify(target: AlibabaTarget): Promise<AlibabaIdentity> {
    const plan = this.plan(target);
    const credentials = await this.run(target);
    return this.runner.identify({ plan, credentials }, new AbortController().signal);
  }
}

export function cli(name: string): AlibabaTarget {
  return { kind: 'cliProfile', name };
}

/** A profile of the CLI with a long-term key. */
export function keyProfile(name: string, { accessKeyId, accessKeySecret }: RamAccessKey = linKey) {
  return {
    name,
    mode: 'AK',
    access_key_id: accessKeyId,
    access_key_secret: accessKeySecret,
    region_id: 'cn-hangzhou',
  };
}

/** A profile of the CLI that assumes a role with a long-term key. */
export function roleProfile(
  name: string,
  role: string,
  more: Readonly<Record<string, unknown>> = {},
  key: RamAccessKey = linKey,
) {
  return {
    ...keyProfile(name, key),
    mode: 'RamRoleArn',
    ram_role_arn: role,
    ram_session_name: 'lin',
    ...more,
  };
}

/** The failure with which something ends. Neither it nor its cause contains one of the secrets. */
export async function failureOf(
  work: Promise<unknown>,
  secrets: readonly string[] = [linKey.accessKeySecret],
): Promise<Failure> {
  const error: unknown = await work.then(
    (value) => assert.fail(`did not fail: ${inspect(value)}`),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof FailureError, inspect(error));
  const shown = inspect({ message: error.message, failure: error.failure }, { depth: 9 });
  for (const secret of secrets) assert.ok(!shown.includes(secret), shown);
  return error.failure;
}
