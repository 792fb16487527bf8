import * as vscode from 'vscode';
import { createProblem, createProblems } from '../display/problems.ts';
import type { AwsText } from '../language/awsText.ts';
import type { Severity } from '../language/lint/codeFacts.ts';
import { lintCodes } from '../language/lint/codes.ts';
import type { Finding, LintFacts } from '../language/lint/finding.ts';
import { nextExpiry } from '../language/lint/files/expiry.ts';
import { Linter } from '../language/lint/lint.ts';
import type { FileRole } from '../profiles/profiles.ts';
import type { LintContext } from './lintContext.ts';
import { lintLink } from './lintPage.ts';
import { TextPlaces } from './textPlaces.ts';
import { findingWords, relatedWords } from './words/findingWords.ts';

/** What was found in a document, and how it is shown. */
export interface Linted {
  readonly text: AwsText;
  readonly facts: LintFacts;
  readonly findings: readonly { readonly finding: Finding; readonly problem: vscode.Diagnostic }[];
}

/** Keeps the problems of all open AWS files up to date, as they are in their editors. */
export class Diagnostics implements vscode.Disposable {
  readonly #context: LintContext;
  readonly #linter = new Linter();
  readonly #problems = createProblems();
  readonly #linted = new Map<string, Linted>();
  readonly #disposables: vscode.Disposable[];
  #othersMayRead: boolean | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Checks again when the next temporary keys expire. */
  #expiryTimer: ReturnType<typeof setTimeout> | undefined;
  /** How long the last check took, in ms. */
  #took = 0;

  constructor(context: LintContext) {
    this.#context = context;
    const later = (): void => this.#schedule();
    const isOurs = (document: vscode.TextDocument): boolean => context.textOf(document) !== undefined;
    this.#disposables = [
      vscode.workspace.onDidOpenTextDocument((document) => isOurs(document) && this.#readPermissions()),
      vscode.workspace.onDidSaveTextDocument((document) => isOurs(document) && this.#readPermissions()),
      vscode.workspace.onDidChangeTextDocument(({ document }) => isOurs(document) && later()),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#forget(uri)),
      context.store.onDidChange(later),
      context.lintOff.onChange(later),
    ];
    this.#readPermissions();
  }

  /** What was found in a document at the last check. */
  of(document: vscode.TextDocument): Linted | undefined {
    const linted = this.#linted.get(document.uri.toString());
    return linted?.text.document.text === document.getText() ? linted : undefined;
  }

  /** Checks again, with the permissions that the credentials file has now. */
  async refresh(): Promise<void> {
    const { permissions, store } = this.#context;
    this.#othersMayRead = await permissions.othersMayRead(store.paths.credentials).catch(() => undefined);
    this.#lintAll();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#expiryTimer);
    for (const each of this.#disposables) each.dispose();
    this.#problems.dispose();
  }

  #readPermissions(): void {
    this.#schedule();
    void this.refresh();
  }

  /** A check that takes long waits until nobody types. */
  #schedule(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#lintAll(), this.#took > quickMs ? pauseMs : 0);
  }

  #lintAll(): void {
    clearTimeout(this.#timer);
    const start = performance.now();
    for (const document of vscode.workspace.textDocuments) {
      const text = this.#context.textOf(document);
      const off = this.#context.lintOff.value;
      if (text && off !== 'all') this.#lint(document, text, off);
      else this.#forget(document.uri);
    }
    this.#took = performance.now() - start;
    this.#awaitExpiry();
  }

  /** In steps of at most an hour, because a computer can sleep in between. */
  #awaitExpiry(): void {
    clearTimeout(this.#expiryTimer);
    const now = this.#context.now();
    const next = Math.min(...[...this.#linted.values()].map(({ text }) => nextExpiry(text, now)));
    if (next === Infinity) return;
    const isNear = next - now <= longestWaitMs;
    this.#expiryTimer = setTimeout(
      () => (isNear ? this.#lintAll() : this.#awaitExpiry()),
      isNear ? next - now + 1 : longestWaitMs,
    );
  }

  #lint(document: vscode.TextDocument, text: AwsText, disabled: ReadonlySet<string>): void {
    const facts = {
      now: this.#context.now(),
      disabled,
      hasByteOrderMark: document.encoding === 'utf8bom',
      ...(this.#othersMayRead !== undefined && { othersMayRead: this.#othersMayRead }),
    };
    const problems = new Problems(this.#context, document, text);
    const findings = mostSevere(this.#linter.lint(text, facts)).map((finding) => ({
      finding,
      problem: problems.of(finding),
    }));
    this.#linted.set(document.uri.toString(), { text, facts, findings });
    this.#problems.set(
      document.uri,
      findings.map(({ problem }) => problem),
    );
  }

  #forget(uri: vscode.Uri): void {
    if (this.#linted.delete(uri.toString())) this.#problems.delete(uri);
  }
}

const quickMs = 25;
const pauseMs = 200;
const longestWaitMs = 3_600_000;
/** VS Code shows no more per file. */
const maxProblems = 1000;

function mostSevere(findings: readonly Finding[]): readonly Finding[] {
  if (findings.length <= maxProblems) return findings;
  return findings.toSorted((a, b) => severityOf(a) - severityOf(b)).slice(0, maxProblems);
}

function severityOf({ code }: Finding): vscode.DiagnosticSeverity {
  return severities[lintCodes[code].severity];
}

class Problems {
  readonly #context: LintContext;
  readonly #document: vscode.TextDocument;
  readonly #role: FileRole;
  readonly #places: Readonly<Record<FileRole, TextPlaces>>;

  constructor(context: LintContext, document: vscode.TextDocument, text: AwsText) {
    this.#context = context;
    this.#document = document;
    this.#role = text.role;
    const own = new TextPlaces(text.document.text);
    const other = new TextPlaces(text.other.text);
    this.#places =
      text.role === 'config' ? { config: own, credentials: other } : { config: other, credentials: own };
  }

  of({ code, span, args, related = [] }: Finding): vscode.Diagnostic {
    return createProblem(
      this.#places[this.#role].rangeOf(span),
      findingWords(code, args),
      severities[lintCodes[code].severity],
      { name: code, page: lintLink(code) },
      related.slice(0, maxRelated).map((place) => ({
        location: new vscode.Location(this.#uriOf(place.file), this.#places[place.file].rangeOf(place)),
        text: relatedWords(),
      })),
    );
  }

  #uriOf(file: FileRole): vscode.Uri {
    return file === this.#role ? this.#document.uri : vscode.Uri.file(this.#context.store.paths[file]);
  }
}

const maxRelated = 20;

const severities: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  hint: vscode.DiagnosticSeverity.Hint,
};
