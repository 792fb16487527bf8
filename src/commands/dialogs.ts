import { addProfile } from './addProfile.ts';
import { addCopiedCredentials } from './copiedCredentials.ts';
import { editProfile } from './editProfile.ts';
import { enterRoleArn } from './roleArn.ts';

/** What asks a series of questions: a bundle of its own, read when the first of them is asked for. */
export const dialogs = { addProfile, addCopiedCredentials, editProfile, enterRoleArn } as const;
