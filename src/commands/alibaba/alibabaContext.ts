import type { Environment } from '../../base/environment.ts';
import type { Event } from '../../base/event.ts';
import type { AlibabaRunner } from '../../credentials/alibaba/alibabaRunner.ts';
import type { HandOuts } from '../../delivery/record/handOuts.ts';
import type { AlibabaSite } from '../../plan/alibaba/alibabaEndpoints.ts';
import type { AlibabaPlan } from '../../plan/alibaba/alibabaPlan.ts';
import type { AlibabaTarget, RamRoleTarget } from '../../profiles/alibaba/alibabaTarget.ts';
import type { Active } from '../../session/active.ts';
import type { Identities, KnownIdentity } from '../../session/inUse/identities.ts';
import type { LastFailures } from '../../session/inUse/lastFailures.ts';
import type { SessionCache } from '../../session/sessionCache.ts';
import type { SessionSource } from '../../session/sessions.ts';
import type { AlibabaSources } from '../../views/alibaba/alibabaSources.ts';
import type { Attempt } from '../attempt.ts';
import type { SecretClipboard } from '../handOut/secretClipboard.ts';

/** Everything that the commands for Alibaba Cloud use. */
export interface AlibabaContext {
  readonly sources: AlibabaSources;
  readonly active: Pick<
    Active<AlibabaPlan>,
    'state' | 'onDidChange' | 'isUsing' | 'use' | 'stop' | 'adopt' | 'refresh' | 'cancelSwitch'
  >;
  readonly sessions: SessionSource<AlibabaPlan>;
  readonly identities: Pick<Identities<KnownIdentity, AlibabaPlan>, 'identify'>;
  readonly runner: Pick<AlibabaRunner, 'signinToken'>;
  readonly lastFailures: Pick<LastFailures<AlibabaPlan>, 'of' | 'onDidChange'>;
  readonly engine: { get(): Promise<{ readonly cache: Pick<SessionCache, 'longestPrefix'> }> };
  readonly attempt: Attempt;
  readonly handOuts: Pick<HandOuts, 'give' | 'check' | 'lead'>;
  readonly clipboard: Pick<SecretClipboard, 'copy'>;
  /** Credentials URIs of this window: for a target, or for whatever the window uses. */
  readonly served: { addressFor(target: AlibabaTarget | undefined): Promise<string> };
  /** Opens a link that signs in whoever has it. Rejects with `FailureError` or `Cancelled`; neither contains it. */
  readonly openLink: (link: SecretLink) => Promise<unknown>;
  /** The session name for a role that the user enters. */
  readonly defaultSessionName: string;
  readonly recentRoles: {
    readonly value: readonly RamRoleTarget[];
    readonly onDidChange: Event<unknown>;
    add(role: RamRoleTarget): void;
  };
  /** The site whose console the user has chosen. */
  readonly site: { value: AlibabaSite | undefined };
  /** The path of the Alibaba Cloud CLI. Undefined if it is not installed. */
  readonly findCli: () => Promise<string | undefined>;
  /** The environment that VS Code was started with. */
  readonly environment: Environment;
}

/** A link that opens the console for a target with this name. */
export interface SecretLink {
  readonly url: string;
  readonly profile: string;
  readonly account: string | undefined;
}
