import * as vscode from 'vscode';
import type { Disposable } from '../../base/event.ts';
import { titledUri } from '../../display/titles.ts';
import { alibabaKey, type AlibabaTarget } from '../../profiles/alibaba/alibabaTarget.ts';
import { isPlan } from '../../plan/plan.ts';
import { settled, targetOf } from '../../session/activeState.ts';
import { reuseMarginMs } from '../../session/renewal.ts';
import { alibabaExplanation } from '../../views/alibaba/alibabaExplanation.ts';
import { alibabaLabel } from '../../views/alibaba/alibabaNames.ts';
import { callOf } from './alibabaCall.ts';
import type { AlibabaContext } from './alibabaContext.ts';

type ExplainContext = Pick<AlibabaContext, 'sources' | 'active' | 'recentRoles' | 'engine' | 'lastFailures'>;

const scheme = 'rolecall-alibaba-explanation';

/** Documents that explain what a target does, and what tools use here. They follow changes to the files. */
export class AlibabaExplanations implements Disposable {
  readonly #context: ExplainContext;
  readonly #targets = new Map<string, AlibabaTarget>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #registered: Disposable;

  constructor(context: ExplainContext) {
    this.#context = context;
    const refresh = () => this.#refresh();
    this.#registered = vscode.Disposable.from(
      this.#changed,
      vscode.workspace.registerTextDocumentContentProvider(scheme, {
        onDidChange: this.#changed.event,
        provideTextDocumentContent: ({ query }) => this.#textOf(this.#targets.get(query)),
      }),
      context.sources.store.onDidChange(refresh),
      context.sources.identities.onDidChange(refresh),
      context.sources.given.onDidChange(refresh),
      context.active.onDidChange(refresh),
      context.lastFailures.onDidChange(refresh),
    );
  }

  /** Opens the explanation of what the argument names, or of what the window uses. */
  async show(argument: unknown): Promise<void> {
    await this.#context.sources.store.ready();
    const target = this.#targetOf(argument);
    const key = target ? alibabaKey(target) : '';
    if (target) this.#targets.set(key, target);
    const name = target ? alibabaLabel(target) : 'Alibaba Cloud';
    const uri = titledUri(scheme, vscode.l10n.t('{0} (Explanation)', name), key);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
  }

  /** A row that is no target, such as a warning, is about all of them. */
  #targetOf(argument: unknown): AlibabaTarget | undefined {
    const call = callOf(argument, this.#context);
    if (call || argument !== undefined) return call?.target;
    return targetOf(settled(this.#context.active.state));
  }

  async #textOf(target: AlibabaTarget | undefined): Promise<string> {
    const { sources, active, engine, lastFailures } = this.#context;
    const planned = target && sources.planOf(target);
    const plan = planned && isPlan(planned) ? planned : undefined;
    const progress = plan && (await (await engine.get()).cache.longestPrefix(plan, reuseMarginMs));
    const inUse = settled(active.state);
    const isFailing = target && inUse.kind === 'waiting' && active.isUsing(target);
    return alibabaExplanation(target, sources, {
      progress,
      failure: isFailing ? inUse.failure : plan && lastFailures.of(plan),
    });
  }

  #refresh(): void {
    for (const { uri } of vscode.workspace.textDocuments) if (uri.scheme === scheme) this.#changed.fire(uri);
  }

  dispose(): void {
    this.#registered.dispose();
  }
}
