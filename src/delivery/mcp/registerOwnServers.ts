import * as vscode from 'vscode';
import type { Event } from '../../base/event.ts';
import { registerMcpServers } from '../../display/languageModels.ts';
import { type Target, targetKey } from '../../profiles/profiles.ts';
import { mcpServersIn } from './mcpServers.ts';

export interface OwnServersDependencies {
  /** The setting `rolecall.mcp.servers`. */
  readonly servers: { readonly value: unknown; readonly onChange: Event<unknown> };
  /** What the window uses. */
  readonly inUse: { readonly target: () => Target | undefined; readonly onDidChange: Event<unknown> };
  /** See `mcpVariables`. */
  readonly variables: (
    server: string,
    signal: AbortSignal,
  ) => Promise<Readonly<Record<string, string | null>>>;
}

/**
 * Tells VS Code of the MCP servers that the user has added. A server keeps the profile with which it started, so the
 * profile is part of its version: when the window uses another one, VS Code starts the server again.
 */
export function registerOwnServers(
  id: string,
  { servers, inUse, variables }: OwnServersDependencies,
): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  let version = '';
  const follow = (): void => {
    const target = inUse.target();
    const now = target ? targetKey(target) : '';
    if (now === version) return;
    version = now;
    changed.fire();
  };
  return vscode.Disposable.from(
    changed,
    servers.onChange(() => changed.fire()),
    inUse.onDidChange(follow),
    registerMcpServers(id, {
      onDidChange: changed.event,
      servers: () => mcpServersIn(servers.value).map((server) => ({ ...server, version })),
      variables,
    }),
  );
}
