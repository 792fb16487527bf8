import { addProfile } from './addProfile.ts';
import { applyToTerminal } from './applyToTerminal.ts';
import { addCopiedCredentials } from './copiedCredentials.ts';
import { copyCredentials } from './copyCredentials.ts';
import { editProfile } from './editProfile.ts';
import { explainTarget } from './explainTarget.ts';
import { exportCredentials } from './exportCredentials.ts';
import { enterRoleArn } from './roleArn.ts';
import { writeToCredentialsFile } from './writeSession.ts';

/** What asks series of questions or explains at length: a bundle of its own, read when the first of it is asked for. */
export const dialogs = {
  addProfile,
  addCopiedCredentials,
  applyToTerminal,
  copyCredentials,
  editProfile,
  enterRoleArn,
  explainTarget,
  exportCredentials,
  writeToCredentialsFile,
} as const;

export type Dialogs = typeof dialogs;
