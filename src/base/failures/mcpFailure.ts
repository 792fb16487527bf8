/** Why an MCP server does not start. `server` is the name that the user gave it. */
export type McpFailure =
  /** The workspace is not trusted. */
  | { readonly code: 'mcpServerUntrusted'; readonly server: string }
  /** The window uses no profile. */
  | { readonly code: 'mcpServerWithoutProfile'; readonly server: string }
  /** The user closed what asked for a session. */
  | { readonly code: 'mcpServerDeclined'; readonly server: string };
