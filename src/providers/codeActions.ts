import * as vscode from 'vscode';
import type { TextEdit } from '../config/edit.ts';
import {
  createFixCommand,
  createQuickFix,
  registerFixOnSave,
  registerQuickFixes,
  runsAfter,
} from '../display/problems.ts';
import { type LintCode, lintCodes } from '../language/lint/codes.ts';
import type { Fix } from '../language/lint/finding.ts';
import { fixAll, preferredFix } from '../language/lint/fixAll.ts';
import type { FileRole } from '../profiles/profiles.ts';
import type { FileEdits } from '../profiles/sections.ts';
import type { Diagnostics, Linted } from './fileDiagnostics.ts';
import type { LintContext } from './lintContext.ts';
import { TextPlaces } from './textPlaces.ts';
import { fixAllWords, fixOnSaveWords, fixWords, turnOffWords } from './words/fixWords.ts';

const makePrivateCommand = '_rolecall.makeCredentialsPrivate';
const turnOffCommand = '_rolecall.turnOffCheck';

/** Quick fixes of single problems, and of all problems of one code in a file. */
export function registerCodeActions(context: LintContext, diagnostics: Diagnostics): vscode.Disposable {
  return vscode.Disposable.from(
    registerQuickFixes(context.selector, (document, range) =>
      quickFixes(context, diagnostics, document, range),
    ),
    vscode.commands.registerCommand(makePrivateCommand, async () => {
      await context.permissions.makePrivate(context.store.paths.credentials);
      await diagnostics.refresh();
    }),
    registerFixOnSave(context.selector, fixOnSaveWords, (document) =>
      fixOnSave(context, diagnostics, document),
    ),
    vscode.commands.registerCommand(turnOffCommand, (code: unknown) =>
      isLintCode(code) ? context.turnOff(code) : undefined,
    ),
  );
}

function isLintCode(code: unknown): code is LintCode {
  return typeof code === 'string' && Object.hasOwn(lintCodes, code);
}

function isFixedOnSave(code: LintCode): boolean {
  return lintCodes[code].fixOnSave === true;
}

function fixOnSave(
  { store }: LintContext,
  diagnostics: Diagnostics,
  document: vscode.TextDocument,
): vscode.WorkspaceEdit | undefined {
  const linted = diagnostics.of(document);
  if (!linted?.findings.some(({ finding: { code, fixes } }) => isFixedOnSave(code) && fixes.length > 0))
    return undefined;
  const edits = fixAll(linted.text, linted.facts, isFixedOnSave);
  return new FileEdit(linted, document.uri, store).of(edits);
}

function quickFixes(
  { store }: LintContext,
  diagnostics: Diagnostics,
  document: vscode.TextDocument,
  range: vscode.Range,
): vscode.CodeAction[] {
  const linted = diagnostics.of(document);
  if (!linted) return [];
  const here = linted.findings.filter(({ problem }) => problem.range.intersection(range) !== undefined);
  const edit = new FileEdit(linted, document.uri, store);
  const single = here.flatMap(({ finding: { fixes }, problem }) =>
    fixes.map((fix, i) => action(fix, edit, problem, i === 0 && !fix.isOffer)),
  );
  const codes = [...new Set(here.map(({ finding: { code } }) => code))];
  return [
    ...single,
    ...codes.flatMap((code) => allOf(code, linted, edit)),
    ...codes.map((code) => off(code, here)),
  ];
}

function off(code: LintCode, here: Linted['findings']): vscode.CodeAction {
  const problems = here.flatMap(({ finding, problem }) => (finding.code === code ? [problem] : []));
  return createFixCommand(turnOffWords(code), problems, turnOffCommand, code);
}

function action(fix: Fix, edit: FileEdit, problem: vscode.Diagnostic, isFirst: boolean): vscode.CodeAction {
  const made = createQuickFix(fixWords(fix.code, fix.args), edit.of(fix.edits), [problem], isFirst);
  const isPrivate = fix.makePrivate || edit.makesCredentialsFile(fix.edits);
  return isPrivate ? runsAfter(made, makePrivateCommand) : made;
}

function allOf(
  code: LintCode,
  { text, facts, findings }: Linted,
  edit: FileEdit,
): readonly vscode.CodeAction[] {
  const same = findings.filter(({ finding }) => finding.code === code && preferredFix(finding));
  if (same.length < 2) return [];
  const problems = same.map(({ problem }) => problem);
  const edits = fixAll(text, facts, (each) => each === code);
  const made = createQuickFix(fixAllWords(code), edit.of(edits), problems, false);
  return [edit.makesCredentialsFile(edits) ? runsAfter(made, makePrivateCommand) : made];
}

/** Turns edits of both files into one of VS Code's, which undo takes back as one. */
class FileEdit {
  readonly #hasCredentialsFile: boolean;
  readonly #uris: Readonly<Record<FileRole, vscode.Uri>>;
  readonly #places: Readonly<Record<FileRole, TextPlaces>>;

  constructor({ text }: Linted, own: vscode.Uri, { paths, state }: LintContext['store']) {
    const places = [new TextPlaces(text.document.text), new TextPlaces(text.other.text)] as const;
    const isConfig = text.role === 'config';
    // An editor may still show a file that was deleted.
    this.#hasCredentialsFile = Boolean(state.profiles.documents?.credentials.text);
    this.#places = { config: places[isConfig ? 0 : 1], credentials: places[isConfig ? 1 : 0] };
    this.#uris = {
      config: isConfig ? own : vscode.Uri.file(paths.config),
      credentials: isConfig ? vscode.Uri.file(paths.credentials) : own,
    };
  }

  /** VS Code makes files that everyone may read. */
  makesCredentialsFile({ credentials }: FileEdits): boolean {
    return credentials.length > 0 && !this.#hasCredentialsFile;
  }

  of(edits: FileEdits): vscode.WorkspaceEdit {
    const made = new vscode.WorkspaceEdit();
    for (const file of ['config', 'credentials'] as const) this.#add(made, file, edits[file]);
    return made;
  }

  #add(made: vscode.WorkspaceEdit, file: FileRole, edits: readonly TextEdit[]): void {
    if (edits.length === 0) return;
    // The other file may not exist yet.
    made.createFile(this.#uris[file], { ignoreIfExists: true });
    for (const edit of edits) made.replace(this.#uris[file], this.#places[file].rangeOf(edit), edit.text);
  }
}
