import * as vscode from 'vscode';
import type { Failure } from '../base/failure.ts';
import { parseConfig } from '../config/parse.ts';
import type { ConfigDocument } from '../config/syntax.ts';
import { createRefusal } from '../display/editorTexts.ts';
import { definitionsOf, nameAt, type Subject } from '../language/navigation/namedPlaces.ts';
import { planChange, type ProfileChange } from '../profiles/changes.ts';
import type { FileRole } from '../profiles/profiles.ts';
import type { NavigationContext } from './navigationContext.ts';
import { RenamedProfiles } from './renamedProfiles.ts';
import { TextPlaces } from './textPlaces.ts';

/** Renames a profile, a sign-in, or endpoints in both files, and a profile also where it is bound. */
export function registerRenameProvider(context: NavigationContext): vscode.Disposable {
  const renamed = new RenamedProfiles(context);
  return vscode.Disposable.from(
    renamed,
    vscode.languages.registerRenameProvider(context.selector, {
      prepareRename: (document, position) => prepare(context, document, position),
      provideRenameEdits: async (document, position, to) => {
        const { subject } = named(context, document, position);
        if (subject.name === to) return new vscode.WorkspaceEdit();
        const edit = await renameEdit(context, document, renameOf(subject, to));
        if (subject.kind === 'profile') renamed.follow(subject.name, to);
        return edit;
      },
    }),
  );
}

function prepare(
  context: NavigationContext,
  document: vscode.TextDocument,
  position: vscode.Position,
): { range: vscode.Range; placeholder: string } {
  const { subject, place, text } = named(context, document, position);
  const isDefined = definitionsOf(text, subject).length > 0;
  if (!isDefined) throw refusal(context, missing(subject));
  return { range: new TextPlaces(text.document.text).rangeOf(place), placeholder: subject.name };
}

/** The name at the position. Throws what VS Code shows if there is none. */
function named(context: NavigationContext, document: vscode.TextDocument, position: vscode.Position) {
  const text = context.textOf(document);
  const found = text && nameAt(text, document.offsetAt(position));
  if (found) return { ...found, text };
  const sentence = vscode.l10n.t(
    'Only the names of profiles, [sso-session] sections, and [services] sections can be renamed.',
  );
  throw createRefusal(sentence);
}

function missing({ kind, name }: Subject): Failure {
  return kind === 'profile'
    ? { code: 'noSuchProfile', profile: name }
    : { code: 'noSuchSection', title: `${kind} ${name}` };
}

function renameOf({ kind, name }: Subject, to: string): ProfileChange {
  return kind === 'profile' ? { kind: 'rename', name, to } : { kind: 'renameSection', of: kind, name, to };
}

/** The edits for the texts that VS Code has now. Throws what VS Code shows if the change cannot be made. */
async function renameEdit(
  context: NavigationContext,
  document: vscode.TextDocument,
  change: ProfileChange,
): Promise<vscode.WorkspaceEdit> {
  const text = context.textOf(document);
  const edit = new vscode.WorkspaceEdit();
  if (!text) return edit;
  const otherRole: FileRole = text.role === 'config' ? 'credentials' : 'config';
  const path = context.store.paths[otherRole];
  const other = await openOther(context, path, text.other);
  const documents = { [text.role]: text.document, [otherRole]: parseConfig(other?.getText() ?? '') };
  const planned = planChange(documents as Readonly<Record<FileRole, ConfigDocument>>, change);
  if ('failure' in planned) throw refusal(context, planned.failure);
  for (const [role, { uri }] of [
    [text.role, document] as const,
    ...(other ? [[otherRole, other] as const] : []),
  ]) {
    const places = new TextPlaces(documents[role]!.text);
    for (const each of planned[role]) edit.replace(uri, places.rangeOf(each), each.text);
  }
  return edit;
}

/** The other file; undefined if there is none. */
async function openOther(
  context: NavigationContext,
  path: string,
  known: ConfigDocument,
): Promise<vscode.TextDocument | undefined> {
  try {
    return await vscode.workspace.openTextDocument(vscode.Uri.file(path));
  } catch {
    // Half of a rename breaks the references to the name.
    if (known.text !== '') throw refusal(context, { code: 'fileUnreadable', path, reason: 'other' });
    return undefined;
  }
}

function refusal({ describe }: NavigationContext, failure: Failure): Error {
  return createRefusal(describe(failure));
}
