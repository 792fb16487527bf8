import type { Event } from '../../base/event.ts';
import type { AlibabaPlan } from '../../plan/alibaba/alibabaPlan.ts';
import type { Planned } from '../../plan/plan.ts';
import type { AlibabaProfiles } from '../../profiles/alibaba/alibabaProfiles.ts';
import type { AlibabaTarget } from '../../profiles/alibaba/alibabaTarget.ts';
import type { ActiveState } from '../../session/activeState.ts';
import type { Identities, KnownIdentity } from '../../session/inUse/identities.ts';
import type { DescribeFailure } from '../viewSources.ts';

/** What the views of Alibaba Cloud show, with events for changes. */
export interface AlibabaSources {
  readonly store: {
    readonly state: AlibabaProfiles;
    readonly onDidChange: Event<AlibabaProfiles>;
    ready(): Promise<AlibabaProfiles>;
  };
  readonly planOf: (target: AlibabaTarget) => Planned<AlibabaPlan>;
  readonly active: {
    readonly state: ActiveState<AlibabaPlan>;
    readonly onDidChange: Event<ActiveState<AlibabaPlan>>;
  };
  /** RAM roles that the user has assumed, the last one first. */
  readonly recentRoles: { readonly value: readonly AlibabaTarget[]; readonly onDidChange: Event<unknown> };
  readonly identities: Pick<Identities<KnownIdentity, AlibabaPlan>, 'of' | 'onDidChange'>;
  /** What new terminals and tasks get of the session in use: its keys, or the address of a credentials URI. */
  readonly given: { readonly value: 'keys' | 'uri' | 'nothing'; readonly onDidChange: Event<unknown> };
  readonly describe: DescribeFailure;
  readonly describeReason: DescribeFailure;
  /** Shortens a path in the home folder, as in `~/.aliyun/config.json`. */
  readonly shortPath: (path: string) => string;
  readonly now: () => number;
}
