// What the providers for documents take from VS Code: values without behavior, and the providers that were registered.

export class Position {
  readonly line: number;
  readonly character: number;

  constructor(line: number, character: number) {
    this.line = line;
    this.character = character;
  }
}

export class Range {
  readonly start: Position;
  readonly end: Position;

  constructor(start: Position, end: Position) {
    this.start = start;
    this.end = end;
  }

  contains(other: Range | Position): boolean {
    const [start, end] = other instanceof Range ? [other.start, other.end] : [other, other];
    return !isBefore(start, this.start) && !isBefore(this.end, end);
  }

  /** Undefined if the ranges do not touch. */
  intersection(other: Range): Range | undefined {
    const start = isBefore(this.start, other.start) ? other.start : this.start;
    const end = isBefore(this.end, other.end) ? this.end : other.end;
    return isBefore(end, start) ? undefined : new Range(start, end);
  }
}

function isBefore(one: Position, other: Position): boolean {
  return one.line < other.line || (one.line === other.line && one.character < other.character);
}

export class Location {
  readonly uri: { readonly path: string };
  readonly range: Range | Position;

  constructor(uri: Location['uri'], range: Location['range']) {
    this.uri = uri;
    this.range = range;
  }
}

export const DocumentHighlightKind = { Text: 0, Read: 1, Write: 2 };
export const FoldingRangeKind = { Comment: 1, Imports: 2, Region: 3 };
export const SymbolKind = {
  Module: 1,
  Namespace: 2,
  Class: 4,
  Property: 6,
  Interface: 10,
  Object: 18,
} as const;

/** Keeps the arguments of its constructor. */
class Given {
  readonly given: readonly unknown[];

  constructor(...given: readonly unknown[]) {
    this.given = given;
  }
}

export class DocumentHighlight extends Given {}
export class FoldingRange extends Given {}
export class LinkedEditingRanges extends Given {}
export class SelectionRange extends Given {}
export class SymbolInformation extends Given {}

export class DocumentSymbol extends Given {
  children: readonly DocumentSymbol[] = [];
}

export class DocumentLink extends Given {
  tooltip = '';
}

export class TerminalLink {
  readonly tooltip: string;

  constructor(_start: number, _length: number, tooltip: string) {
    this.tooltip = tooltip;
  }
}

export class InlayHint extends Given {
  tooltip = '';
  paddingLeft = false;
}

export const CompletionItemKind = {
  Class: 6,
  Module: 8,
  Property: 9,
  Value: 11,
  Snippet: 14,
  Reference: 17,
  EnumMember: 19,
  Constant: 20,
} as const;

export class CompletionItem {
  readonly label: { readonly label: string; readonly description: string };
  readonly kind: number;
  insertText: unknown;
  range: Range | undefined;
  filterText: string | undefined;
  sortText = '';
  documentation: { readonly value: string } | undefined;

  constructor(label: CompletionItem['label'], kind: number) {
    this.label = label;
    this.kind = kind;
  }
}

export class CompletionList {
  readonly items: readonly CompletionItem[];
  readonly isIncomplete: boolean;

  constructor(items: readonly CompletionItem[], isIncomplete: boolean) {
    this.items = items;
    this.isIncomplete = isIncomplete;
  }
}

export class SnippetString {
  readonly value: string;

  constructor(value: string) {
    this.value = value;
  }
}

export class Hover {
  readonly contents: {
    readonly value: string;
    readonly isTrusted?: { readonly enabledCommands: readonly string[] };
  };
  readonly range: Range;

  constructor(contents: Hover['contents'], range: Range) {
    this.contents = contents;
    this.range = range;
  }
}

export class CodeLens {
  readonly range: Range;
  command: unknown;

  constructor(range: Range, command?: unknown) {
    this.range = range;
    this.command = command;
  }
}

export const DiagnosticSeverity = { Error: 0, Warning: 1, Information: 2, Hint: 3 } as const;

export class Diagnostic {
  readonly range: Range;
  readonly message: string;
  readonly severity: number;
  source = '';
  code: unknown;

  constructor(range: Range, message: string, severity: number) {
    this.range = range;
    this.message = message;
    this.severity = severity;
  }
}

export class DiagnosticRelatedInformation {
  readonly location: unknown;
  readonly message: string;

  constructor(location: unknown, message: string) {
    this.location = location;
    this.message = message;
  }
}

const fixAllKind = 'source.fixAll';

export const CodeActionKind = {
  QuickFix: 'quickfix',
  SourceFixAll: {
    value: fixAllKind,
    append: (name: string) => ({
      value: `${fixAllKind}.${name}`,
      contains: ({ value }: { readonly value: string }) => value === `${fixAllKind}.${name}`,
    }),
    contains: ({ value }: { readonly value: string }) => value.startsWith(fixAllKind),
  },
} as const;

export class CodeAction {
  readonly title: string;
  readonly kind: unknown;
  edit: WorkspaceEdit | undefined;
  command: { readonly command: string; readonly arguments?: readonly unknown[] } | undefined;
  diagnostics: readonly Diagnostic[] = [];
  isPreferred = false;

  constructor(title: string, kind: unknown) {
    this.title = title;
    this.kind = kind;
  }
}

/** What collections of problems have, by their owner and the path of the file. */
export const problems = new Map<string, Map<string, readonly Diagnostic[]>>();

export function createDiagnosticCollection(owner: string) {
  const own = new Map<string, readonly Diagnostic[]>();
  problems.set(owner, own);
  return {
    set: ({ path }: { readonly path: string }, found: readonly Diagnostic[]) => void own.set(path, found),
    delete: ({ path }: { readonly path: string }) => void own.delete(path),
    dispose: () => own.clear(),
  };
}

export const TextEdit = {
  replace: (range: Range, text: string) => ({ range, text }),
};

export class WorkspaceEdit {
  readonly replaced: {
    readonly uri: { readonly path: string };
    readonly range: Range;
    readonly text: string;
  }[] = [];

  /** The files that it makes if they are missing. */
  readonly made: { readonly path: string }[] = [];

  createFile(uri: { readonly path: string }): void {
    this.made.push(uri);
  }

  replace(uri: { readonly path: string }, range: Range, text: string): void {
    this.replaced.push({ uri, range, text });
  }
}

type Provider = Readonly<Record<string, (...given: never[]) => unknown>>;

/** By kind, such as `Definition` or `CodeLens`; the last one that was registered. */
export const providers = new Map<string, Provider>();

/** All providers with the documents that they are for. */
export const registered: {
  readonly kind: string;
  readonly selector: unknown;
  readonly provider: Provider;
}[] = [];

const register =
  (kind: string) =>
  (...given: readonly unknown[]) => {
    // The first argument is the selector, unless the provider is for everything.
    const provider = given.at(-1) as Provider;
    providers.set(kind, provider);
    registered.push({ kind, selector: given[0], provider });
    return { dispose() {} };
  };

export const registerLanguageProviders = {
  registerDefinitionProvider: register('Definition'),
  registerReferenceProvider: register('Reference'),
  registerRenameProvider: register('Rename'),
  registerDocumentHighlightProvider: register('DocumentHighlight'),
  registerLinkedEditingRangeProvider: register('LinkedEditingRange'),
  registerDocumentSymbolProvider: register('DocumentSymbol'),
  registerWorkspaceSymbolProvider: register('WorkspaceSymbol'),
  registerFoldingRangeProvider: register('FoldingRange'),
  registerSelectionRangeProvider: register('SelectionRange'),
  registerDocumentFormattingEditProvider: register('DocumentFormattingEdit'),
  registerDocumentRangeFormattingEditProvider: register('DocumentRangeFormattingEdit'),
  registerCodeLensProvider: register('CodeLens'),
  registerInlayHintsProvider: register('InlayHints'),
  registerDocumentLinkProvider: register('DocumentLink'),
  registerHoverProvider: register('Hover'),
  // The kinds of actions are after the provider.
  registerCodeActionsProvider: (selector: unknown, provider: unknown) =>
    register('CodeActions')(selector, provider),
  // The characters after the provider show the list.
  registerCompletionItemProvider: (selector: unknown, provider: unknown) =>
    register('CompletionItem')(selector, provider),
};
