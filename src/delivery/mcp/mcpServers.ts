/** An MCP server of the user's own, which they have added with a command. */
export interface McpServer {
  readonly name: string;
  /** The program and its arguments. */
  readonly command: readonly string[];
}

/** The servers in the setting `rolecall.mcp.servers`, which may contain anything. The first one of a name counts. */
export function mcpServersIn(setting: unknown): readonly McpServer[] {
  const found = new Map<string, McpServer>();
  for (const each of Array.isArray(setting) ? (setting as readonly unknown[]) : []) {
    const server = serverIn(each);
    if (server && !found.has(server.name)) found.set(server.name, server);
  }
  return [...found.values()];
}

function serverIn(entry: unknown): McpServer | undefined {
  const { name, command } = { ...(entry as { readonly name?: unknown; readonly command?: unknown }) };
  if (typeof name !== 'string' || name.trim() === '' || !Array.isArray(command)) return undefined;
  const words = command as readonly unknown[];
  if (!words.every((word) => typeof word === 'string') || !words[0]) return undefined;
  return { name: name.trim(), command: words };
}
