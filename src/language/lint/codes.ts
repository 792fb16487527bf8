import { type CodeFacts, fileCodes } from './files/fileCodes.ts';

const codes = { ...fileCodes } as const;

export type LintCode = keyof typeof codes;

/** Every code, by its name. */
export const lintCodes: Readonly<Record<LintCode, CodeFacts>> = codes;
