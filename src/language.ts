/**
 * What editors of AWS files need, as one bundle beside that of `later.ts`, on which it builds. `startUp.ts` loads it when
 * such a file is open.
 */
import './later.ts';

export { registerProviders } from './providers/registerProviders.ts';
export { workspaceSymbols } from './providers/workspaceSymbols.ts';
