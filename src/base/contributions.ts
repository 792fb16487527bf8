/** Every ID that package.json contributes. A test checks that the two match. */
import type { Forbiddable } from './policy.ts';

export const commandIds = {
  switchProfile: 'rolecall.switchProfile',
  assumeRole: 'rolecall.assumeRole',
  switchToPrevious: 'rolecall.switchToPrevious',
  backToBound: 'rolecall.backToBound',
  forgetRecent: 'rolecall.forgetRecent',
  stopUsing: 'rolecall.stopUsing',
  bindProfile: 'rolecall.bindProfile',
  verifyIdentity: 'rolecall.verifyIdentity',
  undoLastChange: 'rolecall.undoLastChange',
  openConfigFile: 'rolecall.openConfigFile',
  openCredentialsFile: 'rolecall.openCredentialsFile',
  renewSession: 'rolecall.renewSession',
  forgetAllSessions: 'rolecall.forgetAllSessions',
  copyEndpoint: 'rolecall.copyEndpoint',
  manageApiAccess: 'rolecall.manageApiAccess',
  showHandedOut: 'rolecall.showHandedOut',
  showAuditTrail: 'rolecall.showAuditTrail',
  addMcpServer: 'rolecall.addMcpServer',
  removeMcpServer: 'rolecall.removeMcpServer',
  showLog: 'rolecall.showLog',
  copyDiagnostics: 'rolecall.copyDiagnostics',
  newTerminal: 'rolecall.newTerminal',
  treatAsProduction: 'rolecall.treatAsProduction',
  notProduction: 'rolecall.notProduction',
  guardProduction: 'rolecall.guardProduction',
  letAgentsWrite: 'rolecall.letAgentsWrite',
  stopAgentsWriting: 'rolecall.stopAgentsWriting',
  explainProfile: 'rolecall.explainProfile',
  useProfile: 'rolecall.useProfile',
  useWithLessAccess: 'rolecall.useWithLessAccess',
  useAmbient: 'rolecall.useAmbient',
  chooseRegion: 'rolecall.chooseRegion',
  revealInFile: 'rolecall.revealInFile',
  getStarted: 'rolecall.getStarted',
  addProfile: 'rolecall.addProfile',
  addCopiedCredentials: 'rolecall.addCopiedCredentials',
  duplicateProfile: 'rolecall.duplicateProfile',
  renameProfile: 'rolecall.renameProfile',
  deleteProfile: 'rolecall.deleteProfile',
  setRegion: 'rolecall.setRegion',
  changeSource: 'rolecall.changeSource',
  copyName: 'rolecall.copyName',
  copyArn: 'rolecall.copyArn',
  copyAccountId: 'rolecall.copyAccountId',
  filterProfiles: 'rolecall.filterProfiles',
  clearFilter: 'rolecall.clearFilter',
  showSecrets: 'rolecall.showSecrets',
  hideSecrets: 'rolecall.hideSecrets',
  groupBySource: 'rolecall.groupBySource',
  groupByFile: 'rolecall.groupByFile',
  groupByAccount: 'rolecall.groupByAccount',
  signInWithConsole: 'rolecall.signInWithConsole',
  signOutOfConsole: 'rolecall.signOutOfConsole',
  signIn: 'rolecall.signIn',
  signOut: 'rolecall.signOut',
  restartSignIn: 'rolecall.restartSignIn',
  useAssignment: 'rolecall.useAssignment',
  listAccounts: 'rolecall.listAccounts',
  saveAssignment: 'rolecall.saveAssignment',
  populateProfiles: 'rolecall.populateProfiles',
  openConsole: 'rolecall.openConsole',
  openConsoleHome: 'rolecall.openConsoleHome',
  copyConsoleLink: 'rolecall.copyConsoleLink',
  openArn: 'rolecall.openArn',
  copyCredentials: 'rolecall.copyCredentials',
  exportCredentials: 'rolecall.exportCredentials',
  writeToCredentialsFile: 'rolecall.writeToCredentialsFile',
  applyToTerminal: 'rolecall.applyToTerminal',
  applyToOpenTerminals: 'rolecall.applyToOpenTerminals',
  profileName: 'rolecall.profileName',
  region: 'rolecall.region',
  accountId: 'rolecall.accountId',
  access: 'rolecall.access',
} as const;

export type CommandId = (typeof commandIds)[keyof typeof commandIds];

/** The commands for Alibaba Cloud, whose code is in a bundle of its own. */
export const alibabaCommandIds = {
  alibabaUse: 'rolecall.alibabaUse',
  alibabaUseThis: 'rolecall.alibabaUseThis',
  assumeRamRole: 'rolecall.assumeRamRole',
  alibabaStopUsing: 'rolecall.alibabaStopUsing',
  alibabaRenew: 'rolecall.alibabaRenew',
  alibabaVerify: 'rolecall.alibabaVerify',
  alibabaExplain: 'rolecall.alibabaExplain',
  alibabaCopyCredentials: 'rolecall.alibabaCopyCredentials',
  alibabaCopyUri: 'rolecall.alibabaCopyUri',
  alibabaOpenConsole: 'rolecall.alibabaOpenConsole',
  alibabaSignIn: 'rolecall.alibabaSignIn',
  alibabaOpenFile: 'rolecall.alibabaOpenFile',
} as const;

export type AlibabaCommandId = (typeof alibabaCommandIds)[keyof typeof alibabaCommandIds];

export const viewIds = { profiles: 'rolecall.profiles' } as const;

export const walkthroughId = 'rolecall.rolecall#start';

export const statusItemId = 'rolecall.status';

export const regionItemId = 'rolecall.windowRegion';

export const agentItemId = 'rolecall.agents';

export const alibabaItemId = 'rolecall.alibaba';

/** Runs when the user follows a link on an ARN. Not contributed, so that no menu shows it. */
export const followArnCommand = '_rolecall.followArn';

/** The language of both AWS files. Which of the two a document is depends on its path, and not on the language. */
export const awsLanguage = 'aws-config';

export const terminalProfileId = 'rolecall.terminal';

/** The tools for language models. */
export const toolNames = {
  identity: 'rolecall_identity',
  profiles: 'rolecall_profiles',
  explain: 'rolecall_explain',
  switchProfile: 'rolecall_switchProfile',
  requestAccess: 'rolecall_requestAccess',
} as const;

export type ToolName = (typeof toolNames)[keyof typeof toolNames];

export const mcpProviderId = 'rolecall.mcpServers';

/** The settings under `rolecall.`, with their types. */
export interface Settings {
  /** Empty if no profile is set. */
  readonly profile: string;
  /** Levels, ARNs of managed policies, or a policy file, as written (`profiles/access/accessValue.ts`). */
  readonly access: string | ReadonlyArray<string>;
  readonly 'picker.groupBy': 'source' | 'signIn' | 'account';
  readonly 'tree.groupBy': 'source' | 'file' | 'account';
  /** Whether Alibaba Cloud is shown; `auto`: if something of it is found. */
  readonly alibabaCloud: 'auto' | 'on' | 'off';
  readonly 'statusBar.region': 'onUse' | 'always' | 'never';
  readonly 'editor.codeLens': boolean;
  readonly 'editor.inlayHints': boolean;
  readonly 'editor.maskSecrets': boolean;
  readonly 'editor.references': boolean;
  readonly 'lint.enabled': boolean;
  /** Codes of `language/lint/codes.ts`, as written. */
  readonly 'lint.off': ReadonlyArray<string>;
  readonly 'terminals.mode': 'environment' | 'profile' | 'live';
  readonly 'terminals.offerToFollow': boolean;
  readonly 'debug.inject': boolean;
  readonly 'extensionHost.inject': boolean;
  readonly 'mfa.autoSubmit': boolean;
  readonly 'mfa.sessionHours': number;
  readonly 'mfa.process': string;
  readonly 'sessions.renewMinutes': number;
  readonly 'identityCenter.signIn': 'auto' | 'browser' | 'deviceCode';
  /** A browser, or a program with its arguments, as written (`delivery/console/browsers.ts`). */
  readonly 'console.browser': string | ReadonlyArray<string>;
  readonly 'console.sessionHours': number;
  readonly 'console.signOutFirst': boolean;
  readonly 'console.arnLinks': boolean;
  readonly shareWithCli: boolean;
  readonly production: ReadonlyArray<string>;
  /** Rules, as written (`session/consent/guardRules.ts`). */
  readonly guard: ReadonlyArray<unknown>;
  /** Seconds; 0 means never. */
  readonly 'clipboard.clearSeconds': number;
  readonly productionAccess: string | ReadonlyArray<string>;
  readonly 'agents.access': string | ReadonlyArray<string>;
  readonly 'agents.profile': string;
  readonly 'agents.sessionName': string;
  readonly 'agents.sessionTags': Readonly<Record<string, string>>;
  readonly 'agents.sourceIdentity': string;
  /** Servers, as written (`delivery/mcp/mcpServers.ts`). */
  readonly 'mcp.servers': ReadonlyArray<unknown>;
  readonly 'files.keepBackup': boolean;
  readonly audit: boolean;
  readonly 'policy.forbid': ReadonlyArray<Forbiddable>;
  readonly 'policy.confirmProduction': boolean;
  readonly 'policy.maxMfaSessionHours': number;
  readonly 'policy.production': ReadonlyArray<string>;
}

/** Context keys under `rolecall.`, with their types. */
export interface ContextKeys {
  /** Set once Rolecall runs: VS Code opens no walkthrough by itself whose condition is not met at installation. */
  readonly 'rolecall.isRunning': boolean;
  /** A profile is active in this window. */
  readonly 'rolecall.isActive': boolean;
  /** The window uses a role, with a session. */
  readonly 'rolecall.isRole': boolean;
  /** The window uses keys of a sign-in with the AWS console, or a role that is based on them. */
  readonly 'rolecall.isConsoleSignIn': boolean;
  /** The settings bind this window to a profile, and it uses another or none. */
  readonly 'rolecall.isAwayFromBound': boolean;
  /** Editors of AWS files cover secrets. */
  readonly 'rolecall.hidesSecrets': boolean;
  /** AI agents can do for a while what the user can do. */
  readonly 'rolecall.agentsMayWrite': boolean;
  /** The tree shows only what the user searches. */
  readonly 'rolecall.isFiltered': boolean;
  /** The AWS files were read and define no profile, or do not exist. */
  readonly 'rolecall.hasNoProfiles': boolean;
  /** Something of Alibaba Cloud is found, or the setting shows it always. */
  readonly 'rolecall.alibabaCloud': boolean;
  /** The window uses credentials of Alibaba Cloud. */
  readonly 'rolecall.alibabaInUse': boolean;
  /** What `rolecall.policy.forbid` forbids. */
  readonly 'rolecall.forbidsCopy': boolean;
  readonly 'rolecall.forbidsExport': boolean;
  readonly 'rolecall.forbidsWrite': boolean;
  readonly 'rolecall.forbidsEndpoint': boolean;
}
