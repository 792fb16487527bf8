/**
 * What editors of AWS files and policies need, as a bundle on top of that of `later.ts`. Loaded when such a file is
 * open, or when a setting names a policy file.
 */
export * as later from './later.ts';
export { createArnLinkProvider } from './providers/arnLinks.ts';
export { registerProviders } from './providers/registerProviders.ts';
export { readPolicyDocument } from './profiles/policies/policyDocument.ts';
export { workspaceSymbols } from './providers/workspaceSymbols.ts';
