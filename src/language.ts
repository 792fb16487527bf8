/** What editors of AWS files need, as a bundle on top of that of `later.ts`. Loaded when such a file is open. */
export * as later from './later.ts';
export { registerProviders } from './providers/registerProviders.ts';
export { workspaceSymbols } from './providers/workspaceSymbols.ts';
