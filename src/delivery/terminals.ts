import * as vscode from 'vscode';
import type { Disposable, Event } from '../event.ts';
import type { Environment } from '../plan/endpoint.ts';
import { targetName } from '../profiles/profiles.ts';
import { type ActiveState, settled } from '../session/active.ts';
import type { Session } from '../session/sessions.ts';
import { sessionVariables } from './environment.ts';

/** Keeps the environment of new terminals and tasks in step with the active session. Nothing is written to disk. */
export function registerTerminalEnvironment(
  collection: vscode.EnvironmentVariableCollection,
  active: { readonly state: ActiveState; readonly onDidChange: Event<ActiveState> },
  inherited: Environment,
): Disposable {
  collection.persistent = false;
  let delivered: Session | undefined;
  const apply = (state: ActiveState): void => {
    const now = settled(state);
    const session = now.kind === 'ready' ? now.session : undefined;
    if (session === delivered) return;
    delivered = session;
    if (session) setVariables(collection, session, inherited);
    else collection.clear();
  };
  apply(active.state);
  return active.onDidChange(apply);
}

function setVariables(
  collection: vscode.EnvironmentVariableCollection,
  session: Session,
  inherited: Environment,
): void {
  const variables = sessionVariables(session, inherited);
  for (const [name] of collection) if (!variables.has(name)) collection.delete(name);
  // At shell integration too, so that an `export` in a shell's start-up file does not win.
  const options = { applyAtProcessCreation: true, applyAtShellIntegration: true };
  for (const [name, value] of variables) {
    if (collection.get(name)?.value !== value) collection.replace(name, value, options);
  }
  collection.description = describe(session);
}

function describe({ plan }: Session): vscode.MarkdownString {
  const last = plan.steps.at(-1);
  const markdown = new vscode.MarkdownString();
  markdown.appendText(vscode.l10n.t('AWS profile {0}', targetName(plan.target)));
  if (last?.kind === 'assumeRole') markdown.appendText(` · ${last.roleArn}`);
  return markdown;
}

/**
 * Opens a terminal for one session, whatever is active elsewhere. `strictEnv` keeps the variables of the active
 * profile out, which VS Code would otherwise put on top.
 */
export function openSessionTerminal(session: Session, inherited: Environment): vscode.Terminal {
  const variables = Object.fromEntries(sessionVariables(session, inherited));
  const terminal = vscode.window.createTerminal({
    name: `AWS: ${targetName(session.plan.target)}`,
    iconPath: new vscode.ThemeIcon('key'),
    env: { ...withoutEditorInternals(inherited), ...variables },
    strictEnv: true,
    isTransient: true,
  });
  terminal.show();
  return terminal;
}

/** The environment of VS Code without what only its own processes need, and without another profile's name. */
function withoutEditorInternals(inherited: Environment): Record<string, string> {
  const kept = Object.entries(inherited).filter(
    ([name, value]) => value !== undefined && !internal.test(name) && !profileNames.has(name.toUpperCase()),
  );
  return Object.fromEntries(kept) as Record<string, string>;
}

const internal = /^(?:VSCODE_(?!GIT_|IPC_HOOK_CLI)|ELECTRON_|CHROME_|NODE_OPTIONS$|APPLICATION_INSIGHTS)/iu;
const profileNames = new Set(['AWS_PROFILE', 'AWS_DEFAULT_PROFILE']);
