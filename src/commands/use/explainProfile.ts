import * as vscode from 'vscode';
import { commandIds } from '../../base/contributions.ts';
import type { Disposable } from '../../base/event.ts';
import { positionAt } from '../../config/position.ts';
import { titledUri } from '../../display/titles.ts';
import { profileOf } from '../../plan/includeProfile.ts';
import { otherToolNotes } from '../../plan/notes/otherTools.ts';
import { isPlan, type Plan, type Planned } from '../../plan/plan.ts';
import { keys } from '../../profiles/keys.ts';
import { type Target, targetKey, targetName, valueOf } from '../../profiles/profiles.ts';
import type { ProfileStore } from '../../profiles/store.ts';
import { withAccess } from '../../views/accessWords.ts';
import { accessLine, policySentence } from '../../views/accessSentences.ts';
import { consoleStateSentence } from '../../views/consoleWords.ts';
import { consoleSentence } from '../../views/consoleRouteWords.ts';
import { explain, type Explained, type Explanation, type ExplanationWords } from '../../views/explanation.ts';
import { noteSentence, otherToolSentence, stepSentence } from '../../views/planWords.ts';
import { duration } from '../../views/timeLeft.ts';
import { targetOfNode, type TreeNode } from '../../views/tree/treeNodes.ts';
import { chooseAny } from '../chooseTarget.ts';
import type { CommandContext } from '../context.ts';

type ExplainContext = Pick<CommandContext, 'store' | 'views' | 'shortPath' | 'progressOf'>;

const scheme = 'rolecall-explanation';

/** Documents that explain what a profile will do. They follow changes to the files. */
export class Explanations implements Disposable {
  readonly #context: ExplainContext & Pick<CommandContext, 'active'>;
  readonly #targets = new Map<string, Target>();
  readonly #links = new Map<string, Explanation['links']>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #registered: Disposable;

  constructor(context: ExplainContext & Pick<CommandContext, 'active'>) {
    this.#context = context;
    this.#registered = vscode.Disposable.from(
      this.#changed,
      vscode.workspace.registerTextDocumentContentProvider(scheme, {
        onDidChange: this.#changed.event,
        provideTextDocumentContent: (uri) => this.#textOf(uri),
      }),
      vscode.languages.registerDocumentLinkProvider(
        { scheme },
        { provideDocumentLinks: (document) => this.#linksIn(document) },
      ),
      context.store.onDidChange(() => this.#refresh()),
      context.active.onDidChange(() => this.#refresh()),
    );
  }

  /** Opens the explanation of a tree row, or of a profile that the user chooses. */
  async show(node?: TreeNode): Promise<void> {
    const target = node ? targetOfNode(node) : await chooseAny('explain', this.#context.views);
    if (!target) return;
    this.#targets.set(targetKey(target), target);
    const name = withAccess(targetName(target), this.#context.views.planOf(target));
    const title = vscode.l10n.t('{0} (Explanation)', name);
    const uri = titledUri(scheme, title, targetKey(target));
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
  }

  #refresh(): void {
    for (const { uri } of vscode.workspace.textDocuments) if (uri.scheme === scheme) this.#changed.fire(uri);
  }

  async #textOf({ query }: vscode.Uri): Promise<string> {
    const target = this.#targets.get(query);
    if (!target) return '';
    const explanation = await explainTarget(target, this.#context);
    this.#links.set(query, explanation.links);
    return explanation.text;
  }

  #linksIn(document: vscode.TextDocument): vscode.DocumentLink[] {
    const links = this.#links.get(document.uri.query) ?? [];
    return [...links].map(([line, profile]) => linkTo(profile, document, line));
  }

  dispose(): void {
    this.#registered.dispose();
  }
}

function linkTo(profile: string, document: vscode.TextDocument, line: number): vscode.DocumentLink {
  const { range, firstNonWhitespaceCharacterIndex } = document.lineAt(line);
  const node: TreeNode = { kind: 'profile', name: profile };
  const link = new vscode.DocumentLink(
    range.with({ start: range.start.translate(0, firstNonWhitespaceCharacterIndex) }),
    vscode.Uri.parse(`command:${commandIds.revealInFile}?${encodeURIComponent(JSON.stringify([node]))}`),
  );
  link.tooltip = vscode.l10n.t('Reveal in File');
  return link;
}

/** Explains what a target will do in its current state. */
export async function explainTarget(target: Target, context: ExplainContext): Promise<Explanation> {
  return explain(await gather(target, context), wordsOf(context));
}

async function gather(target: Target, context: ExplainContext): Promise<Explained> {
  const { store, views } = context;
  await store.ready();
  const planned = views.planOf(target);
  return {
    planned,
    otherTools: isPlan(planned) ? otherToolNotes(planned, store.state.profiles) : [],
    done: isPlan(planned) ? await doneOf(planned, context) : [],
    signIn: await signInOf(planned, views),
    places: placesOf(target, store, context.shortPath),
  };
}

async function signInOf(
  planned: Planned,
  { consoleSignIns }: ExplainContext['views'],
): Promise<Explained['signIn']> {
  const [source] = isPlan(planned) ? planned.steps : [];
  if (source?.kind !== 'login') return undefined;
  const signIns = await consoleSignIns.get();
  // The rest can be explained although the file of the sign-in does not respond.
  return signIns.stateOf(source.session).catch(() => undefined);
}

/**
 * All credentials of a plan that are available. Those that are not needed while a later step is valid are needed again
 * when it expires.
 */
async function doneOf(
  plan: Plan,
  { progressOf, views }: Pick<ExplainContext, 'progressOf' | 'views'>,
): Promise<Explained['done']> {
  const progress = await progressOf(plan);
  if (!progress) return [];
  const { done: step, credentials } = progress;
  const leftMs = credentials.expiration === undefined ? undefined : credentials.expiration - views.now();
  const before = { ...plan, steps: plan.steps.slice(0, step - 1) };
  return [{ step, leftMs }, ...(step > 1 ? await doneOf(before, { progressOf, views }) : [])];
}

/** The profile and its source profiles, as far as they are defined. */
function placesOf(
  target: Target,
  store: ProfileStore,
  shortPath: CommandContext['shortPath'],
): Explained['places'] {
  const all = store.state.profiles;
  const { profiles } = all;
  const seen = new Set<string>();
  let name =
    target.kind === 'profile' ? target.name : target.kind === 'role' ? target.sourceProfile : undefined;
  while (name !== undefined && !seen.has(name) && profiles.has(name)) {
    seen.add(name);
    name = valueOf(profileOf(all, name), keys.sourceProfile);
  }
  return [...seen].map((profile) => {
    const written = (profiles.get(profile)?.locations ?? []).map(({ file, start }) => {
      const { line } = positionAt(store.textOf(file), start);
      return `${shortPath(store.paths[file])}:${line + 1}`;
    });
    return { profile, where: written.join(', ') };
  });
}

function wordsOf({ views }: ExplainContext): ExplanationWords {
  const t = vscode.l10n.t;
  return {
    t,
    step: stepSentence,
    policies: policySentence,
    access: (planned) => accessLine(planned, views),
    console: (plan) => consoleSentence(plan, views.describeReason),
    note: noteSentence,
    otherTool: otherToolSentence,
    failure: ({ failure }) => views.describe(failure),
    duration,
    signIn: consoleStateSentence,
  };
}
