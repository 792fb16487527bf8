import { addProfile } from './addProfile.ts';
import { addCopiedCredentials } from './copiedCredentials.ts';
import { editProfile } from './editProfile.ts';
import { explainTarget } from './explainTarget.ts';
import { enterRoleArn } from './roleArn.ts';

/** What asks series of questions or explains at length: a bundle of its own, read when the first of it is asked for. */
export const dialogs = {
  addProfile,
  addCopiedCredentials,
  editProfile,
  enterRoleArn,
  explainTarget,
} as const;
