import * as vscode from 'vscode';
import { plainText } from '../../base/plainText.ts';
import { withoutSecrets } from '../../base/secretText.ts';
import { commandWords } from '../../credentials/programs/commandLine.ts';
import { mcpServersIn } from '../../delivery/mcp/mcpServers.ts';
import { hasMcpServers } from '../../display/languageModels.ts';
import { pickOne } from '../../display/quickPick.ts';
import { showInformation } from '../../display/toasts.ts';
import type { ChoiceItem, ChoiceQuestion, Complaint, TextQuestion } from '../questions.ts';
import { writeUserSetting } from '../userSetting.ts';
import { runWizard } from '../wizard.ts';

/** Servers of AWS that need credentials, and the names to propose for them (awslabs/mcp, aws/mcp-proxy-for-aws). */
const known = [
  ['aws-api', 'uvx awslabs.aws-api-mcp-server@latest'],
  ['aws-cloudwatch', 'uvx awslabs.cloudwatch-mcp-server@latest'],
  ['aws-eks', 'uvx awslabs.eks-mcp-server@latest'],
  ['aws', 'uvx mcp-proxy-for-aws@latest https://aws-mcp.us-east-1.api.aws/mcp'],
] as const;

const maxNameLength = 60;

/** Adds an MCP server of the user's own, which VS Code starts with the access that AI agents have. */
export async function addMcpServer(): Promise<void> {
  const t = vscode.l10n.t;
  if (!hasMcpServers())
    return void showInformation(t('This editor does not start the MCP servers of extensions.'));
  const answers = await runWizard(t('Add AWS MCP Server'), ({ command }) => [
    () => askCommand(),
    () => askServerName(command ?? ''),
  ]);
  if (!answers) return;
  const { command = '', name = '' } = answers;
  const server = { name, command: commandWords(command, process.platform) };
  await writeUserSetting('mcp.servers', [...ownEntries(), server]);
  void tellAdded(name);
}

/** Removes a server that the user has added. One that runs goes on until it is stopped. */
export async function removeMcpServer(): Promise<void> {
  const t = vscode.l10n.t;
  const items = mcpServersIn(ownEntries()).map(({ name, command }) => ({
    label: name,
    detail: command.join(' '),
    name,
  }));
  if (items.length === 0) return void showInformation(t('You have not added any AWS MCP server.'));
  const chosen = await pickOne(items, { title: t('Remove AWS MCP Server'), placeholder: t('MCP server') });
  if (!chosen) return;
  const others = ownEntries().filter((entry) => mcpServersIn([entry])[0]?.name !== chosen.name);
  await writeUserSetting('mcp.servers', others.length > 0 ? others : undefined);
}

function askCommand(): ChoiceQuestion {
  const t = vscode.l10n.t;
  const items: readonly ChoiceItem[] = known.map(([, command]) => ({ label: command }));
  return {
    kind: 'choice',
    name: 'command',
    prompt: t('Command line of the server'),
    placeholder: t('Choose or type the command line that starts the server'),
    items,
    other: (text) => {
      const isSearch = !/\s/u.test(text.trim()) && items.some(({ label }) => label.includes(text.trim()));
      return isSearch ? undefined : (commandComplaint(text) ?? { label: text.trim() });
    },
  };
}

function commandComplaint(command: string): Complaint | undefined {
  const t = vscode.l10n.t;
  if (!commandWords(command, process.platform)) return { complaint: t('A quotation mark is not closed.') };
  return withoutSecrets(command) === command
    ? undefined
    : { complaint: t('This seems to contain a secret. Settings are no place for one.') };
}

function askServerName(command: string): TextQuestion {
  const t = vscode.l10n.t;
  const names = mcpServersIn(ownEntries()).map(({ name }) => name);
  const proposed = known.find(([, each]) => each === command)?.[0] ?? 'aws';
  return {
    kind: 'text',
    name: 'name',
    prompt: t('Name of the server in VS Code'),
    ...(!names.includes(proposed) && { value: proposed }),
    validate: (text) => {
      if (text === '' || text.length > maxNameLength || plainText(text) !== text)
        return t('Use 1 to {0} characters.', maxNameLength);
      return names.includes(text) ? t('An MCP server named “{0}” already exists.', text) : undefined;
    },
  };
}

async function tellAdded(name: string): Promise<void> {
  const t = vscode.l10n.t;
  const show = { title: t('Show MCP Servers') };
  const sentence = t('{0} was added. It gets the AWS access that AI agents have in this window.', name);
  if ((await showInformation(sentence, show)) === show)
    await vscode.commands.executeCommand('workbench.mcp.listServer');
}

/** The entries of the setting as the user has written them. */
function ownEntries(): readonly unknown[] {
  const { globalValue } = { ...vscode.workspace.getConfiguration('rolecall').inspect('mcp.servers') };
  return Array.isArray(globalValue) ? (globalValue as readonly unknown[]) : [];
}
