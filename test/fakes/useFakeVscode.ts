import { registerHooks } from 'node:module';

/** The fake that sources get as `vscode`. Load them with `import()` after this file. */
export const fakeVscode = await import('./vscode.ts');

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'vscode'
      ? { url: new URL('vscode.ts', import.meta.url).href, shortCircuit: true }
      : next(specifier, context),
});
