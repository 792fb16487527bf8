import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { Disposable, Event } from '../event.ts';
import type { Environment } from '../plan/endpoint.ts';
import { targetName } from '../profiles/profiles.ts';
import { type ActiveState, settled } from '../session/activeState.ts';
import type { Session } from '../session/sessions.ts';
import { sessionVariables } from './environment.ts';

/** How long a terminal may take to start before the active profile's variables are put back regardless. */
const launchMs = 5000;

/**
 * The environment of new terminals and tasks, kept in step with the active session, and terminals for other sessions.
 * Nothing is written to disk.
 */
export class Terminals implements Disposable {
  readonly #collection: vscode.EnvironmentVariableCollection;
  readonly #inherited: Environment;
  readonly #listening: Disposable;
  #session: Session | undefined;
  #launching = 0;

  constructor(
    collection: vscode.EnvironmentVariableCollection,
    active: { readonly state: ActiveState; readonly onDidChange: Event<ActiveState> },
    inherited: Environment,
  ) {
    this.#collection = collection;
    this.#inherited = inherited;
    collection.persistent = false;
    this.#follow(active.state);
    this.#listening = active.onDidChange((state) => this.#follow(state));
  }

  /** Opens a terminal for one session, whatever is active elsewhere. */
  async open(session: Session): Promise<void> {
    this.#launching++;
    try {
      // `strictEnv` keeps the active profile's variables out, but on a remote host VS Code forgets it (seen in 1.139):
      // so for the moment of the launch they are not there.
      if (vscode.env.remoteName !== undefined) this.#collection.clear();
      const terminal = vscode.window.createTerminal({
        name: `AWS: ${targetName(session.plan.target)}`,
        iconPath: new vscode.ThemeIcon('key'),
        env: dedicatedEnvironment(session, this.#inherited),
        strictEnv: true,
        isTransient: true,
      });
      terminal.show();
      await Promise.race([terminal.processId, sleep(launchMs, undefined, { ref: false })]);
    } finally {
      this.#launching--;
      this.#deliver();
    }
  }

  #follow(state: ActiveState): void {
    const now = settled(state);
    const session = now.kind === 'ready' ? now.session : undefined;
    if (session === this.#session) return;
    this.#session = session;
    this.#deliver();
  }

  #deliver(): void {
    if (this.#launching > 0) return;
    if (this.#session) setVariables(this.#collection, this.#session, this.#inherited);
    else this.#collection.clear();
  }

  dispose(): void {
    this.#listening.dispose();
  }
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
  if (last && 'roleArn' in last) markdown.appendText(` · ${last.roleArn}`);
  return markdown;
}

/** The environment of VS Code without what only its own processes need, with the session's variables. */
function dedicatedEnvironment(
  session: Session,
  inherited: Environment,
): Record<string, string | null | undefined> {
  const kept = Object.entries(inherited).filter(([name]) => !internal.test(name));
  return {
    ...Object.fromEntries(kept),
    ...Object.fromEntries(sessionVariables(session, inherited)),
    // Here, unlike in a collection, null removes a variable: the keys alone speak.
    AWS_PROFILE: null,
    AWS_DEFAULT_PROFILE: null,
  };
}

const internal = /^(?:VSCODE_(?!GIT_|IPC_HOOK_CLI)|ELECTRON_|CHROME_|NODE_OPTIONS$|APPLICATION_INSIGHTS)/iu;
