import * as vscode from 'vscode';
import type { Disposable } from '../event.ts';
import type { DebugParts } from './debugVariables.ts';

/** Gives every program that is launched by a debugger what a new terminal has, if `isOn` says so. */
export function registerDebugging(isOn: { readonly value: boolean }, parts: DebugParts): Disposable {
  return vscode.debug.registerDebugConfigurationProvider('*', {
    async resolveDebugConfigurationWithSubstitutedVariables(folder, configuration) {
      if (!isOn.value || configuration.request !== 'launch') return configuration;
      const { withOurVariables } = await import('./debugVariables.ts');
      return withOurVariables(configuration, folder?.uri.toString(), parts);
    },
  });
}
