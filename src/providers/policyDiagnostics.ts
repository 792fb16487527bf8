import * as vscode from 'vscode';
import type { Disposable, Event } from '../base/event.ts';
import { createProblem, createProblems } from '../display/problems.ts';
import { readPolicyDocument } from '../profiles/policies/policyDocument.ts';
import type { PolicyProblem, PolicySeverity } from '../profiles/policies/policyProblem.ts';
import { TextPlaces } from './textPlaces.ts';
import { policyWords } from './words/policyWords.ts';

/** Which documents are session policies. */
export interface PolicyDocuments {
  isPolicy(document: vscode.TextDocument): boolean;
  readonly onDidChange: Event<unknown>;
}

/** A policy is wrong as long as it is being typed. */
const pauseMs = 300;
const maxProblems = 100;

/** Reports what AWS would not accept, or what does nothing, in open documents that are session policies. */
export class PolicyDiagnostics implements Disposable {
  readonly #policies: PolicyDocuments;
  readonly #problems = createProblems('rolecall.policies');
  readonly #listening: readonly Disposable[];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(policies: PolicyDocuments) {
    this.#policies = policies;
    const checkNow = (): void => this.#checkAll();
    const checkSoon = (document: vscode.TextDocument): void => {
      if (!policies.isPolicy(document)) return;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(checkNow, pauseMs);
    };
    this.#listening = [
      vscode.workspace.onDidOpenTextDocument((document) => this.#check(document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => checkSoon(document)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#problems.delete(uri)),
      policies.onDidChange(checkNow),
    ];
    checkNow();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const each of this.#listening) each.dispose();
    this.#problems.dispose();
  }

  #checkAll(): void {
    for (const document of vscode.workspace.textDocuments) this.#check(document);
  }

  #check(document: vscode.TextDocument): void {
    if (!this.#policies.isPolicy(document)) return this.#problems.delete(document.uri);
    const text = document.getText();
    const places = new TextPlaces(text);
    const problems = readPolicyDocument(text).problems.slice(0, maxProblems);
    this.#problems.set(
      document.uri,
      problems.map((problem) => shown(problem, places)),
    );
  }
}

const severities: Readonly<Record<PolicySeverity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
};

const grammar = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html';

function shown(problem: PolicyProblem, places: TextPlaces): vscode.Diagnostic {
  return createProblem(places.rangeOf(problem), policyWords(problem), severities[problem.severity], {
    name: problem.code,
    page: vscode.Uri.parse(grammar),
  });
}
