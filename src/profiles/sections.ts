import type { TextEdit } from '../config/edit.ts';
import type { ConfigDocument, Section } from '../config/syntax.ts';
import { type FileRole, readTitle, sharedBy } from './profiles.ts';

/** The current content of both files. */
export type Documents = Readonly<Record<FileRole, ConfigDocument>>;
/** The edits to both files. */
export type FileEdits = Readonly<Record<FileRole, readonly TextEdit[]>>;

/** The sections that form a profile, as in `buildProfiles`: `[profile default]` overrides `[default]`. */
export function profileSections(file: FileRole, document: ConfigDocument, name: string): readonly Section[] {
  const spelled = sectionsNamed(file, document, new Set([name]));
  const prefixed = spelled.filter(({ header }) => readTitle(header.title).kind === 'profile');
  return prefixed.length > 0 ? prefixed : spelled;
}

/** All sections with one of these profile names, including an overridden `[default]`, in file order. */
export function sectionsNamed(
  file: FileRole,
  document: ConfigDocument,
  names: ReadonlySet<string>,
): readonly Section[] {
  return allProfileSections(file, document).filter(({ title }) =>
    names.has(file === 'credentials' ? title : readTitle(title).name),
  );
}

/** All sections of the file that define profiles. */
export function allProfileSections(file: FileRole, document: ConfigDocument): readonly Section[] {
  const { sections } = document;
  if (file === 'credentials') {
    const shared = new Set(sharedBy(document));
    return shared.size === 0 ? sections : sections.filter((section) => !shared.has(section));
  }
  return sections.filter(({ header }) => ['profile', 'default'].includes(readTitle(header.title).kind));
}

/** The sections of an `[sso-session]`, regardless of quotes around its name. */
export function ssoSessionSections(document: ConfigDocument, session: string): readonly Section[] {
  return sectionsOfKind(document, 'sso-session', session);
}

/** The sections of a kind with this name, regardless of quotes around it. */
export function sectionsOfKind(
  { sections }: ConfigDocument,
  kind: 'sso-session' | 'services',
  name: string,
): readonly Section[] {
  return sections.filter(({ title }) => {
    const read = readTitle(title);
    return read.kind === kind && read.name === name;
  });
}
