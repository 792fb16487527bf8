import { lineEndAt } from '../../config/layout.ts';
import type { ConfigDocument, Entry } from '../../config/syntax.ts';
import { acceptsValue, exampleFor, keys } from '../../profiles/keys.ts';
import type { AwsText } from '../awsText.ts';
import { type Completion, escapeSnippet, type SnippetName } from './completion.ts';
import type { KeyPlace } from './cursorPlace.ts';
import { writtenValues } from './writtenValues.ts';

/** The lines of a kind of section, with the placeholders that the user fills in. */
interface Template {
  readonly file: 'config' | 'credentials';
  readonly section: 'profile' | 'sso-session' | 'services';
  readonly lines: readonly (readonly [key: string, value?: string | undefined])[];
}

/**
 * Sections to begin with, where a header could stand: whole ones, and for a profile without keys only the lines below
 * its header.
 */
export function snippetCompletions(text: AwsText, place: KeyPlace): readonly Completion[] {
  if (!place.mayBeHeader) return [];
  const { block } = place;
  const isEmpty = block?.kind === 'profile' && !hasOtherKeys(block.entries, place.span.start);
  const all = Object.entries(templates(text)) as [SnippetName, Template][];
  const templatesHere = all.filter(([, { file }]) => file === text.role);
  return templatesHere.flatMap(([snippet, template]) => {
    const isBody = isEmpty && template.section === 'profile';
    const body = template.lines.map(lineOf(isBody ? 1 : 2));
    const header = isBody ? [] : [headerOf(text, template.section)];
    const before = isBody ? '' : blankLineBefore(text.document, place.span.start);
    return {
      label: labels[snippet],
      about: { kind: 'snippet', snippet },
      replace: place.span,
      insert: before + [...header, ...body].join('\n'),
      isSnippet: true,
    };
  });
}

/** As they are typed; not translated, like keys. */
const labels: Readonly<Record<SnippetName, string>> = {
  role: 'role',
  roleWithMfa: 'role with MFA',
  identityCenter: 'identity center',
  signIn: 'sso-session',
  process: 'process',
  webIdentity: 'web identity',
  machineRole: 'machine role',
  login: 'login',
  accessKeys: 'access keys',
  temporaryKeys: 'temporary keys',
  services: 'services',
};

function templates(text: AwsText): Partial<Readonly<Record<SnippetName, Template>>> {
  const { profiles, ssoSessions } = text.profiles;
  const [maya = 'default'] = usedOr(text, keys.sourceProfile, profiles.keys());
  const [corp = 'my-sso'] = usedOr(text, keys.ssoSession, ssoSessions.keys());
  const devices = writtenValues([text.document, text.other], [keys.mfaSerial], aGuess);
  const device = devices.find((each) => acceptsValue(keys.mfaSerial, each)) ?? exampleFor(keys.mfaSerial);
  const roleArn = [keys.roleArn, exampleFor(keys.roleArn)] as const;
  const source = [keys.sourceProfile, maya] as const;
  const config = { file: 'config', section: 'profile' } as const;
  const credentials = { file: 'credentials', section: 'profile' } as const;
  return {
    roleWithMfa: { ...config, lines: [roleArn, source, [keys.mfaSerial, device]] },
    role: { ...config, lines: [roleArn, source] },
    identityCenter: {
      ...config,
      lines: [
        [keys.ssoSession, corp],
        [keys.ssoAccountId, exampleFor(keys.ssoAccountId)],
        [keys.ssoRoleName, exampleFor(keys.ssoRoleName)],
        [keys.region, exampleFor(keys.region)],
      ],
    },
    signIn: {
      file: 'config',
      section: 'sso-session',
      lines: [
        [keys.ssoStartUrl, exampleFor(keys.ssoStartUrl)],
        [keys.ssoRegion, exampleFor(keys.ssoRegion)],
        [keys.ssoRegistrationScopes, 'sso:account:access'],
      ],
    },
    process: { ...config, lines: [[keys.credentialProcess, '/path/to/program']] },
    webIdentity: { ...config, lines: [roleArn, [keys.webIdentityTokenFile, '/path/to/token']] },
    machineRole: { ...config, lines: [roleArn, [keys.credentialSource, exampleFor(keys.credentialSource)]] },
    login: { ...config, lines: [[keys.loginSession, 'arn:aws:iam::123456789012:user/maya']] },
    services: {
      file: 'config',
      section: 'services',
      lines: [['s3'], [`  ${keys.endpointUrl}`, 'http://localhost:4566']],
    },
    accessKeys: {
      ...credentials,
      lines: [
        [keys.awsAccessKeyId, ''],
        [keys.awsSecretAccessKey, ''],
      ],
    },
    temporaryKeys: {
      ...credentials,
      lines: [
        [keys.awsAccessKeyId, ''],
        [keys.awsSecretAccessKey, ''],
        [keys.awsSessionToken, ''],
      ],
    },
  };
}

/** A large file is not read for placeholders. */
const aGuess = { maxLines: 200 };

/** A line of a template; a key without a value is the head of a block. */
function lineOf(firstStop: number): (line: Template['lines'][number], i: number) => string {
  return ([key, value], i) => {
    if (value === undefined) return `${key} =`;
    const stop = firstStop + i;
    return value === '' ? `${key} = $${stop}` : `${key} = \${${stop}:${escapeSnippet(value)}}`;
  };
}

function headerOf({ role }: AwsText, section: Template['section']): string {
  if (role === 'credentials') return '[${1:name}]';
  return `[${section} \${1:name}]`;
}

/** What the files refer to most, and then the others. */
function usedOr(text: AwsText, key: string, defined: Iterable<string>): readonly string[] {
  const names = new Set(defined);
  const used = writtenValues([text.document, text.other], [key], aGuess).filter((name) => names.has(name));
  return used.length > 0 ? used : [...names];
}

function hasOtherKeys(entries: readonly Entry[], cursor: number): boolean {
  return entries.some(({ line }) => line.keyStart !== cursor);
}

/** The line ending that puts a blank line between the section above and a new one. */
function blankLineBefore({ text }: ConfigDocument, start: number): string {
  const end = text.lastIndexOf('\n', start - 1);
  if (end === -1 || start === 0) return '';
  const above = text.slice(text.lastIndexOf('\n', end - 1) + 1, end);
  return above.trim() === '' ? '' : lineEndAt(text, start);
}
