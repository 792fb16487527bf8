import type { CodeFacts } from './codeFacts.ts';
import { fileCodes } from './files/fileCodes.ts';
import { valueCodes } from './values/valueCodes.ts';

const codes = { ...fileCodes, ...valueCodes } as const;

export type LintCode = keyof typeof codes;

/** Every code, by its name. */
export const lintCodes: Readonly<Record<LintCode, CodeFacts>> = codes;
