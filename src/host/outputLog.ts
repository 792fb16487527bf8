import type * as vscode from 'vscode';
import type { Log } from '../base/log.ts';

/** An output channel that is created when something is first written, so that start-up adds no empty channel. */
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
