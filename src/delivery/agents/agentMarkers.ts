import type { Environment } from '../../base/environment.ts';

/** An AI agent, and what shows that a program runs for it. */
export interface AgentRow {
  /** As its maker writes it. */
  readonly name: string;
  /** The variables that it sets for the commands that it runs. */
  readonly variables?: readonly string[];
  /** Its own programs, which start those commands: at most 15 characters, of which Linux tells no more. */
  readonly programs?: readonly string[];
  /** What it calls itself in `AI_AGENT` and `AGENT`, in lower case and with hyphens. */
  readonly words: readonly string[];
}

/**
 * The agents that are known. If several have left a mark and no process tells which one is the innermost, the first
 * row wins: agents that run in a terminal come before editors, which may be around them, but not the reverse.
 *
 * Some variables are no marks, alone or together, because people have them without an agent:
 *
 * - `COPILOT_CLI`, `COPILOT_MODEL`, `COPILOT_ALLOW_ALL`, `GOOSE_PROVIDER`, and `CODEX_HOME` are settings, which people
 *   export in the profile of their shell.
 * - `CURSOR_TRACE_ID`, `ZED_TERM`, `REPL_ID`, and `TERM_PROGRAM` are in every terminal of an editor or a workspace.
 * - Claude Code sets `CLAUDE_CODE_ENTRYPOINT` for itself too, and may use models of Amazon Bedrock with the credentials
 *   of the user. Its commands have `CLAUDECODE` as well.
 *
 * `copilot` is not the name of an agent's program, because the AWS Copilot CLI has it, and asks for credentials itself.
 */
export const agentRows: readonly AgentRow[] = [
  // Its Bash tool; MCP servers have only the ID of the session. `AI_AGENT=claude-code_2.1_agent`.
  {
    name: 'Claude Code',
    variables: ['CLAUDECODE', 'CLAUDE_CODE', 'CLAUDE_CODE_SESSION_ID'],
    programs: ['claude'],
    words: ['claude', 'claude-code'],
  },
  // openai/codex, `codex-rs/core`. `CODEX_SANDBOX` is only set on macOS.
  {
    name: 'Codex',
    variables: ['CODEX_THREAD_ID', 'CODEX_CI', 'CODEX_SANDBOX', 'CODEX_SANDBOX_NETWORK_DISABLED'],
    programs: ['codex'],
    words: ['codex', 'openai-codex'],
  },
  // Qwen Code is made from Gemini CLI, so it comes first.
  { name: 'Qwen Code', variables: ['QWEN_CODE'], programs: ['qwen'], words: ['qwen'] },
  // The documentation of its shell tool.
  { name: 'Gemini CLI', variables: ['GEMINI_CLI'], programs: ['gemini'], words: ['gemini'] },
  // It also sets `AGENT=1`, which does not say which agent.
  {
    name: 'OpenCode',
    variables: ['OPENCODE', 'OPENCODE_CLIENT'],
    programs: ['opencode'],
    words: ['opencode'],
  },
  // It also sets `AGENT=amp`.
  { name: 'Amp', variables: ['AMP_CURRENT_THREAD_ID'], programs: ['amp'], words: ['amp'] },
  // Its documentation of environment variables.
  {
    name: 'Auggie',
    variables: ['AUGMENT_AGENT'],
    programs: ['auggie'],
    words: ['auggie', 'augment', 'augment-cli'],
  },
  // It also sets `AGENT` and `AI_AGENT`.
  { name: 'Crush', variables: ['CRUSH'], programs: ['crush'], words: ['crush'] },
  // It also sets `AGENT=goose`. A tool for databases has the same name, but neither asks nor starts programs that do.
  { name: 'Goose', variables: ['GOOSE_TERMINAL'], programs: ['goose'], words: ['goose'] },
  // It sets no variable: `AIDER_…` are its settings.
  { name: 'Aider', programs: ['aider'], words: ['aider'] },
  // Its documentation names no variable.
  { name: 'Droid', programs: ['droid'], words: ['droid', 'factory-droid'] },
  // Its program `pi` has a name that is too short for one that only an agent has. Hugging Face's registry of agents.
  { name: 'Pi', variables: ['PI_CODING_AGENT'], words: ['pi'] },
  // Its terminal integration, which stands between a user and every shell, is called `kiro-cli-term`.
  {
    name: 'Kiro',
    variables: ['KIRO_AGENT'],
    programs: ['kiro-cli', 'kiro-cli-chat'],
    words: ['kiro', 'kiro-cli'],
  },
  // Alibaba Cloud CLI: `util/agent.go`.
  {
    name: 'Qoder',
    variables: ['QODER_AGENT', 'QODER_CLI'],
    programs: ['qodercli'],
    words: ['qoder', 'qodercli'],
  },
  // The documentation of its hooks.
  {
    name: 'GitHub Copilot CLI',
    variables: ['COPILOT_AGENT_SESSION_ID'],
    words: ['github-copilot-cli', 'copilot-cli'],
  },
  // Terminals of agents in editors, from here on. Cline and Roo Code set these in `createTerminal`.
  { name: 'Cline', variables: ['CLINE_ACTIVE'], programs: ['cline'], words: ['cline'] },
  { name: 'Roo Code', variables: ['ROO_ACTIVE'], words: ['roo', 'roo-code'] },
  // The editor's agent and the one for terminals.
  {
    name: 'Cursor',
    variables: ['CURSOR_AGENT'],
    programs: ['cursor-agent'],
    words: ['cursor', 'cursor-cli', 'cursor-agent'],
  },
  // Alibaba Cloud CLI, and Hugging Face's registry of agents.
  { name: 'Antigravity', variables: ['ANTIGRAVITY_AGENT'], words: ['antigravity'] },
  { name: 'Trae', variables: ['TRAE_AI_SHELL_ID'], words: ['trae'] },
  { name: 'Warp', variables: ['OZ_RUN_ID'], words: ['warp', 'oz'] },
  { name: 'Devin', words: ['devin'] },
  // microsoft/vscode, `toolTerminalCreator.ts`: since 1.121, and `AI_AGENT=github_copilot_vscode_agent` since 1.124.
  { name: 'GitHub Copilot', variables: ['COPILOT_AGENT'], words: ['github-copilot', 'copilot'] },
];

/** The proposed standard, in which any value names an agent (agentsmd/agents.md, issue 136). */
export const agentNameVariable = 'AI_AGENT';

/** An earlier proposal. The name is so common that only the words of known agents count. */
export const olderNameVariable = 'AGENT';

/** The names of all variables that may mark an agent. */
export const markerNames: readonly string[] = [
  agentNameVariable,
  olderNameVariable,
  ...agentRows.flatMap(({ variables = [] }) => variables),
];

/** Variables that may mark an agent, and their values, by the names in the table. */
export type Markers = Readonly<Record<string, string>>;

/** Long enough for every name and ID, in characters. */
const maxValueLength = 200;

const unset = new Set(['', '0', 'false', 'no', 'off']);

/** The markers that are set in an environment. On Windows, `process.env` finds them in any case. */
export function markersIn(environment: Environment): Markers {
  const markers: Record<string, string> = {};
  for (const name of markerNames) {
    const value = environment[name]?.trim() ?? '';
    if (!unset.has(value.toLowerCase())) markers[name] = value.slice(0, maxValueLength);
  }
  return markers;
}
