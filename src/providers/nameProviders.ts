import * as vscode from 'vscode';
import type { Span } from '../config/syntax.ts';
import type { AwsText } from '../language/awsText.ts';
import { linkedName, linkedNames } from '../language/navigation/linkedNames.ts';
import {
  definitionsOf,
  nameAt,
  type NamePlace,
  placesIn,
  placesOf,
} from '../language/navigation/namedPlaces.ts';
import type { FileRole } from '../profiles/profiles.ts';
import type { NavigationContext } from './navigationContext.ts';
import { TextPlaces } from './textPlaces.ts';

type NameContext = Pick<NavigationContext, 'selector' | 'textOf' | 'store'>;

/** Definitions, references, highlights, and linked editing of the names of profiles, sign-ins, and endpoints. */
export function registerNameProviders(context: NameContext): vscode.Disposable {
  const { selector } = context;
  return vscode.Disposable.from(
    vscode.languages.registerDefinitionProvider(selector, {
      provideDefinition: (document, position) => definitions(context, document, position),
    }),
    vscode.languages.registerReferenceProvider(selector, {
      provideReferences: (document, position, options) =>
        references(context, document, position, options.includeDeclaration),
    }),
    vscode.languages.registerDocumentHighlightProvider(selector, {
      provideDocumentHighlights: (document, position) => highlights(context, document, position),
    }),
    vscode.languages.registerLinkedEditingRangeProvider(selector, {
      provideLinkedEditingRanges: (document, position) => linked(context, document, position),
    }),
  );
}

function definitions(
  context: NameContext,
  document: vscode.TextDocument,
  position: vscode.Position,
): vscode.LocationLink[] | undefined {
  const text = context.textOf(document);
  const found = text && nameAt(text, document.offsetAt(position));
  if (!found) return undefined;
  const place = new Places(context, document, text);
  const originSelectionRange = place.rangeOf(found.place.file, found.place);
  return definitionsOf(text, found.subject).map(({ name, section }) => ({
    originSelectionRange,
    targetUri: place.uriOf(name.file),
    targetRange: place.rangeOf(section.file, section),
    targetSelectionRange: place.rangeOf(name.file, name),
  }));
}

function references(
  context: NameContext,
  document: vscode.TextDocument,
  position: vscode.Position,
  includeDeclaration: boolean,
): vscode.Location[] | undefined {
  const text = context.textOf(document);
  const found = text && nameAt(text, document.offsetAt(position));
  if (!found) return undefined;
  const place = new Places(context, document, text);
  return placesOf(text, found.subject)
    .filter(({ role }) => includeDeclaration || role === 'reference')
    .map((each) => place.locationOf(each));
}

function highlights(
  { textOf }: NameContext,
  document: vscode.TextDocument,
  position: vscode.Position,
): vscode.DocumentHighlight[] | undefined {
  const text = textOf(document);
  const found = text && nameAt(text, document.offsetAt(position));
  if (!found) return undefined;
  const { Read, Write } = vscode.DocumentHighlightKind;
  return placesIn(text, found.subject, text.role).map(
    (each) =>
      new vscode.DocumentHighlight(rangeIn(document, each), each.role === 'definition' ? Write : Read),
  );
}

function linked(
  { textOf }: NameContext,
  document: vscode.TextDocument,
  position: vscode.Position,
): vscode.LinkedEditingRanges | undefined {
  const text = textOf(document);
  const spans = text ? linkedNames(text, document.offsetAt(position)) : [];
  if (!text || spans.length === 0) return undefined;
  return new vscode.LinkedEditingRanges(
    spans.map((span) => rangeIn(document, span)),
    linkedName,
  );
}

function rangeIn(document: vscode.TextDocument, { start, end }: Span): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

/** Places in the file of the editor, and in the other one. */
export class Places {
  readonly #context: NameContext;
  readonly #document: vscode.TextDocument;
  readonly #text: AwsText;
  readonly #inOther: TextPlaces;

  constructor(context: NameContext, document: vscode.TextDocument, text: AwsText) {
    this.#context = context;
    this.#document = document;
    this.#text = text;
    this.#inOther = new TextPlaces(text.other.text);
  }

  uriOf(file: FileRole): vscode.Uri {
    return file === this.#text.role ? this.#document.uri : vscode.Uri.file(this.#context.store.paths[file]);
  }

  rangeOf(file: FileRole, span: Span): vscode.Range {
    // VS Code knows the lines of the document already.
    return file === this.#text.role ? rangeIn(this.#document, span) : this.#inOther.rangeOf(span);
  }

  locationOf(place: NamePlace): vscode.Location {
    return new vscode.Location(this.uriOf(place.file), this.rangeOf(place.file, place));
  }
}
