import { type Rule, text } from './validation.ts';

/** The two parameters with which a request brings MFA along. */
export const mfaRules: readonly Rule[] = [
  text('SerialNumber', 9, 256, String.raw`[\w+=/:,.@-]*`),
  text('TokenCode', 6, 6, String.raw`[\d]*`),
];
