import { addSections } from '../../../config/editSections.ts';
import { setValues } from '../../../config/editValues.ts';
import { configKey, keys, keysWhere } from '../../../profiles/keys.ts';
import { isWritableName, profileTitle } from '../../../profiles/profileNames.ts';
import type { FileEdits } from '../../../profiles/sections.ts';
import { type Finding, type Fix, lazyFix, type LintFacts } from '../finding.ts';
import { expiryKeys, expiryOf } from './expiry.ts';
import type { LintedFiles, LintedNamed } from './lintedFiles.ts';
import { isHere } from './references.ts';
import { inOwn } from './titleFindings.ts';

/** Secrets in the config file, permissions of the credentials file, and keys that have expired. */
export function wholeFileFindings(files: LintedFiles, facts: LintFacts): readonly Finding[] {
  return [
    ...byteOrderMark(files, facts),
    ...(files.role === 'credentials' && facts.othersMayRead ? [readableByOthers(files)] : []),
    ...[...files.profiles.values()].flatMap((profile) => [
      ...secretInConfig(files, profile),
      ...expiredKeys(files, profile, facts.now),
    ]),
  ];
}

/** The AWS CLI takes it for text of the first line. Editors show it only as the encoding of the file. */
function byteOrderMark(files: LintedFiles, { hasByteOrderMark }: LintFacts): readonly Finding[] {
  const { text } = files.documents[files.role];
  const isShown = text.startsWith('\uFEFF');
  if (text === '' || !(isShown || hasByteOrderMark)) return [];
  const fix = lazyFix('removeMark', [], () => inOwn(files, [{ start: 0, end: 1, text: '' }]));
  const [line = ''] = /[^\r\n]*/u.exec(text) ?? [];
  const span = { start: 0, end: isShown ? 1 : line.length };
  return [{ code: 'byteOrderMark', span, args: [], fixes: isShown ? [fix] : [] }];
}

function readableByOthers({ documents }: LintedFiles): Finding {
  const [line = ''] = /[^\r\n]*/u.exec(documents.credentials.text) ?? [];
  return {
    code: 'readableByOthers',
    span: { start: 0, end: line.length },
    args: [],
    fixes: [{ code: 'makePrivate', args: [], edits: { config: [], credentials: [] }, makePrivate: true }],
  };
}

const accessKeys = keysWhere(({ accessKey }) => accessKey);
const secretKeys = keysWhere(({ accessKey }) => accessKey === 'secret');

function secretInConfig(files: LintedFiles, profile: LintedNamed): readonly Finding[] {
  if (files.role !== 'config') return [];
  const found = secretKeys
    .map(
      (key) => profile.sections.find((each) => each.file === 'config' && each.text.keys.has(key)) && { key },
    )
    .find((each) => each !== undefined);
  const secret = found && profile.find(found.key);
  if (!isHere(files, secret) || secret.value === '') return [];
  const span = secret.keySpan;
  return [{ code: 'secretInConfig', span, args: [profile.name], fixes: moveToCredentials(files, profile) }];
}

/** In the credentials file, keys come before the other sources, so they stay where there are any. */
function moveToCredentials(files: LintedFiles, profile: LintedNamed): readonly Fix[] {
  const isChanged = [keys.loginSession, keys.credentialProcess].some((key) => profile.has(key));
  const hasOthers = profile.sections.some(
    ({ file, text }) => file === 'credentials' && accessKeys.some((key) => text.keys.has(key)),
  );
  if (isChanged || hasOthers || !isWritableName(profile.name)) return [];
  return [lazyFix('moveKeysToCredentials', [profile.name], () => movedEdits(files, profile))];
}

function movedEdits({ documents }: LintedFiles, profile: LintedNamed): FileEdits {
  const { config, credentials } = documents;
  const values = accessKeys.flatMap((key) => {
    const found = profile.find(key);
    return found && !found.isShared ? [[key, found.value] as const] : [];
  });
  const sections = profile.sectionsIn('credentials');
  return {
    config: setValues(
      config,
      profile.sectionsIn('config'),
      values.map(([key]) => [key, undefined] as const),
    ),
    credentials:
      sections.length > 0
        ? setValues(credentials, sections, values)
        : addSections(credentials, [{ title: profileTitle('credentials', profile.name), values }]),
  };
}

function expiredKeys(files: LintedFiles, profile: LintedNamed, now: number): readonly Finding[] {
  if (!profile.has(keys.awsAccessKeyId)) return [];
  return expiryKeys.flatMap((key): readonly Finding[] => {
    const found = profile.find(key);
    if (!found || !isHere(files, found) || !configKey(key)) return [];
    const time = expiryOf(found.value);
    if (!(time < now)) return [];
    return [
      {
        code: 'expiredKeys',
        span: found.valueSpan,
        args: [profile.name, new Date(time).toISOString()],
        fixes: [],
      },
    ];
  });
}
