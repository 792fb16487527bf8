/** Every ID that package.json contributes. A test checks that the two match. */
import type { Forbiddable } from './policy.ts';

export const commandIds = {
  switchProfile: 'rolecall.switchProfile',
  assumeRole: 'rolecall.assumeRole',
  stopUsing: 'rolecall.stopUsing',
  bindProfile: 'rolecall.bindProfile',
  verifyIdentity: 'rolecall.verifyIdentity',
  openConfigFile: 'rolecall.openConfigFile',
  openCredentialsFile: 'rolecall.openCredentialsFile',
  renewSession: 'rolecall.renewSession',
  forgetAllSessions: 'rolecall.forgetAllSessions',
  copyEndpoint: 'rolecall.copyEndpoint',
  manageApiAccess: 'rolecall.manageApiAccess',
  showHandedOut: 'rolecall.showHandedOut',
  showAuditTrail: 'rolecall.showAuditTrail',
  showLog: 'rolecall.showLog',
  newTerminal: 'rolecall.newTerminal',
  explainProfile: 'rolecall.explainProfile',
  useProfile: 'rolecall.useProfile',
  revealInFile: 'rolecall.revealInFile',
  addProfile: 'rolecall.addProfile',
  addCopiedCredentials: 'rolecall.addCopiedCredentials',
  duplicateProfile: 'rolecall.duplicateProfile',
  renameProfile: 'rolecall.renameProfile',
  deleteProfile: 'rolecall.deleteProfile',
  setRegion: 'rolecall.setRegion',
  signIn: 'rolecall.signIn',
  signOut: 'rolecall.signOut',
  restartSignIn: 'rolecall.restartSignIn',
  useAssignment: 'rolecall.useAssignment',
  listAccounts: 'rolecall.listAccounts',
  saveAssignment: 'rolecall.saveAssignment',
  populateProfiles: 'rolecall.populateProfiles',
  openConsole: 'rolecall.openConsole',
  copyCredentials: 'rolecall.copyCredentials',
  exportCredentials: 'rolecall.exportCredentials',
  writeToCredentialsFile: 'rolecall.writeToCredentialsFile',
  applyToTerminal: 'rolecall.applyToTerminal',
  profileName: 'rolecall.profileName',
  region: 'rolecall.region',
  accountId: 'rolecall.accountId',
} as const;

export type CommandId = (typeof commandIds)[keyof typeof commandIds];

export const viewIds = { profiles: 'rolecall.profiles' } as const;

export const statusItemId = 'rolecall.status';

export const terminalProfileId = 'rolecall.terminal';

/** The settings under `rolecall.`, with their types. */
export interface Settings {
  /** Empty if no profile is set. */
  readonly profile: string;
  readonly 'mfa.sessionHours': number;
  readonly 'mfa.process': string;
  readonly 'sessions.renewMinutes': number;
  readonly shareWithCli: boolean;
  readonly 'terminals.mode': 'environment' | 'profile' | 'live';
  readonly 'identityCenter.signIn': 'auto' | 'browser' | 'deviceCode';
  readonly 'debug.inject': boolean;
  readonly 'extensionHost.inject': boolean;
  readonly production: ReadonlyArray<string>;
  readonly 'files.keepBackup': boolean;
  /** Seconds; 0 means never. */
  readonly 'clipboard.clearSeconds': number;
  readonly audit: boolean;
  readonly 'policy.forbid': ReadonlyArray<Forbiddable>;
  readonly 'policy.confirmProduction': boolean;
  readonly 'policy.maxMfaSessionHours': number;
}

/** Context keys under `rolecall.`, with their types. */
export interface ContextKeys {
  /** A profile is active in this window. */
  readonly 'rolecall.isActive': boolean;
  /** The AWS files were read and define no profile, or do not exist. */
  readonly 'rolecall.hasNoProfiles': boolean;
  /** What `rolecall.policy.forbid` forbids. */
  readonly 'rolecall.forbidsCopy': boolean;
  readonly 'rolecall.forbidsExport': boolean;
  readonly 'rolecall.forbidsWrite': boolean;
  readonly 'rolecall.forbidsEndpoint': boolean;
}
