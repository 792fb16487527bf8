import { type Rule, text } from './validation.ts';

/** The two MFA parameters of a request. */
export const mfaRules: readonly Rule[] = [
  text('SerialNumber', 9, 256, String.raw`[\w+=/:,.@-]*`),
  text('TokenCode', 6, 6, String.raw`[\d]*`),
];
