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

  constructor(range: Range) {
    this.range = range;
  }
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

  replace(uri: { readonly path: string }, range: Range, text: string): void {
    this.replaced.push({ uri, range, text });
  }
}

/** By kind, such as `Definition` or `CodeLens`; the last one that was registered. */
export const providers = new Map<string, Readonly<Record<string, (...given: never[]) => unknown>>>();

const register =
  (kind: string) =>
  (...given: readonly unknown[]) => {
    // The first argument is the selector, unless the provider is for everything.
    providers.set(kind, given.at(-1) as never);
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
  // The characters after the provider show the list.
  registerCompletionItemProvider: (selector: unknown, provider: unknown) =>
    register('CompletionItem')(selector, provider),
};
