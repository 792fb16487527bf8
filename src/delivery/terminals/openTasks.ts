import * as vscode from 'vscode';
import { variablesIn } from '../handover/namedVariables.ts';
import type { Recipient } from '../handover/recipient.ts';
import type { HandOut, HandOuts } from '../record/handOuts.ts';
import { clouds } from '../record/handOutKeys.ts';
import { isOlder, processStart } from '../record/processStart.ts';
import type { OpenedWith } from './overruledChoices.ts';

type TaskRecipient = Recipient & { readonly kind: 'task' };

interface OpenTasksDependencies {
  readonly handOuts: Pick<HandOuts, 'of' | 'pass' | 'suspect' | 'end'>;
  readonly onOpened: (opened: OpenedWith) => void;
}

/** How long the process of a task is remembered: the system may give its ID to another one later. Milliseconds. */
const rememberedMs = 3000;

/** Reports the tasks that start, with what they get, and their end. */
export class OpenTasks implements vscode.Disposable {
  readonly #dependencies: OpenTasksDependencies;
  readonly #running = new Map<vscode.TaskExecution, TaskRecipient>();
  readonly #processes = new Set<number>();
  readonly #listening: vscode.Disposable;
  #lastId = 0;

  constructor(dependencies: OpenTasksDependencies) {
    this.#dependencies = dependencies;
    this.#listening = vscode.Disposable.from(
      vscode.tasks.onDidStartTaskProcess((event) => void this.#noteStart(event)),
      vscode.tasks.onDidEndTask(({ execution }) => this.#noteEnd(execution)),
    );
  }

  /** Whether it is the process of a task that has started a moment ago. */
  hasStarted(processId: number): boolean {
    return this.#processes.has(processId);
  }

  async #noteStart({ execution, processId }: vscode.TaskProcessStartEvent): Promise<void> {
    const startedAt = Date.now();
    const { handOuts, onOpened } = this.#dependencies;
    const { name, scope, execution: program } = execution.task;
    this.#processes.add(processId);
    setTimeout(() => this.#processes.delete(processId), rememberedMs).unref();
    const folder = typeof scope === 'object' ? scope.uri.toString() : undefined;
    const given = givenIn(folder, handOuts);
    const recipient = { kind: 'task', name, id: ++this.#lastId } as const;
    this.#running.set(execution, recipient);
    // VS Code may report tasks that survived a reload, too.
    if (isOlder(await processStart(processId), startedAt)) handOuts.suspect(recipient);
    else for (const handOut of given) handOuts.pass(handOut, recipient);
    if (!this.#running.has(execution)) this.#end(recipient);
    const env = program && 'options' in program ? variablesIn(program.options?.env) : {};
    onOpened({ kind: 'task', name, env, folder });
  }

  #noteEnd(execution: vscode.TaskExecution): void {
    const ended = this.#running.get(execution);
    if (ended && this.#running.delete(execution)) this.#end(ended);
  }

  #end({ id }: TaskRecipient): void {
    this.#dependencies.handOuts.end('closed', (each) => each.kind === 'task' && each.id === id);
  }

  dispose(): void {
    this.#listening.dispose();
  }
}

/** What new terminals and tasks get in a folder of the workspace, by its URI, or in the window: of each cloud. */
export function givenIn(folder: string | undefined, handOuts: Pick<HandOuts, 'of'>): readonly HandOut[] {
  return clouds.flatMap(
    (cloud) =>
      handOuts.of({ kind: 'newTerminals', folder }, cloud) ??
      handOuts.of({ kind: 'newTerminals', folder: undefined }, cloud) ??
      [],
  );
}
