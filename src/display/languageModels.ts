import * as vscode from 'vscode';
import { displayText } from '../base/plainText.ts';
import type { PlainMarkdown } from './markdown.ts';

/** A tool that language models call. */
export interface ModelTool {
  /** Has no effects. The call may not follow, or with another state of the files. */
  prepare(input: unknown): ToolCall | Promise<ToolCall>;
  /** Resolves to the answer for the model. Rejects with an error whose message is for the model, too. */
  invoke(input: unknown, signal: AbortSignal): Promise<string>;
}

/** What VS Code shows of a call. */
export interface ToolCall {
  /** What is in progress: a text without names, because VS Code shows it as Markdown. */
  readonly doing: string;
  /** VS Code asks this first, unless the user has told it not to ask any more. */
  readonly question?: { readonly title: string; readonly text: PlainMarkdown };
}

/** Absent in some editors that are based on VS Code. */
const languageModels = (): Partial<typeof vscode.lm> | undefined => vscode.lm;

export function registerTool(name: string, tool: ModelTool): vscode.Disposable {
  const registered = languageModels()?.registerTool?.<unknown>(name, {
    prepareInvocation: async ({ input }) => {
      const { doing, question } = await tool.prepare(input);
      return {
        invocationMessage: displayText(doing),
        ...(question && {
          confirmationMessages: { title: displayText(question.title), message: question.text.value },
        }),
      };
    },
    invoke: async ({ input }, token) => {
      const answer = await tool.invoke(input, signalOf(token));
      return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(answer)]);
    },
  });
  return registered ?? nothing;
}

/** An MCP server that VS Code starts. */
export interface McpServerStart {
  readonly name: string;
  /** The program and its arguments. */
  readonly command: readonly string[];
  /** What the server depends on, in any form. VS Code starts a server again whose version is another one. */
  readonly version: string;
}

interface McpServerSource {
  readonly onDidChange: vscode.Event<void>;
  /** VS Code calls this when a window opens, so it asks nothing and loads little. */
  servers(): readonly McpServerStart[];
  /**
   * The variables for a server that starts, where null removes one. May ask the user. Rejects with an error whose
   * message is for the user.
   */
  variables(name: string, signal: AbortSignal): Promise<Readonly<Record<string, string | null>>>;
}

export function registerMcpServers(id: string, source: McpServerSource): vscode.Disposable {
  const names = new Map<vscode.McpStdioServerDefinition, string>();
  const registered = languageModels()?.registerMcpServerDefinitionProvider?.(id, {
    onDidChangeMcpServerDefinitions: source.onDidChange,
    provideMcpServerDefinitions: () => {
      names.clear();
      return source.servers().map(({ name, command: [program = '', ...words], version }) => {
        const server = new vscode.McpStdioServerDefinition(displayText(name), program, words, {}, version);
        names.set(server, name);
        return server;
      });
    },
    resolveMcpServerDefinition: async (server: vscode.McpStdioServerDefinition, token) => {
      const name = names.get(server) ?? server.label;
      server.env = { ...(await source.variables(name, signalOf(token))) };
      return server;
    },
  });
  return registered ?? nothing;
}

/** Whether this editor starts MCP servers of extensions. */
export function hasMcpServers(): boolean {
  return languageModels()?.registerMcpServerDefinitionProvider !== undefined;
}

const nothing: vscode.Disposable = { dispose: () => {} };

function signalOf(token: vscode.CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
