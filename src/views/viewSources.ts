import type { Event } from '../base/event.ts';
import type { Failure } from '../base/failure.ts';
import type { AccessPortal } from '../identityCenter/accessPortal.ts';
import type { AccountNames } from '../identityCenter/accountNames.ts';
import type { DefaultAccess } from '../session/access/defaultAccess.ts';
import type { Ambient } from '../session/inUse/ambient.ts';
import type { Plan, Planned, SsoSession } from '../plan/plan.ts';
import type { Target } from '../profiles/profiles.ts';
import type { StoreState } from '../profiles/store.ts';
import type { ActiveState } from '../session/activeState.ts';
import type { AgentAccess } from '../session/agents/agentAccess.ts';
import type { OwnFolder } from '../session/boundWindow.ts';
import type { ChosenTargets } from '../session/inUse/chosenTargets.ts';
import type { ProductionGuard } from '../session/consent/productionGuard.ts';
import type { Identities, KnownIdentity } from '../session/inUse/identities.ts';
import type { WindowRegion } from '../session/inUse/windowRegion.ts';
import type { AlibabaView } from './alibabaRows.ts';
import type { TreeGrouping } from './tree/sectionTree.ts';
import type { ProductionProfiles } from '../session/consent/productionProfiles.ts';

/** Converts a failure to a message. Implemented by `host/messages/messages.ts`. */
export type DescribeFailure = (failure: Failure) => string;

/** What views show, with events for changes. */
export interface ViewFacts {
  readonly active: { readonly state: ActiveState; readonly onDidChange: Event<ActiveState> };
  /** The target that the settings bind the window to, and the folders that are bound to their own profiles. */
  readonly bound: {
    readonly target: Target | undefined;
    readonly folders: readonly OwnFolder[];
    readonly onDidChange: Event<void>;
  };
  /** Recent and pinned targets, which start-up does not need. */
  readonly chosenTargets: { get(): Promise<ChosenTargets> };
  /** How the picker groups profiles. */
  readonly groupBy: { readonly value: 'source' | 'signIn' | 'account' };
  /** How the tree groups profiles. */
  readonly treeGroupBy: { readonly value: TreeGrouping; readonly onChange: Event<unknown> };
  /** What the window used before. */
  readonly previous: { readonly target: Target | undefined };
  readonly store: {
    readonly state: StoreState;
    readonly onDidChange: Event<StoreState>;
    ready(): Promise<StoreState>;
  };
  readonly planOf: (target: Target) => Planned;
  /** The longest prefix of a plan that is in the session cache; `expiration` in milliseconds since the epoch. */
  readonly progressOf: (plan: Plan) => Promise<
    | {
        readonly done: number;
        readonly credentials: { readonly expiration: number | undefined };
      }
    | undefined
  >;
  /** The sign-ins in the AWS files, keyed as in an assignment, with the failure of each one that is not valid. */
  readonly signIns: () => ReadonlyMap<string, SsoSession | Failure>;
  /** The access portal, which is created when it is first shown or requested. */
  readonly portal: { get(): Promise<AccessPortal> };
  /** The sign-ins with the AWS console. */
  readonly consoleSignIns: { get(): Promise<ConsoleSignInFacts> };
  /** Which profiles are production, and why. */
  readonly production: Pick<
    ProductionProfiles,
    'of' | 'ofAccount' | 'wouldBe' | 'wouldBeAccount' | 'onDidChange'
  >;
  /** What the settings limit. */
  readonly access: Pick<DefaultAccess, 'settingOf' | 'onDidChange'>;
  /** How the user guards production. */
  readonly guard: Pick<ProductionGuard, 'isOn' | 'of' | 'onDidChange'>;
  /** The accounts of targets, with their names as far as they are known. */
  readonly accountNames: Pick<AccountNames, 'of' | 'ofId' | 'onDidChange'>;
  /** What AWS says about the credentials in use. */
  readonly identities: Pick<Identities<KnownIdentity>, 'of' | 'ofKey' | 'onDidChange'>;
  /** What terminals use although Rolecall has chosen nothing; undefined before that is known. */
  readonly ambient: { readonly value: Ambient | undefined; readonly onDidChange: Event<unknown> };
  /** The region that the user chose for this window. */
  readonly windowRegion: Pick<WindowRegion, 'value' | 'recent' | 'choose'>;
  /** The item that shows the region. */
  readonly regionItem: { readonly isShown: boolean; readonly onDidChange: Event<unknown> };
  /** What open terminals with a shell got last. */
  readonly shells: { readonly value: readonly ShellFacts[]; readonly onDidChange: Event<unknown> };
  /** What the tree and the picker show of Alibaba Cloud. */
  readonly alibaba: AlibabaView;
  /** What AI agents get. */
  readonly agents: Pick<AgentAccess, 'isSame' | 'grants' | 'plannedFor' | 'settings' | 'onDidChange'>;
  readonly now: () => number;
}

/** The console sign-ins of this machine, by their `login_session`. */
export interface ConsoleSignInFacts {
  stateOf(session: string): Promise<ConsoleSignInState>;
  readonly onDidChange: Event<void>;
}

/** `until`: when the keys expire, in ms since the epoch. `isRenewed`: whether they are renewed without the user. */
export type ConsoleSignInState =
  | { readonly kind: 'signedOut' | 'expired' }
  | { readonly kind: 'signedIn'; readonly until: number; readonly isRenewed: boolean };

export interface ShellFacts {
  readonly name: string;
  /** The URI of the folder of the workspace in which it starts. */
  readonly folder: string | undefined;
  /** The name of the profile; undefined if that is not known, or if the terminal follows the window. */
  readonly profile: string | undefined;
  /** The policies that limit it, by name. */
  readonly access?: readonly string[] | undefined;
}

/** The same with sentences, which start-up does not need. */
export interface ViewSources extends ViewFacts {
  /** Recent and pinned targets. */
  readonly chosen: Pick<
    ChosenTargets,
    'recent' | 'pinned' | 'isPinned' | 'pin' | 'note' | 'forget' | 'onDidChange'
  >;
  readonly describe: DescribeFailure;
  /** Like `describe` without the profile's name, for places that already show it. */
  readonly describeReason: DescribeFailure;
}
