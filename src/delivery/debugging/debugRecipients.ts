import * as vscode from 'vscode';
import type { Recipient } from '../handover/recipient.ts';
import type { HandOuts } from '../record/handOuts.ts';

export type DebugRecipient = Recipient & { readonly kind: 'debugSession' };

/** Names the debug sessions that get credentials, and reports their end. */
export class DebugRecipients implements vscode.Disposable {
  readonly #end: HandOuts['end'];
  /** Those whose session has not started yet, the oldest first. VS Code gives a session its ID only then. */
  #starting: readonly DebugRecipient[] = [];
  /** By the ID of the session. */
  readonly #running = new Map<string, DebugRecipient>();
  readonly #listening: vscode.Disposable;
  #lastId = 0;

  constructor(end: HandOuts['end']) {
    this.#end = end;
    this.#listening = vscode.Disposable.from(
      vscode.debug.onDidStartDebugSession((session) => this.#noteStart(session)),
      vscode.debug.onDidTerminateDebugSession((session) => this.#noteEnd(session)),
    );
  }

  /** A session that is about to start with a configuration of this name. */
  next(name: string): DebugRecipient {
    const recipient = { kind: 'debugSession', name, id: ++this.#lastId } as const;
    this.#starting = [...this.#starting, recipient];
    return recipient;
  }

  #noteStart({ id, name }: vscode.DebugSession): void {
    const recipient = this.#takeStarting(name);
    if (recipient) this.#running.set(id, recipient);
  }

  /** A session that is restarted keeps its ID, and VS Code does not report its start again. */
  #noteEnd({ id, name }: vscode.DebugSession): void {
    const ended = this.#running.get(id) ?? this.#takeStarting(name);
    this.#running.delete(id);
    if (ended) this.#end('closed', (each) => each.kind === 'debugSession' && each.id === ended.id);
  }

  /** The latest one: an earlier one may have been canceled, which VS Code does not report. */
  #takeStarting(name: string): DebugRecipient | undefined {
    const found = this.#starting.findLast((each) => each.name === name);
    if (found) this.#starting = this.#starting.filter((each) => each !== found);
    return found;
  }

  dispose(): void {
    this.#listening.dispose();
  }
}
