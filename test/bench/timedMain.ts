// Takes the place of an extension's main file inside VS Code. It measures the two things that VS Code's extension host
// does in one go, during which no other extension runs: reading the code, and calling `activate`. VS Code's own
// bookkeeping around them is not in it.
import type { ExtensionContext } from 'vscode';

export interface ActivationTimes {
  readonly load: number;
  readonly activate: number;
}

const start = performance.now();
const extension = require('./dist/extension.js') as { activate(context: ExtensionContext): void };
const load = performance.now() - start;

/** VS Code gives what this returns to whoever asks for the extension's `exports`. */
export function activate(context: ExtensionContext): ActivationTimes {
  const before = performance.now();
  extension.activate(context);
  return { load, activate: performance.now() - before };
}
