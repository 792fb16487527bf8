import { accessCodes } from './accessCodes.ts';
import { formCodes } from './formCodes.ts';
import { keyCodes } from './keyCodes.ts';

/** Keys and values. */
export const valueCodes = { ...keyCodes, ...formCodes, ...accessCodes } as const;

export type ValueCode = keyof typeof valueCodes;
