import * as vscode from 'vscode';
import type { TextEdit } from '../config/edit.ts';
import type { Span } from '../config/syntax.ts';
import { createDocumentSymbol, createPageLink, SymbolNames } from '../display/editorTexts.ts';
import { formatEdits } from '../language/format.ts';
import { pageLinks } from '../language/navigation/documentLinks.ts';
import { type Fold, foldsOf } from '../language/navigation/foldedLines.ts';
import { outlineOf, type OutlineSymbol } from '../language/navigation/outline.ts';
import { selectionSpans } from '../language/navigation/selectionSpans.ts';
import { ArnLinks } from './arnLinks.ts';
import type { NavigationContext } from './navigationContext.ts';
import { symbolKind } from './symbolKinds.ts';
import { TextPlaces } from './textPlaces.ts';

type StructureContext = Pick<NavigationContext, 'selector' | 'textOf'>;

/** The outline, folding, the steps of _Expand Selection_, links, and formatting. */
export function registerStructureProviders({ selector, textOf }: StructureContext): vscode.Disposable {
  const arnLinks = new ArnLinks();
  return vscode.Disposable.from(
    vscode.languages.registerDocumentSymbolProvider(selector, {
      provideDocumentSymbols: (document) => symbols(textOf(document)),
    }),
    vscode.languages.registerFoldingRangeProvider(selector, {
      provideFoldingRanges: (document) => folding(textOf(document)),
    }),
    vscode.languages.registerSelectionRangeProvider(selector, {
      provideSelectionRanges: (document, positions) => {
        const text = textOf(document);
        return text && positions.map((position) => selection(text, document.offsetAt(position)));
      },
    }),
    vscode.languages.registerDocumentLinkProvider(selector, {
      provideDocumentLinks: (document) => links(textOf(document), arnLinks),
      resolveDocumentLink: (link) => arnLinks.resolve(link),
    }),
    vscode.languages.registerDocumentFormattingEditProvider(selector, {
      provideDocumentFormattingEdits: (document) => formatting(textOf(document)),
    }),
    vscode.languages.registerDocumentRangeFormattingEditProvider(selector, {
      provideDocumentRangeFormattingEdits: (document, range) =>
        formatting(textOf(document), {
          start: document.offsetAt(range.start),
          end: document.offsetAt(range.end),
        }),
    }),
  );
}

type Text = ReturnType<StructureContext['textOf']>;

function symbols(text: Text): vscode.DocumentSymbol[] | undefined {
  if (!text) return undefined;
  const names = new SymbolNames();
  const places = new TextPlaces(text.document.text);
  const created = (symbol: OutlineSymbol): vscode.DocumentSymbol => {
    const { kind, name, span, nameSpan, children } = symbol;
    const detail = kind === 'sso-session' || kind === 'services' ? kind : '';
    const range = places.rangeOf(span);
    // Both begin with the key, and a file may have a hundred thousand.
    const nameRange = kind === 'key' ? range : places.rangeOf(nameSpan);
    const made = createDocumentSymbol(names, { name, detail }, symbolKind(kind), range, nameRange);
    if (children.length > 0) made.children = children.map(created);
    return made;
  };
  return outlineOf(text.role, text.document).map(created);
}

function folding(text: Text): vscode.FoldingRange[] | undefined {
  return text && foldsOf(text.document).map((fold) => foldingRange(fold));
}

function foldingRange({ kind, first, last }: Fold): vscode.FoldingRange {
  const { Comment, Region } = vscode.FoldingRangeKind;
  return new vscode.FoldingRange(
    first,
    last,
    kind === 'comment' ? Comment : kind === 'region' ? Region : undefined,
  );
}

function selection({ role, document }: NonNullable<Text>, offset: number): vscode.SelectionRange {
  const places = new TextPlaces(document.text);
  const spans = selectionSpans(role, document, offset);
  let range: vscode.SelectionRange | undefined;
  for (const span of spans.toReversed()) range = new vscode.SelectionRange(places.rangeOf(span), range);
  return range ?? new vscode.SelectionRange(places.rangeOf({ start: offset, end: offset }));
}

function links(text: Text, arnLinks: ArnLinks): vscode.DocumentLink[] | undefined {
  if (!text) return undefined;
  const t = vscode.l10n.t;
  const places = new TextPlaces(text.document.text);
  return pageLinks(text.document).map((link) => {
    const range = places.rangeOf(link);
    return link.kind === 'role'
      ? arnLinks.create(range, link.to, t('Open the role in the AWS console, with a profile of its account'))
      : createPageLink(range, vscode.Uri.parse(link.to, true), t('Open the AWS access portal'));
  });
}

function formatting(text: Text, within?: Span): vscode.TextEdit[] | undefined {
  if (!text) return undefined;
  const places = new TextPlaces(text.document.text);
  const edit = (each: TextEdit): vscode.TextEdit => vscode.TextEdit.replace(places.rangeOf(each), each.text);
  return formatEdits(text.document, within).map(edit);
}
