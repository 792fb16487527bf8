import type { ConfigDocument } from '../config/syntax.ts';
import { buildProfiles, type FileRole, type ProfileSet } from '../profiles/profiles.ts';

/** The text of one of the AWS files, as it is in its editor, and what both files mean together. */
export interface AwsText {
  readonly role: FileRole;
  readonly document: ConfigDocument;
  /** The other file, as it is in its editor or on disk. */
  readonly other: ConfigDocument;
  readonly profiles: ProfileSet;
}

export function awsText(role: FileRole, document: ConfigDocument, other: ConfigDocument): AwsText {
  const profiles = role === 'config' ? buildProfiles(document, other) : buildProfiles(other, document);
  return { role, document, other, profiles };
}
