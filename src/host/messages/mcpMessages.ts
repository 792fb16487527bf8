import * as vscode from 'vscode';
import type { McpFailure } from '../../base/failures/mcpFailure.ts';

/** Describes why an MCP server does not start. */
export function describeMcpFailure({ code, server }: McpFailure): string {
  const t = vscode.l10n.t;
  switch (code) {
    case 'mcpServerUntrusted':
      return t(
        'The MCP server {0} does not get AWS access in a workspace that you do not trust. Trust the workspace, and start the server again.',
        server,
      );
    case 'mcpServerWithoutProfile':
      return t(
        'The MCP server {0} needs an AWS profile, and this window uses none. Choose one with “Switch AWS Profile”, and start the server again.',
        server,
      );
    case 'mcpServerDeclined':
      return t(
        'The MCP server {0} did not start, because you closed what asked for its session. Start the server again to be asked again.',
        server,
      );
  }
}
