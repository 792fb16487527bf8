import * as vscode from 'vscode';
import { awsLanguage } from '../base/contributions.ts';
import { parseConfig } from '../config/parse.ts';
import type { ConfigDocument } from '../config/syntax.ts';
import { type AwsText, awsText } from '../language/awsText.ts';
import type { FileRole } from '../profiles/profiles.ts';

interface Parsed {
  readonly version: number;
  readonly document: ConfigDocument;
}

interface Places {
  /** Which of the AWS files of the user this is. */
  readonly roleAt: (uri: vscode.Uri) => FileRole | undefined;
  /** Both files as they were read last; undefined before. */
  readonly onDisk: () => Readonly<Record<FileRole, ConfigDocument>> | undefined;
}

/** The open documents that are AWS files. Each version of a text is parsed once. */
export class AwsDocuments {
  readonly #places: Places;
  readonly #parsed = new WeakMap<vscode.TextDocument, Parsed>();
  readonly #texts = new WeakMap<ConfigDocument, AwsText>();

  constructor(places: Places) {
    this.#places = places;
  }

  /** Undefined for a document that is none of the two files. */
  textOf(document: vscode.TextDocument): AwsText | undefined {
    const role = this.roleOf(document);
    if (!role) return undefined;
    const own = this.#parse(document);
    const other = this.#other(document, role === 'config' ? 'credentials' : 'config');
    const known = this.#texts.get(own);
    if (known?.other === other) return known;
    const text = awsText(role, own, other);
    this.#texts.set(own, text);
    return text;
  }

  /** Files in other places have the language because the user, or a pattern of it, says so. */
  roleOf({ uri, languageId }: vscode.TextDocument): FileRole | undefined {
    if (!isEditable(uri)) return undefined;
    const role = this.#places.roleAt(uri);
    if (role || languageId !== awsLanguage) return role;
    return /\bcredentials\b[^/]*$/u.test(uri.path) ? 'credentials' : 'config';
  }

  /** A file in another place belongs to the open one beside it, if any, and else to the file of the user. */
  #other(document: vscode.TextDocument, role: FileRole): ConfigDocument {
    const open = vscode.workspace.textDocuments.filter((each) => this.roleOf(each) === role);
    const { roleAt, onDisk } = this.#places;
    const beside = roleAt(document.uri)
      ? undefined
      : open.find(({ uri }) => folderOf(uri) === folderOf(document.uri));
    const other = beside ?? open.find(({ uri }) => roleAt(uri));
    return other ? this.#parse(other) : (onDisk()?.[role] ?? nothing);
  }

  #parse(document: vscode.TextDocument): ConfigDocument {
    const kept = this.#parsed.get(document);
    if (kept?.version === document.version) return kept.document;
    const parsed = parseConfig(document.getText());
    this.#parsed.set(document, { version: document.version, document: parsed });
    return parsed;
  }
}

function folderOf(uri: vscode.Uri): string {
  return vscode.Uri.joinPath(uri, '..').toString();
}

const nothing = parseConfig('');

/** Neither old versions that Git shows nor previews. */
function isEditable({ scheme }: vscode.Uri): boolean {
  return scheme === 'untitled' || vscode.workspace.fs.isWritableFileSystem(scheme) === true;
}
