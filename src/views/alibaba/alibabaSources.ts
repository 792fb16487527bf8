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
  readonly describe: DescribeFailure;
  readonly describeReason: DescribeFailure;
  readonly now: () => number;
}
