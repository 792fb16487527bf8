import type * as vscode from 'vscode';
import type { Log } from '../base/log.ts';

/** The output channel, made when something is first written: start-up is too early for a panel nobody asked for. */
export function createLog(
  makeChannel: () => vscode.LogOutputChannel,
): Log & { show(): void; dispose(): void } {
  let made: vscode.LogOutputChannel | undefined;
  const channel = (): vscode.LogOutputChannel => (made ??= makeChannel());
  return {
    debug: (message) => channel().debug(message),
    info: (message) => channel().info(message),
    warn: (message) => channel().warn(message),
    error: (message) => channel().error(message),
    show: () => channel().show(),
    dispose: () => made?.dispose(),
  };
}
