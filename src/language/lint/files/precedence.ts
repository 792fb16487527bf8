import { mergeEdits } from '../../../config/edit.ts';
import { addSections } from '../../../config/editSections.ts';
import { setValues } from '../../../config/editValues.ts';
import { keys, keysWhere } from '../../../profiles/keys.ts';
import type { FileRole } from '../../../profiles/profiles.ts';
import { isWritableName } from '../../../profiles/profileNames.ts';
import type { FileEdits } from '../../../profiles/sections.ts';
import { type Finding, type Fix, lazyFix } from '../finding.ts';
import type { LintedFiles, LintedNamed } from './lintedFiles.ts';
import { hasKeys, isHere } from './references.ts';

/** Keys that do nothing, because others come first or because what they belong to is missing. */
export function precedenceFindings(files: LintedFiles): readonly Finding[] {
  const sources = new Set(
    [...files.profiles.values()].flatMap((each) => each.value(keys.sourceProfile) ?? []),
  );
  return [...files.profiles.values()].flatMap((profile) => [
    ...halfKeys(files, profile),
    ...staleKeys(files, profile, sources),
    ...withoutRole(files, profile),
    ...tokenFile(files, profile),
  ]);
}

/** A file with a web identity needs a role, and leaves no room for another source (botocore `credentials.py`). */
function tokenFile(files: LintedFiles, profile: LintedNamed): readonly Finding[] {
  const file = profile.find(keys.webIdentityTokenFile);
  if (!file?.value) return [];
  if (!profile.has(keys.roleArn))
    return isHere(files, file)
      ? [{ code: 'tokenFileWithoutRole', span: file.keySpan, args: [keys.roleArn], fixes: [] }]
      : [];
  const others = [keys.sourceProfile, keys.credentialSource].map((key) => profile.find(key));
  return others
    .filter((key) => isHere(files, key))
    .map(({ key, keySpan }): Finding => ({
      code: 'sourceBesideTokenFile',
      span: keySpan,
      args: [key],
      related: [{ file: file.file, ...file.keySpan }],
      fixes: [],
    }));
}

function halfKeys(files: LintedFiles, profile: LintedNamed): readonly Finding[] {
  if (ahead(profile)) return [];
  const id = profile.find(keys.awsAccessKeyId);
  const secret = profile.find(keys.awsSecretAccessKey);
  if (!id) {
    const missing = keys.awsAccessKeyId;
    return isHere(files, secret)
      ? [{ code: 'noKeyId', span: secret.keySpan, args: [missing], fixes: [] }]
      : [];
  }
  // Both parts of a key come from one file.
  const hasBoth = secret?.file === id.file || hasIn(profile, id.file, keys.awsSecretAccessKey);
  if (hasBoth || !isHere(files, id)) return [];
  const missing = keys.awsSecretAccessKey;
  return [{ code: 'incompleteKeys', span: id.keySpan, args: [missing, profile.name], fixes: [] }];
}

function hasIn({ sections }: LintedNamed, file: FileRole, key: string): boolean {
  return sections.some((each) => each.file === file && each.text.keys.has(key));
}

/** The key that the CLI uses in place of access keys of the same profile. */
function ahead(profile: LintedNamed): string | undefined {
  if (profile.has(keys.webIdentityTokenFile)) return keys.webIdentityTokenFile;
  if (profile.has(keys.roleArn)) return keys.roleArn;
  return [keys.ssoAccountId, keys.ssoRoleName].find((key) => profile.has(key));
}

function staleKeys(
  files: LintedFiles,
  profile: LintedNamed,
  sources: ReadonlySet<string>,
): readonly Finding[] {
  const taken = ahead(profile);
  const id = profile.find(keys.awsAccessKeyId);
  // A profile with keys may name itself as the source of its role, and as another's source, it gives its keys.
  if (taken === undefined || !isHere(files, id) || sources.has(profile.name)) return [];
  if (taken === keys.roleArn && !profile.value(keys.sourceProfile) && !profile.value(keys.credentialSource))
    return [];
  const counts = profile.find(taken);
  return [
    {
      code: 'staleKeys',
      span: id.keySpan,
      args: [profile.name, taken],
      ...(counts && { related: [{ file: counts.file, ...counts.keySpan }] }),
      fixes: moveAside(files, profile),
    },
  ];
}

const movedKeys = keysWhere(({ accessKey, expiresKeys }) => accessKey ?? expiresKeys);

function moveAside(files: LintedFiles, profile: LintedNamed): readonly Fix[] {
  const name = `${profile.name}-keys`;
  // Those of [DEFAULT] would stay there.
  const isPair = [keys.awsAccessKeyId, keys.awsSecretAccessKey].every(
    (key) => profile.find(key)?.isShared === false,
  );
  if (!isPair || files.profiles.has(name) || !isWritableName(name) || /\s/u.test(name)) return [];
  return [lazyFix('moveKeysAside', [name], () => movedEdits(files, profile, name))];
}

function movedEdits({ documents }: LintedFiles, profile: LintedNamed, name: string): FileEdits {
  const values = movedKeys.flatMap((key) => {
    const found = profile.find(key);
    return found && !found.isShared ? [[key, found.value] as const] : [];
  });
  const removed = values.map(([key]) => [key, undefined] as const);
  return {
    config: setValues(documents.config, profile.sectionsIn('config'), removed),
    credentials: mergeEdits([
      ...setValues(documents.credentials, profile.sectionsIn('credentials'), removed),
      ...addSections(documents.credentials, [{ title: name, values }]),
    ]),
  };
}

const roleKeys = keysWhere(({ role }) => role).filter((key) => key !== keys.roleArn);

function withoutRole(files: LintedFiles, profile: LintedNamed): readonly Finding[] {
  if (profile.has(keys.roleArn)) return [];
  const unused = roleKeys.map((key) => profile.find(key)).filter((key) => isHere(files, key));
  const device = profile.find(keys.mfaSerial);
  return [
    ...unused.map(({ key, keySpan }): Finding => ({
      code: 'keyNeedsRole',
      span: keySpan,
      args: [key],
      fixes: [],
    })),
    ...(isHere(files, device) && device.value !== '' && hasKeys(profile)
      ? [{ code: 'mfaWithoutRole', span: device.keySpan, args: [profile.name], fixes: [] } as const]
      : []),
  ];
}
