import { referenceCodes } from './referenceCodes.ts';
import { titleCodes } from './titleCodes.ts';
import { wholeFileCodes } from './wholeFileCodes.ts';

/** Titles, references, and whole files. */
export const fileCodes = { ...titleCodes, ...referenceCodes, ...wholeFileCodes } as const;

export type FileCode = keyof typeof fileCodes;
