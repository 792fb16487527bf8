import { addProfile } from './addProfile.ts';
import { manageApiAccess } from './apiAccess.ts';
import { apiQuestions } from './apiQuestions.ts';
import { applyToTerminal } from './applyToTerminal.ts';
import { bindProfile } from './bindProfile.ts';
import { offerBinding } from './bindingOffer.ts';
import { addCopiedCredentials } from './copiedCredentials.ts';
import { copyCredentials } from './copyCredentials.ts';
import { copyEndpoint } from './copyEndpoint.ts';
import { editProfile } from './editProfile.ts';
import { explainTarget } from './explainTarget.ts';
import { exportCredentials } from './exportCredentials.ts';
import { enterRoleArn } from './roleArn.ts';
import { writeToCredentialsFile } from './writeSession.ts';

/** What asks series of questions or explains at length: a bundle of its own, read when the first of it is asked for. */
export const dialogs = {
  addCopiedCredentials,
  addProfile,
  apiQuestions,
  applyToTerminal,
  bindProfile,
  copyCredentials,
  copyEndpoint,
  editProfile,
  enterRoleArn,
  explainTarget,
  exportCredentials,
  manageApiAccess,
  offerBinding,
  writeToCredentialsFile,
} as const;

export type Dialogs = typeof dialogs;
