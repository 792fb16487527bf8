import type * as vscode from 'vscode';
import type { Log } from '../base/log.ts';
import { visibleText } from '../base/plainText.ts';
import { withoutSecrets } from '../base/secretText.ts';

/**
 * An output channel that is created when something is first written, so that start-up adds no empty channel. Text from
 * outside can neither forge an entry nor bring a secret into it.
 */
export function createLog(
  makeChannel: () => vscode.LogOutputChannel,
): Log & { show(): void; dispose(): void } {
  let made: vscode.LogOutputChannel | undefined;
  const channel = (): vscode.LogOutputChannel => (made ??= makeChannel());
  return {
    debug: (...lines) => channel().debug(entryOf(lines)),
    info: (message) => channel().info(entryOf([message])),
    warn: (...lines) => channel().warn(entryOf(lines)),
    error: (message) => channel().error(entryOf(linesOf(message))),
    show: () => channel().show(),
    dispose: () => made?.dispose(),
  };
}

function entryOf(lines: readonly string[]): string {
  return lines.map((line) => visibleText(withoutSecrets(line))).join('\n    ');
}

/** The stack of an error begins with its message, which may have several lines, too. */
function linesOf(message: string | Error): readonly string[] {
  if (typeof message === 'string') return [message];
  return (message.stack ?? `${message.name}: ${message.message}`).split('\n').map((line) => line.trim());
}
