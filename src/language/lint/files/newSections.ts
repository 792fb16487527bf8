import { addSections } from '../../../config/editSections.ts';
import { keys } from '../../../profiles/keys.ts';
import { isWritableName, kindTitle, profileTitle, ssoSessionTitle } from '../../../profiles/profileNames.ts';
import type { FileEdits } from '../../../profiles/sections.ts';
import { type Fix, lazyFix } from '../finding.ts';
import { appended } from './appended.ts';
import type { LintedFiles, LintedNamed } from './lintedFiles.ts';

// Sections that are missing, with the keys that they need. The user fills these in.

/** A source profile with access keys, in the credentials file. */
export function addSource({ documents }: LintedFiles, name: string): readonly Fix[] {
  const title = profileTitle('credentials', name);
  return offer(name, `[${title}]`, () => {
    const values = [keys.awsAccessKeyId, keys.awsSecretAccessKey].map((key) => [key, ''] as const);
    return { config: [], credentials: addSections(documents.credentials, [{ title, values }]) };
  });
}

/** An `[sso-session]`, with what the profile says of the sign-in itself. */
export function addSession({ documents }: LintedFiles, profile: LintedNamed, name: string): readonly Fix[] {
  const title = ssoSessionTitle(name);
  return offer(name, `[${title}]`, () => {
    const values = [
      [keys.ssoStartUrl, profile.value(keys.ssoStartUrl) ?? ''],
      [keys.ssoRegion, profile.value(keys.ssoRegion) ?? ''],
      [keys.ssoRegistrationScopes, 'sso:account:access'],
    ] as const;
    return { config: addSections(documents.config, [{ title, values }]), credentials: [] };
  });
}

/** A `[services]` section with the service that most people have in one. */
export function addServices({ documents }: LintedFiles, name: string): readonly Fix[] {
  const section = `[${kindTitle('services', name)}]`;
  return offer(name, section, () => ({
    config: appended(documents.config, `${section}\n${keys.s3} =\n  ${keys.endpointUrl} =`),
    credentials: [],
  }));
}

/** Other tools than the AWS CLI find no name with spaces. */
function offer(name: string, section: string, edits: () => FileEdits): readonly Fix[] {
  if (!isWritableName(name) || /\s/u.test(name)) return [];
  return [lazyFix('addSection', [section], edits, { isOffer: true })];
}
