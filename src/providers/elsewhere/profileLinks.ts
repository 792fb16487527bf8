import * as vscode from 'vscode';
import type { AwsText } from '../../language/awsText.ts';
import { definitionsOf, nameAt, placesOf, type Subject } from '../../language/navigation/namedPlaces.ts';
import { Places } from '../nameProviders.ts';
import type { ElsewhereContext } from './elsewhereContext.ts';
import { rangeOf, type ReferringDocuments, referringSelector } from './referringDocuments.ts';

/** Leads from profile names in other files to the AWS files, and from profiles there to names in open documents. */
export function registerProfileLinks(
  context: ElsewhereContext,
  documents: ReferringDocuments,
): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.languages.registerDefinitionProvider(referringSelector, {
      provideDefinition: (document, position) => definitions(context, documents, document, position),
    }),
    vscode.languages.registerReferenceProvider(referringSelector, {
      provideReferences: (document, position, { includeDeclaration }) =>
        references(context, documents, document, position, includeDeclaration),
    }),
    // VS Code adds these to what is in the AWS files.
    vscode.languages.registerReferenceProvider(context.selector, {
      provideReferences: (document, position) => {
        const text = context.textOf(document);
        const subject = text && nameAt(text, document.offsetAt(position))?.subject;
        return subject?.kind === 'profile' ? documents.locationsOf(subject.name) : undefined;
      },
    }),
  );
}

async function definitions(
  context: ElsewhereContext,
  documents: ReferringDocuments,
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.LocationLink[] | undefined> {
  const place = documents.placeAt(document, position);
  const aws = place?.name === undefined ? undefined : await openAwsFile(context);
  if (place?.name === undefined || !aws) return undefined;
  const places = new Places(context, aws.document, aws.text);
  return definitionsOf(aws.text, profile(place.name)).map(({ name, section }) => ({
    originSelectionRange: rangeOf(document, place),
    targetUri: places.uriOf(name.file),
    targetRange: places.rangeOf(section.file, section),
    targetSelectionRange: places.rangeOf(name.file, name),
  }));
}

async function references(
  context: ElsewhereContext,
  documents: ReferringDocuments,
  document: vscode.TextDocument,
  position: vscode.Position,
  includeDeclaration: boolean,
): Promise<vscode.Location[] | undefined> {
  const name = documents.placeAt(document, position)?.name;
  if (name === undefined) return undefined;
  const aws = await openAwsFile(context);
  const places = aws && new Places(context, aws.document, aws.text);
  const inAwsFiles = aws ? placesOf(aws.text, profile(name)) : [];
  return [
    ...inAwsFiles
      .filter(({ role }) => includeDeclaration || role === 'reference')
      .flatMap((each) => places?.locationOf(each) ?? []),
    ...documents.locationsOf(name),
  ];
}

function profile(name: string): Subject {
  return { kind: 'profile', name };
}

/** One of the AWS files with the text of both, as they are in their editors; undefined if there is none. */
async function openAwsFile({
  store,
  textOf,
}: ElsewhereContext): Promise<
  { readonly document: vscode.TextDocument; readonly text: AwsText } | undefined
> {
  for (const path of [store.paths.config, store.paths.credentials]) {
    const document = await open(path);
    const text = document && textOf(document);
    if (text) return { document, text };
  }
  return undefined;
}

async function open(path: string): Promise<vscode.TextDocument | undefined> {
  try {
    return await vscode.workspace.openTextDocument(vscode.Uri.file(path));
  } catch {
    return undefined;
  }
}
