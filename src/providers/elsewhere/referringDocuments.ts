import * as vscode from 'vscode';
import type { ProfilePlace } from '../../language/elsewhere/profilePlace.ts';
import { profilePlaces } from '../../language/elsewhere/profileReferences.ts';
import { referringFiles, referringKind } from '../../language/elsewhere/referringFiles.ts';
import { contains } from '../../language/navigation/namedPlaces.ts';
import { hasReferences } from './referencesSetting.ts';

/** The documents in which profile names are looked for. */
export const referringSelector: vscode.DocumentSelector = referringFiles.flatMap(({ names, languages }) => [
  ...names.map((name) => ({ pattern: `**/${name}` })),
  ...languages.map((language) => ({ language })),
]);

interface Read {
  readonly version: number;
  readonly places: readonly ProfilePlace[];
}

/** The profile names in open documents. Each version of a text is read once. */
export class ReferringDocuments {
  readonly #read = new WeakMap<vscode.TextDocument, Read>();

  /** Whether profile names are looked for in the document. */
  isReferring({ uri, languageId }: vscode.TextDocument): boolean {
    return referringKind(uri.path, languageId) !== undefined;
  }

  /** None for a document of another kind, and where the user wants none. */
  placesIn(document: vscode.TextDocument): readonly ProfilePlace[] {
    const kind = referringKind(document.uri.path, document.languageId);
    if (!kind || !hasReferences(document.uri)) return [];
    const kept = this.#read.get(document);
    if (kept?.version === document.version) return kept.places;
    const places = profilePlaces(document.getText(), kind);
    this.#read.set(document, { version: document.version, places });
    return places;
  }

  placeAt(document: vscode.TextDocument, position: vscode.Position): ProfilePlace | undefined {
    const offset = document.offsetAt(position);
    return this.placesIn(document).find(({ span }) => contains(span, offset));
  }

  /** Where open documents have the name. */
  locationsOf(profile: string): vscode.Location[] {
    return vscode.workspace.textDocuments.flatMap((document) =>
      this.placesIn(document)
        .filter(({ name }) => name === profile)
        .map((place) => new vscode.Location(document.uri, rangeOf(document, place))),
    );
  }
}

export function rangeOf(document: vscode.TextDocument, { span }: ProfilePlace): vscode.Range {
  return new vscode.Range(document.positionAt(span.start), document.positionAt(span.end));
}
