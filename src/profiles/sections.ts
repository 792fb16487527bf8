import type { TextEdit } from '../config/edit.ts';
import type { ConfigDocument, Section } from '../config/syntax.ts';
import { type FileRole, readTitle } from './profiles.ts';

/** Both files, as they are now. */
export type Documents = Readonly<Record<FileRole, ConfigDocument>>;
/** What a change does to the text of both. */
export type FileEdits = Readonly<Record<FileRole, readonly TextEdit[]>>;

/** The sections that a profile is made of, as `buildProfiles` has it: `[profile default]` beats `[default]`. */
export function profileSections(file: FileRole, document: ConfigDocument, name: string): readonly Section[] {
  const spelled = spelledSections(file, document, name);
  const prefixed = spelled.filter(({ header }) => readTitle(header.title).kind === 'profile');
  return prefixed.length > 0 ? prefixed : spelled;
}

/** Every section of the name, those that do not count among them. */
export function spelledSections(file: FileRole, document: ConfigDocument, name: string): readonly Section[] {
  return allProfileSections(file, document).filter(({ header }) =>
    file === 'credentials' ? header.title === name : readTitle(header.title).name === name,
  );
}

/** The sections of all profiles. */
export function allProfileSections(file: FileRole, { sections }: ConfigDocument): readonly Section[] {
  if (file === 'credentials') return sections;
  return sections.filter(({ header }) => ['profile', 'default'].includes(readTitle(header.title).kind));
}

/** The sections of an SSO session, however its name is quoted. */
export function ssoSessionSections({ sections }: ConfigDocument, session: string): readonly Section[] {
  return sections.filter(({ header }) => {
    const { kind, name } = readTitle(header.title);
    return kind === 'sso-session' && name === session;
  });
}
