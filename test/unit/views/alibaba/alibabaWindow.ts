import type { Environment } from '../../../../src/base/environment.ts';
import type { AlibabaPlan } from '../../../../src/plan/alibaba/alibabaPlan.ts';
import { planAlibaba } from '../../../../src/plan/alibaba/planAlibaba.ts';
import { isPlan } from '../../../../src/plan/plan.ts';
import { alibabaPaths } from '../../../../src/profiles/alibaba/alibabaPaths.ts';
import type { AlibabaTarget, IniFile } from '../../../../src/profiles/alibaba/alibabaTarget.ts';
import { readAlibabaProfiles } from '../../../../src/profiles/alibaba/readAlibabaProfiles.ts';
import { Emitter } from '../../../../src/base/event.ts';
import type { ActiveState, Ready } from '../../../../src/session/activeState.ts';
import type { Verdict } from '../../../../src/session/inUse/identities.ts';
import type { AlibabaSources } from '../../../../src/views/alibaba/alibabaSources.ts';

export interface AlibabaWorld {
  readonly environment?: Environment;
  readonly cli?: object | string;
  readonly ini?: Partial<Record<IniFile, string>>;
  readonly hasCredentialsFile?: boolean;
  readonly recent?: readonly AlibabaTarget[];
  readonly state?: ActiveState<AlibabaPlan>;
  readonly verdict?: Verdict;
  readonly given?: AlibabaSources['given']['value'];
}

/** The time in the tests. Milliseconds. */
export const now = Date.UTC(2026, 10, 30, 10, 0);

export const minute = 60_000;

export const secret = 'TestSecretOfAlibaba0123456789';

export const never = () => ({ dispose() {} });

/** What the views of Alibaba Cloud show over real files and plans, with codes in place of sentences. */
export function alibabaWindow(world: AlibabaWorld = {}): AlibabaSources & {
  /** Changes what is in use. */
  readonly use: (state: ActiveState<AlibabaPlan>) => void;
} {
  const {
    environment = {},
    cli,
    ini = {},
    hasCredentialsFile = false,
    recent = [],
    verdict,
    given = 'keys',
  } = world;
  const profiles = readAlibabaProfiles({
    environment,
    paths: alibabaPaths(environment, '/home/maya'),
    cli: typeof cli === 'object' ? JSON.stringify(cli) : cli,
    ini: new Map(Object.entries(ini) as [IniFile, string][]),
    hasCredentialsFile,
    asksForEcs: false,
  });
  const changed = new Emitter<ActiveState<AlibabaPlan>>();
  const active = { state: world.state ?? { kind: 'none' as const }, onDidChange: changed.event };
  return {
    store: { state: profiles, onDidChange: never, ready: () => Promise.resolve(profiles) },
    planOf: (target) => planAlibaba(profiles, target, { sessionName: 'maya' }),
    active,
    recentRoles: { value: recent, onDidChange: never },
    identities: { of: () => verdict, onDidChange: never },
    given: { value: given, onDidChange: never },
    describe: ({ code }) => `whole ${code}`,
    describeReason: ({ code }) => code,
    shortPath: (path) => path.replace(/^\/home\/maya\//u, '~/'),
    now: () => now,
    use: (state) => changed.fire((active.state = state)),
  };
}

/** A session of the target that lasts for some minutes. */
export function readyWith(
  target: AlibabaTarget,
  world: AlibabaWorld,
  more: Partial<Ready<AlibabaPlan>> = {},
): Ready<AlibabaPlan> {
  const plan = alibabaWindow(world).planOf(target);
  if (!isPlan(plan)) throw new Error(plan.failure.code);
  const credentials = { accessKeyId: 'STS.x', expiration: now + 43 * minute, isTemporary: true };
  const session = { plan, credentials } as unknown as Ready<AlibabaPlan>['session'];
  return { kind: 'ready', target, session, ...more };
}

/** A PAI DSW instance with a forgotten profile of the CLI. */
export const dsw: AlibabaWorld = {
  environment: {
    ALIBABA_CLOUD_CREDENTIALS_URI: 'http://127.0.0.1:7002/secret-path',
    DSW_INSTANCE_ID: 'dsw-1',
  },
  hasCredentialsFile: true,
  cli: {
    current: 'old',
    profiles: [
      {
        name: 'old',
        mode: 'AK',
        access_key_id: 'LTAI5tTestKeyOfMaya00001',
        access_key_secret: secret,
        region_id: 'cn-hangzhou',
      },
    ],
  },
};
