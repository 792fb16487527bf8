import type { Failure } from '../base/failure.ts';
import { mergeEdits, type TextEdit } from '../config/edit.ts';
import { renameSections } from '../config/editSections.ts';
import { replaceValue } from '../config/editValues.ts';
import type { ConfigDocument, Section } from '../config/syntax.ts';
import { keys } from './keys.ts';
import { isWritableName, kindTitle, renamedKindTitle } from './profileNames.ts';
import { type FileRole, type ProfileSet, sharedTitle } from './profiles.ts';
import { allProfileSections, type Documents, type FileEdits, sectionsOfKind } from './sections.ts';

/** Renames an `[sso-session]` or `[services]` section, and the references in profiles. */
export interface SectionRename {
  readonly kind: 'renameSection';
  readonly of: 'sso-session' | 'services';
  readonly name: string;
  readonly to: string;
}

export function sectionRenameFailure(
  { ssoSessions, services }: ProfileSet,
  { of, name, to }: SectionRename,
): Failure | undefined {
  const named = of === 'services' ? services : ssoSessions;
  if (!named.has(name)) return { code: 'noSuchSection', title: kindTitle(of, name) };
  if (!isWritableName(to)) return { code: 'badTitle', title: kindTitle(of, to) };
  return named.has(to) ? { code: 'sectionExists', title: kindTitle(of, to) } : undefined;
}

export function planSectionRename(documents: Documents, { of, name, to }: SectionRename): FileEdits {
  const key = of === 'services' ? keys.services : keys.ssoSession;
  const edits = (file: FileRole): readonly TextEdit[] => {
    const document = documents[file];
    const titled = file === 'config' ? sectionsOfKind(document, of, name) : [];
    return mergeEdits([
      ...renameSections(titled, (title) => renamedKindTitle(title, of, to)),
      ...renameReferences(document, sectionsWithReferences(file, document), [key], name, to),
    ]);
  };
  return { config: edits('config'), credentials: edits('credentials') };
}

/** `[DEFAULT]` too: its `source_profile` is that of all profiles without one. */
export function sectionsWithReferences(file: FileRole, document: ConfigDocument): readonly Section[] {
  const shared = document.sections.filter(({ title }) => title === sharedTitle);
  return [...new Set([...shared, ...allProfileSections(file, document)])];
}

/** Replaces a name where it is the value of one of the keys. */
export function renameReferences(
  { text }: ConfigDocument,
  sections: readonly Section[],
  referenceKeys: readonly string[],
  name: string,
  to: string,
): readonly TextEdit[] {
  return sections
    .flatMap(({ entries }) => entries)
    .filter(({ line }) => line.value === name && referenceKeys.includes(line.key.toLowerCase()))
    .flatMap(({ line }) => replaceValue(text, line, to));
}
