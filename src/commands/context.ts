import type { CommandId } from '../base/contributions.ts';
import type { Failure } from '../base/failure.ts';
import type { AccessFailure } from '../base/failures/accessFailure.ts';
import type { Log } from '../base/log.ts';
import type { OnDemand } from '../base/onDemand.ts';
import type { Progress } from '../credentials/run/runSteps.ts';
import type { ConsoleSignIns } from '../credentials/login/consoleSignIns.ts';
import type { KeyOwners } from '../credentials/run/userKeys.ts';
import type { Identity } from '../credentials/sdk/sts.ts';
import type { WrittenSessions } from '../delivery/files/writtenSessions.ts';
import type { AuditTrailAccess } from '../delivery/record/auditTrail.ts';
import type { HandOuts } from '../delivery/record/handOuts.ts';
import type { HandedElsewhere } from '../delivery/record/handedElsewhere.ts';
import type { RunningPrograms } from '../delivery/runningShell/runningPrograms.ts';
import type { ApiHost } from '../delivery/servers/apiHost.ts';
import type { Endpoint } from '../delivery/servers/endpoint.ts';
import type { Mode } from '../delivery/handover/terminalModes.ts';
import type { OpenTerminals } from '../delivery/terminals/openTerminals.ts';
import type { Terminals } from '../delivery/terminals/terminals.ts';
import type { lesserRoles } from '../identityCenter/lesserRoles.ts';
import type { SigninEndpoint } from '../plan/endpoints/signinEndpoint.ts';
import type { Plan, SsoSession } from '../plan/plan.ts';
import type { PolicyText } from '../profiles/access/access.ts';
import type { Target } from '../profiles/profiles.ts';
import type { ProfileStore } from '../profiles/store.ts';
import type { EditableFiles, WritableFiles } from '../profiles/writer.ts';
import type { Active } from '../session/active.ts';
import type { AgentAccess } from '../session/agents/agentAccess.ts';
import type { BoundWindow } from '../session/boundWindow.ts';
import type { OwnTerminals } from '../session/consent/ownTerminals.ts';
import type { Session, SessionSource } from '../session/sessions.ts';
import type { TreeSearch } from '../views/tree/tree.ts';
import type { TreeNode } from '../views/tree/treeNodes.ts';
import type { ViewSources } from '../views/viewSources.ts';
import type { AgentQuestions } from './agents/agentQuestions.ts';
import type { Attempt } from './attempt.ts';
import type { ConsoleAccess } from './console/consoleAccess.ts';
import type { ChangeHistory } from './change/changeHistory.ts';
import type { PreviewTexts } from './change/previewTexts.ts';
import type { SecretClipboard } from './handOut/secretClipboard.ts';
import type { RecentFailures } from './recentFailures.ts';

/** What commands need to change the AWS files. */
export type ChangeContext = Pick<
  CommandContext,
  'store' | 'editableFiles' | 'previewTexts' | 'changes' | 'attempt' | 'run' | 'shortPath' | 'views' | 'log'
>;

/** What commands need to hand out credentials. */
export type HandOutContext = Pick<
  CommandContext,
  'store' | 'active' | 'sessions' | 'views' | 'attempt' | 'handOuts'
>;

/** What commands need to sign in to IAM Identity Center and to use it. */
export type IdentityCenterContext = ChangeContext &
  Pick<CommandContext, 'active' | 'terminals' | 'sessions' | 'ownTerminals'>;

/** What commands need to sign in with the AWS console. */
export type ConsoleContext = ChangeContext &
  Pick<CommandContext, 'active' | 'consoleSignIns' | 'consoleEndpoint' | 'environmentRegion'>;

/** What commands need to open the AWS console. */
export type OpenConsoleContext = Pick<
  CommandContext,
  'store' | 'active' | 'views' | 'attempt' | 'terminalTargets' | 'console'
>;

/** What the command needs that adds a profile of any kind. */
export type AddContext = IdentityCenterContext &
  ConsoleContext &
  Pick<CommandContext, 'keyOwners' | 'newSignIn'>;

/** Everything that commands use. Each file picks what it needs. */
export interface CommandContext {
  readonly store: ProfileStore;
  readonly sessions: SessionSource;
  readonly active: Active;
  readonly bound: Pick<BoundWindow, 'choose'>;
  /** The profiles that only terminals of their own use. */
  readonly ownTerminals: Pick<OwnTerminals, 'has' | 'ready'>;
  readonly terminals: Terminals;
  readonly openTerminals: Pick<OpenTerminals, 'shells' | 'refresh'>;
  /** The targets of terminals that have one of their own. */
  readonly terminalTargets: Pick<OpenTerminals, 'targetOf'>;
  /** How terminals get credentials. */
  readonly terminalMode: { readonly value: Mode };
  readonly runningPrograms: RunningPrograms;
  readonly endpoint: OnDemand<Endpoint>;
  readonly handOuts: HandOuts;
  readonly writtenSessions: Pick<WrittenSessions, 'current' | 'remove'>;
  readonly clipboard: SecretClipboard;
  readonly auditTrail: AuditTrailAccess;
  /** What the user's other windows have handed out. Does not reject. */
  readonly handedOutElsewhere: () => Promise<readonly HandedElsewhere[]>;
  readonly api: OnDemand<ApiHost>;
  /** What AI agents get. */
  readonly agents: Pick<AgentAccess, 'revokeAll'>;
  readonly agentQuestions: OnDemand<AgentQuestions>;
  /** What the pickers show. */
  readonly views: ViewSources;
  readonly attempt: Attempt;
  /** Whether this is the object of a row of the tree, or of one of `OwnRows`, and not only equal to it. */
  readonly isTreeRow: (value: unknown) => value is TreeNode;
  /** What the user looks for in the tree. */
  readonly treeSearch: TreeSearch;
  /** Whether editors of AWS files cover secrets. */
  readonly secretsInEditors: { show(): void; hide(): void };
  /** Asks before something other than the user uses a production profile. Rejects with `Cancelled`. */
  readonly confirmOutside: (target: Target) => Promise<void>;
  /** Runs a command for a row that the user chose, as its row in the tree does. */
  readonly run: (id: CommandId, row: TreeNode) => unknown;
  /** The AWS files. A change goes to an editor if one has unsaved changes. */
  readonly editableFiles: () => Promise<WritableFiles>;
  /** Other files, which are changed on disk without a backup. `isPrivate`: only the user can read them. */
  readonly otherFiles: (mode: { readonly isPrivate: boolean }) => Promise<EditableFiles>;
  readonly previewTexts: PreviewTexts;
  /** The changes that can be undone. */
  readonly changes: ChangeHistory;
  /** Reads the policy files of the user. */
  readonly policyFiles: { read(path: string): Promise<PolicyText | AccessFailure> };
  /** The paths of files that may be policies. Does not reject. */
  readonly findPolicyFiles: () => Promise<readonly string[]>;
  /** The user's permission sets with less access in the account of a target; see `identityCenter/lesserRoles.ts`. */
  readonly lesserRoles: (target: Target, usedBefore: readonly Target[]) => ReturnType<typeof lesserRoles>;
  /** Shortens a path for display, as in `~/.aws/config`. */
  readonly shortPath: (path: string) => string;
  /** Shortens the home folder wherever a text contains it. */
  readonly withoutHome: (text: string) => string;
  readonly identify: (session: Session, signal: AbortSignal) => Promise<Identity>;
  readonly keyOwners: { get(): Promise<KeyOwners> };
  /** A sign-in that is not in the files yet. */
  readonly newSignIn: (name: string, startUrl: string, region: string) => Promise<SsoSession>;
  /** What opens the AWS console. */
  readonly console: ConsoleAccess;
  readonly consoleSignIns: { get(): Promise<ConsoleSignIns> };
  /** Where a profile, which may be new, is signed in with the console. Without `region`, the profile has one. */
  readonly consoleEndpoint: (profile: string, region: string | undefined) => Promise<SigninEndpoint>;
  /** The region that VS Code's environment sets. */
  readonly environmentRegion: () => Promise<string | undefined>;
  /** The session name for a role that the user enters. */
  readonly defaultSessionName: string;
  /** The longest prefix of a plan that is in the session cache. */
  readonly progressOf: (plan: Plan) => Promise<Progress | undefined>;
  /**
   * Forgets the sessions of all windows. Resolves to their number, and to the reasons why files still contain some of
   * them.
   */
  readonly forgetAllSessions: () => Promise<{
    readonly count: number;
    readonly remaining: readonly Failure[];
  }>;
  /** The failures that the user was told last. */
  readonly failures: Pick<RecentFailures, 'all'>;
  /** Rolecall itself: its version, and the IDs of its settings. */
  readonly extension: { readonly version: string; readonly settings: readonly string[] };
  readonly log: Pick<Log, 'error' | 'info'> & { show(): void };
}
