import { addProfile } from './addProfile.ts';
import { addSignIn } from './addSignIn.ts';
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
import { populateProfiles } from './populateProfiles.ts';
import { enterRoleArn } from './roleArn.ts';
import { saveAssignment } from './saveAssignment.ts';
import { useAssignment } from './useAssignment.ts';
import { writeToCredentialsFile } from './writeSession.ts';

/** What asks series of questions or explains at length: a bundle of its own, read when the first of it is asked for. */
export const dialogs = {
  addCopiedCredentials,
  addProfile,
  addSignIn,
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
  populateProfiles,
  saveAssignment,
  useAssignment,
  writeToCredentialsFile,
} as const;

export type Dialogs = typeof dialogs;
