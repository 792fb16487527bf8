import * as vscode from 'vscode';
import { parseConfig } from '../config/parse.ts';
import type { ConfigDocument } from '../config/syntax.ts';
import { type AwsText, awsText } from '../language/awsText.ts';
import type { FileRole } from '../profiles/profiles.ts';

/** The language of both files. Which of the two a document is depends on its path, and not on the language. */
export const awsLanguage = 'aws-config';

type Paths = Readonly<Record<FileRole, string>>;

interface Parsed {
  readonly version: number;
  readonly document: ConfigDocument;
}

/** The open documents that are AWS files. Each version of a text is parsed once. */
export class AwsDocuments {
  readonly #paths: readonly Paths[];
  readonly #textOnDisk: (role: FileRole) => string;
  readonly #parsed = new WeakMap<vscode.TextDocument, Parsed>();
  readonly #texts = new WeakMap<ConfigDocument, AwsText>();
  #onDisk: Partial<Record<FileRole, ConfigDocument>> = {};

  /** The files that links lead to count, too. */
  constructor(paths: readonly Paths[], textOnDisk: (role: FileRole) => string) {
    this.#paths = paths;
    this.#textOnDisk = textOnDisk;
  }

  /** Undefined for a document that is none of the two files. */
  textOf(document: vscode.TextDocument): AwsText | undefined {
    const role = this.roleOf(document);
    if (!role) return undefined;
    const own = this.#parse(document);
    const other = this.#other(role === 'config' ? 'credentials' : 'config');
    const known = this.#texts.get(own);
    if (known?.other === other) return known;
    const text = awsText(role, own, other);
    this.#texts.set(own, text);
    return text;
  }

  /** Files in other places have the language because the user, or a pattern of it, says so. */
  roleOf({ uri, languageId }: vscode.TextDocument): FileRole | undefined {
    if (uri.scheme === 'file') {
      const isAt = (role: FileRole): boolean => this.#paths.some((paths) => isSamePath(paths[role], uri.fsPath));
      if (isAt('config')) return 'config';
      if (isAt('credentials')) return 'credentials';
    }
    if (languageId !== awsLanguage) return undefined;
    return /\bcredentials\b[^/]*$/u.test(uri.path) ? 'credentials' : 'config';
  }

  #other(role: FileRole): ConfigDocument {
    const open = vscode.workspace.textDocuments.find((each) => this.roleOf(each) === role);
    if (open) return this.#parse(open);
    const text = this.#textOnDisk(role);
    const kept = this.#onDisk[role];
    if (kept?.text === text) return kept;
    const parsed = parseConfig(text);
    this.#onDisk = { ...this.#onDisk, [role]: parsed };
    return parsed;
  }

  #parse(document: vscode.TextDocument): ConfigDocument {
    const kept = this.#parsed.get(document);
    if (kept?.version === document.version) return kept.document;
    const parsed = parseConfig(document.getText());
    this.#parsed.set(document, { version: document.version, document: parsed });
    return parsed;
  }
}

/** VS Code writes the drive letters of Windows in lower case. */
function isSamePath(one: string, other: string): boolean {
  const fsPath = (path: string): string => vscode.Uri.file(path).fsPath;
  return fsPath(one) === fsPath(other);
}
