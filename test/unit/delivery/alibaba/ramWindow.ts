import { Emitter } from '../../../../src/base/event.ts';
import { FailureError, type Failure } from '../../../../src/base/failure.ts';
import { OnDemand } from '../../../../src/base/onDemand.ts';
import { Credentials } from '../../../../src/credentials/credentials.ts';
import {
  type AlibabaDelivery,
  createAlibabaDelivery,
} from '../../../../src/delivery/alibaba/alibabaDelivery.ts';
import type { Mode } from '../../../../src/delivery/handover/terminalModes.ts';
import { Endpoint } from '../../../../src/delivery/servers/endpoint.ts';
import type { AlibabaPlan, AlibabaStep } from '../../../../src/plan/alibaba/alibabaPlan.ts';
import { alibabaName, type AlibabaTarget } from '../../../../src/profiles/alibaba/alibabaTarget.ts';
import { Active } from '../../../../src/session/active.ts';
import { SessionCache } from '../../../../src/session/sessionCache.ts';
import { Sessions } from '../../../../src/session/sessions.ts';
import { type HandOutRecord, recordHandOuts } from '../../../fakes/handOutRecord.ts';
import { InProcessLock } from '../../../fakes/inProcessLock.ts';
import { MemorySecrets } from '../../../fakes/memorySecrets.ts';
import { noOtherWindows } from '../../../fakes/noOtherWindows.ts';
import { RecordedLog } from '../../../fakes/recordedLog.ts';

const sts = { url: 'https://sts.aliyuncs.com', host: 'sts.aliyuncs.com' };

export const cliProfile = (name: string): AlibabaTarget => ({ kind: 'cliProfile', name });

/** The plan of a profile that assumes a role, unless its name is `long-term`: then it has only keys. */
export function ramPlan(name: string, roleSeconds?: number): AlibabaPlan {
  const keys: AlibabaStep = {
    kind: 'ramKeys',
    profile: name,
    source: { kind: 'cliProfile', name },
    place: 'cli',
    accessKeyId: `LTAI${name}`,
    temporary: false,
  };
  const role: AlibabaStep = {
    kind: 'ramRole',
    profile: name,
    roleArn: `acs:ram::1234567890123456:role/${name}`,
    sessionName: 'me',
    durationSeconds: roleSeconds,
    externalId: undefined,
    policy: undefined,
    sts,
  };
  return {
    target: cliProfile(name),
    steps: name === 'long-term' ? [keys] : [keys, role],
    region: { name: 'cn-shanghai', from: 'profile' },
    sts,
    notes: [],
  };
}

export const aliRole = 'acs:ram::1234567890123456:role/dev';

/** How the service issues keys. A test changes it. */
export interface Issuing {
  lifeMs: number | undefined;
  /** Awaited before each answer. */
  wait: () => Promise<unknown>;
  failure: Failure | undefined;
  roleSeconds: number | undefined;
  /** How often keys were issued. */
  count: number;
}

export interface RamWindow {
  readonly issuing: Issuing;
  readonly active: Active<AlibabaPlan>;
  readonly record: HandOutRecord;
  readonly log: RecordedLog;
  readonly endpoint: OnDemand<Endpoint>;
  readonly delivery: AlibabaDelivery;
  /** The paths of empty files that were asked for. */
  readonly iniFiles: string[];
  setMode(mode: Mode): void;
  use(name: string): Promise<unknown>;
  dispose(): void;
}

/** Tests move the clock. */
const now = (): number => Date.now();

/** A window with real sessions and a real endpoint. Only Alibaba Cloud is not real: it issues numbered keys. */
export function openRamWindow(mode: Mode, iniFile: string | Error = '/own/empty.ini'): RamWindow {
  const issuing: Issuing = {
    lifeMs: 3_600_000,
    wait: async () => {},
    failure: undefined,
    roleSeconds: undefined,
    count: 0,
  };
  const log = new RecordedLog();
  const record = recordHandOuts(now);
  const cache = new SessionCache(new MemorySecrets(), noOtherWindows, log, now);
  const planOf = (target: AlibabaTarget): AlibabaPlan =>
    ramPlan(target.kind === 'cliProfile' ? target.name : target.kind, issuing.roleSeconds);
  const sessions = new Sessions<AlibabaPlan>(
    planOf,
    async (plan, from, onStep) => {
      if (from?.done === plan.steps.length) return from.credentials;
      await issuing.wait();
      if (issuing.failure) throw new FailureError(issuing.failure);
      const name = plan.target.kind === 'cliProfile' ? plan.target.name : '';
      const isLongTerm = plan.steps.length === 1;
      const number = ++issuing.count;
      const credentials = new Credentials({
        accessKeyId: isLongTerm ? `LTAI.${name}` : `STS.${name}${number}`,
        secretAccessKey: `secret of ${name}${number}`,
        sessionToken: isLongTerm ? undefined : `token/of+${name}${number}=`,
        expiration: isLongTerm || issuing.lifeMs === undefined ? undefined : now() + issuing.lifeMs,
      });
      await onStep({ done: plan.steps.length, credentials }, plan);
      return credentials;
    },
    cache,
    new InProcessLock(),
  );
  const memory = { load: () => undefined, save: () => {} };
  const active = new Active<AlibabaPlan>({
    sessions,
    memory,
    identify: async () => {},
    log,
    now,
    renewMarginMs: () => 300_000,
  });
  const modeChanged = new Emitter<Mode>();
  const current = { value: mode, onChange: modeChanged.event };
  const endpoint = new OnDemand(() =>
    Endpoint.open({
      get: () => Promise.reject(new TypeError('AWS is not used')),
      active: () => undefined,
      give: record.give,
      describe: ({ code }) => `failure ${code}`,
      log,
      now,
    }),
  );
  const iniFiles: string[] = [];
  const delivery = createAlibabaDelivery({
    active,
    sessions,
    planOf,
    label: (target) => `label of ${alibabaName(target)}`,
    handOuts: record.handOuts,
    mode: current,
    endpoint,
    emptyIniFile: async () => {
      if (iniFile instanceof Error) throw iniFile;
      iniFiles.push(iniFile);
      return iniFile;
    },
    describe: ({ code }) => `failure ${code}`,
    log,
    now,
    limits: { answerMs: 800, renewalMs: 400 },
  });
  return {
    issuing,
    active,
    record,
    log,
    endpoint,
    delivery,
    iniFiles,
    setMode: (value) => {
      current.value = value;
      modeChanged.fire(value);
    },
    use: (name) => active.use(cliProfile(name)),
    dispose: () => {
      delivery.dispose();
      endpoint.dispose();
      active.dispose();
    },
  };
}
