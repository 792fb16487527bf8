import { addSignIn } from './addSignIn.ts';
import { populateProfiles } from './populateProfiles.ts';
import { saveAssignment } from './saveAssignment.ts';
import { useAssignment } from './useAssignment.ts';

/** What is asked about sign-ins and what they lead to: a bundle of its own, read when the first of it is asked for. */
export const identityCenterDialogs = { addSignIn, populateProfiles, saveAssignment, useAssignment } as const;

export type IdentityCenterDialogs = typeof identityCenterDialogs;
