import { mergeEdits } from '../../../config/edit.ts';
import { addSections } from '../../../config/editSections.ts';
import { setValues } from '../../../config/editValues.ts';
import { keys } from '../../../profiles/keys.ts';
import { ssoSessionTitle } from '../../../profiles/profileNames.ts';
import type { FileEdits } from '../../../profiles/sections.ts';
import { type Finding, type Fix, lazyFix } from '../finding.ts';
import type { LintedFiles, LintedNamed } from './lintedFiles.ts';
import { isHere } from './references.ts';
import { inOwn } from './titleFindings.ts';

/** What is wrong with signing in to IAM Identity Center. */
export function signInFindings(files: LintedFiles): readonly Finding[] {
  const profiles = [...files.profiles.values()];
  return [
    ...profiles.flatMap((profile) => [
      ...besideSession(files, profile),
      ...incomplete(files, profile),
      ...legacy(files, profile),
    ]),
    ...otherRegions(files, [...profiles, ...files.ssoSessions.values()]),
  ];
}

/** The CLI looks for a sign-in only if there is an account or a role, and if no role comes first. */
function usesSignIn(profile: LintedNamed): boolean {
  const isFirst = !profile.has(keys.roleArn) && !profile.has(keys.webIdentityTokenFile);
  return isFirst && (profile.has(keys.ssoAccountId) || profile.has(keys.ssoRoleName));
}

function besideSession(files: LintedFiles, profile: LintedNamed): readonly Finding[] {
  const session = files.ssoSessions.get(profile.value(keys.ssoSession) ?? '');
  if (!session) return [];
  return inlineKeys.flatMap((key): readonly Finding[] => {
    const own = profile.find(key);
    const shared = session.find(key);
    if (!shared || !own || !isHere(files, own)) return [];
    const isRejected = own.value !== shared.value && usesSignIn(profile);
    const sections = profile.sectionsIn(files.role);
    const document = files.documents[files.role];
    const fix = lazyFix('removeInline', [key], () =>
      inOwn(files, setValues(document, sections, [[key, undefined]])),
    );
    return [
      {
        code: isRejected ? 'sessionContradicts' : 'sessionRepeats',
        span: own.keySpan,
        args: [key, session.name],
        related: [{ file: shared.file, ...shared.keySpan }],
        fixes: [fix],
      },
    ];
  });
}

const inlineKeys = [keys.ssoStartUrl, keys.ssoRegion];

function incomplete(files: LintedFiles, profile: LintedNamed): readonly Finding[] {
  const session = profile.value(keys.ssoSession);
  if (!usesSignIn(profile)) {
    const place = profile.find(keys.ssoSession);
    const isAlone = place?.value && !profile.has(keys.roleArn) && !profile.has(keys.awsAccessKeyId);
    return isAlone && isHere(files, place)
      ? [{ code: 'sessionAlone', span: place.keySpan, args: [profile.name], fixes: [] }]
      : [];
  }
  if (session !== undefined && !files.ssoSessions.has(session)) return [];
  const needed = [keys.ssoAccountId, keys.ssoRoleName, keys.ssoStartUrl, keys.ssoRegion];
  const holders = [profile, ...(session === undefined ? [] : [files.ssoSessions.get(session)!])];
  const missing = needed.find((key) => holders.every((holder) => !holder.has(key)));
  const place = needed.map((key) => profile.find(key)).find((each) => isHere(files, each));
  if (missing === undefined || !place) return [];
  return [{ code: 'signInIncomplete', span: place.keySpan, args: [missing, profile.name], fixes: [] }];
}

function legacy(files: LintedFiles, profile: LintedNamed): readonly Finding[] {
  const url = profile.find(keys.ssoStartUrl);
  const region = profile.value(keys.ssoRegion);
  if (!url?.value || region === undefined || profile.has(keys.ssoSession) || !isHere(files, url)) return [];
  if (files.role !== 'config') return [];
  return [
    {
      code: 'legacySignIn',
      span: url.keySpan,
      args: [profile.name],
      fixes: convert(files, url.value, region),
    },
  ];
}

function convert(files: LintedFiles, url: string, region: string): readonly Fix[] {
  if (!/^https?:\/\/[^\s/]\S*$/u.test(url)) return [];
  return [lazyFix('convertSignIn', [url], () => convertEdits(files, url, region))];
}

/** Gives all profiles with the same sign-in one `[sso-session]`. */
function convertEdits(files: LintedFiles, url: string, region: string): FileEdits {
  const { config } = files.documents;
  const isSame = (each: LintedNamed): boolean =>
    each.value(keys.ssoStartUrl) === url && each.value(keys.ssoRegion) === region;
  const known = [...files.ssoSessions.values()].find(isSame);
  const name = known?.name ?? newName(files, url);
  const values = [
    [keys.ssoSession, name],
    [keys.ssoStartUrl, undefined],
    [keys.ssoRegion, undefined],
  ] as const;
  const sharing = [...files.profiles.values()].filter(
    (each) => isSame(each) && !each.has(keys.ssoSession) && each.find(keys.ssoStartUrl)?.file === 'config',
  );
  const added = {
    title: ssoSessionTitle(name),
    values: [
      [keys.ssoStartUrl, url],
      [keys.ssoRegion, region],
      [keys.ssoRegistrationScopes, 'sso:account:access'],
    ],
  } as const;
  return {
    config: mergeEdits([
      ...sharing.flatMap((each) => setValues(config, each.sectionsIn('config'), values)),
      ...(known ? [] : addSections(config, [added])),
    ]),
    credentials: [],
  };
}

/** The first label of the host, if it says anything. */
function newName({ ssoSessions }: LintedFiles, url: string): string {
  const [, label = ''] = /^https?:\/\/([\w-]+)\./u.exec(url) ?? [];
  const wanted = label === '' || label === 'www' ? 'sso' : label;
  for (let i = 1; ; i++) {
    const name = i === 1 ? wanted : `${wanted}-${i}`;
    if (!ssoSessions.has(name)) return name;
  }
}

/** Regions that differ from those of most others with the same start URL. */
function otherRegions(files: LintedFiles, holders: readonly LintedNamed[]): readonly Finding[] {
  const byUrl = new Map<string, LintedNamed[]>();
  for (const holder of holders) {
    const url = holder.value(keys.ssoStartUrl)?.replace(/\/?#?\/?$/u, '');
    if (url === undefined || holder.value(keys.ssoRegion) === undefined) continue;
    const same = byUrl.get(url);
    if (same) same.push(holder);
    else byUrl.set(url, [holder]);
  }
  return [...byUrl.values()].flatMap((same) => {
    const counts = new Map<string, number>();
    for (const holder of same) {
      const region = holder.value(keys.ssoRegion)!;
      counts.set(region, (counts.get(region) ?? 0) + 1);
    }
    if (counts.size < 2) return [];
    const [first, second] = [...counts].toSorted((a, b) => b[1] - a[1]);
    const [usual, most] = first!;
    const isClear = most > (second?.[1] ?? 0);
    return same.flatMap((holder): readonly Finding[] => {
      const own = holder.find(keys.ssoRegion);
      if (!isHere(files, own) || (isClear && own.value === usual)) return [];
      const edits = [{ ...own.valueSpan, text: usual }];
      return [
        {
          code: 'otherSignInRegion',
          span: own.valueSpan,
          args: [...counts.keys()].filter((region) => region !== own.value),
          fixes: isClear ? [{ code: 'copyRegion', args: [usual], edits: inOwn(files, edits) }] : [],
        },
      ];
    });
  });
}
