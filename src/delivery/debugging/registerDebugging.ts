import * as vscode from 'vscode';
import type { Disposable } from '../../base/event.ts';
import type { DebugDependencies, withProfileVariables } from './debugVariables.ts';

/**
 * Gives every program that a debugger launches the same variables as a new terminal, if `isOn`. VS Code calls a
 * provider for `*` for every type of configuration, and this method last, when every `${…}` has its value. `load` is
 * called for the first of them.
 */
export function registerDebugging(
  isOn: { readonly value: boolean },
  dependencies: DebugDependencies,
  load: () => Promise<{ readonly withProfileVariables: typeof withProfileVariables }>,
): Disposable {
  return vscode.debug.registerDebugConfigurationProvider('*', {
    async resolveDebugConfigurationWithSubstitutedVariables(folder, configuration) {
      if (!isOn.value || configuration.request !== 'launch') return configuration;
      return (await load()).withProfileVariables(configuration, folder?.uri.toString(), dependencies);
    },
  });
}
