import * as vscode from 'vscode';
import type { Disposable } from '../../base/event.ts';
import { createProblem, createProblems } from '../../display/problems.ts';
import type { ProfilePlace } from '../../language/elsewhere/profilePlace.ts';
import { leadsToOtherFiles } from '../../language/elsewhere/profileReferences.ts';
import { isTemplate } from '../../language/elsewhere/referringFiles.ts';
import { nearestName } from '../../profiles/spelling.ts';
import type { StoreState } from '../../profiles/store.ts';
import { nearest } from '../words/words.ts';
import type { ElsewhereContext } from './elsewhereContext.ts';
import { onDidChangeReferences } from './referencesSetting.ts';
import { rangeOf, type ReferringDocuments } from './referringDocuments.ts';

/** A name that no profile has. */
export interface MissingProfile {
  readonly place: ProfilePlace;
  /** The name that may be meant. */
  readonly near: string | undefined;
  readonly problem: vscode.Diagnostic;
}

/** A name is wrong as long as it is being typed. */
const pauseMs = 400;
const maxProblems = 100;

/** Reports names that no profile has, in open documents. */
export class ReferenceProblems implements Disposable {
  readonly #store: ElsewhereContext['store'];
  readonly #documents: ReferringDocuments;
  readonly #problems = createProblems('rolecall.references');
  readonly #missing = new Map<string, readonly MissingProfile[]>();
  readonly #listening: readonly Disposable[];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isDisposed = false;

  constructor({ store }: ElsewhereContext, documents: ReferringDocuments) {
    this.#store = store;
    this.#documents = documents;
    const later = (): void => this.#schedule();
    const laterIfOurs = (document: vscode.TextDocument): void => {
      if (documents.isReferring(document)) later();
    };
    this.#listening = [
      vscode.workspace.onDidOpenTextDocument(laterIfOurs),
      vscode.workspace.onDidChangeTextDocument(({ document }) => laterIfOurs(document)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#set(uri, [])),
      store.onDidChange(later),
      onDidChangeReferences(later),
    ];
    later();
  }

  /** What is reported in a part of a document, as far as its text has not changed since. */
  at(document: vscode.TextDocument, range: vscode.Range): readonly MissingProfile[] {
    const all = this.#missing.get(document.uri.toString()) ?? [];
    const current = new Set(this.#documents.placesIn(document));
    return all.filter(
      ({ place, problem }) => current.has(place) && problem.range.intersection(range) !== undefined,
    );
  }

  dispose(): void {
    this.#isDisposed = true;
    clearTimeout(this.#timer);
    for (const each of this.#listening) each.dispose();
    this.#problems.dispose();
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#check(), pauseMs);
  }

  async #check(): Promise<void> {
    const state = await this.#store.ready();
    if (this.#isDisposed) return;
    for (const document of vscode.workspace.textDocuments)
      this.#set(document.uri, this.#missingIn(document, state));
  }

  #missingIn(document: vscode.TextDocument, state: StoreState): MissingProfile[] {
    const { profiles } = state.profiles;
    const places = this.#documents.placesIn(document);
    if (places.length === 0 || !isChecked(document, state)) return [];
    return places
      .flatMap((place) =>
        place.name === undefined || profiles.has(place.name) ? [] : [[place, place.name] as const],
      )
      .slice(0, maxProblems)
      .map(([place, name]) => {
        const near = nearestName(name, profiles);
        return { place, near, problem: problemOf(rangeOf(document, place), name, near) };
      });
  }

  #set(uri: vscode.Uri, missing: readonly MissingProfile[]): void {
    const key = uri.toString();
    if (missing.length === 0 && !this.#missing.delete(key)) return;
    if (missing.length > 0) this.#missing.set(key, missing);
    this.#problems.set(
      uri,
      missing.map(({ problem }) => problem),
    );
  }
}

/** Whether the names in the document should be those of the user's profiles, and all of those are known. */
function isChecked(document: vscode.TextDocument, { profiles, failures }: StoreState): boolean {
  const { uri } = document;
  return (
    profiles.profiles.size > 0 &&
    !failures.some(({ code }) => code === 'fileUnreadable') &&
    // Not the old version of a file beside its changes.
    vscode.workspace.fs.isWritableFileSystem(uri.scheme) !== false &&
    !isTemplate(uri.path) &&
    !leadsToOtherFiles(document.getText())
  );
}

/** Other people may have other profiles, so this is no warning. It is more if it looks like a mistake in writing. */
function problemOf(range: vscode.Range, name: string, near: string | undefined): vscode.Diagnostic {
  const { Hint, Information } = vscode.DiagnosticSeverity;
  const t = vscode.l10n.t;
  const sentence = nearest(t, t('Your AWS files have no profile “{0}”.', name), near);
  return createProblem(range, sentence, near === undefined ? Hint : Information);
}
