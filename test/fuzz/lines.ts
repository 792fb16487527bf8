import * as fc from 'fast-check';
import { keysWhere } from '../../src/profiles/keys.ts';
import { accessKeyHere, anyPlaceholder, tokenHere } from './secrets.ts';

const role = 'arn:aws:iam::123456789012:role/teams/Developer';
const phone = 'arn:aws:iam::123456789012:mfa/maya';
const keyId = 'AKIAROLECALLEXAMPLE1';

const plainName = fc.constantFrom('a', 'b', 'base', 'dev', 'corp', 'local', 'default');

/** Names that some shell, parser, or object takes for something else. */
const hostileName = fc.constantFrom(
  'x'.repeat(2000),
  ...[
    `maya's role · a"b · a\\b · "a" · 'a' · a b · a]b · a[b · [x] · 本番 · é · -x · --help · +x · a;b · a|b · a&b`,
    '__proto__ · DEFAULT · constructor · toString · services · profile a · sso-session · rolecall:a · a:b · a=b',
    '$(id) · `id` · %PATH% · ${HOME} · ../.. · C:\\x · ~ · * · {0} · a#b',
    'a\u202Eb · a\u200Bb · a\0b · \uD83D · 👩‍💻',
  ].flatMap((names) => names.split(' · ')),
);

export const anyName: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: plainName },
  { weight: 3, arbitrary: hostileName },
  { weight: 1, arbitrary: anyPlaceholder },
);

const title = fc.oneof(
  { weight: 6, arbitrary: anyName.map((name) => `profile ${name}`) },
  anyName.map((name) => `profile "${name}"`),
  anyName.map((name) => `profile '${name}'`),
  { weight: 3, arbitrary: anyName },
  anyName.map((name) => `sso-session ${name}`),
  anyName.map((name) => `services ${name}`),
  fc.constantFrom(
    'profile',
    'profile ',
    '',
    'PROFILE a',
    'profile\ta',
    'plugins',
    'preview',
    'profile default',
  ),
);

const header = fc
  .tuple(
    title,
    fc.constantFrom('[#]', '[#]', '[#]', '[#]', '[#] # note', ' [#]', '[ # ]', '[#', '[#]]', '[#] x'),
  )
  .map(([text, form]) => form.replace('#', () => text));

const key = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom<string>(...keysWhere(() => true)) },
  fc.constantFrom(
    'Region',
    'AWS_SECRET_ACCESS_KEY',
    's3',
    'sts',
    'unknown',
    'manager',
    '__proto__',
    'a b',
    'x-y',
  ),
  fc.constantFrom('rolecall_target', 'expiration', 'db_password', 'api_token'),
);

const value = fc.oneof(
  { weight: 4, arbitrary: anyName },
  fc.constantFrom(role, phone, keyId, 'eu-west-1', '3600', 'true', 'Ec2InstanceMetadata', 'EcsContainer'),
  fc.constantFrom(
    'https://corp.awsapps.com/start',
    'http://localhost:4566',
    '/run/token',
    'tool --quiet "a b"',
  ),
  fc.constantFrom('', '', '"', ' # note', 'a # b', '123456789012', 'Admin', 'a=1,b=2', 'x'.repeat(40_000)),
  { weight: 3, arbitrary: anyPlaceholder },
  fc
    .tuple(fc.constantFrom(role, keyId, 'https://', '"', 'k=', './'), anyPlaceholder)
    .map((pair) => pair.join('')),
);

const separator = fc.constantFrom('=', ' = ', ' = ', '\t=\t', ':', ' : ', ' ');
const assignment = fc.tuple(key, separator, value).map((parts) => parts.join(''));
const oddLine = fc.oneof(
  fc.constantFrom('', '  ', '# note', '; note', '  # note', '= x', 'word', '\u2028', '# >>> rolecall: corp'),
  anyPlaceholder,
  anyPlaceholder.map((secret) => `# ${secret}`),
  anyPlaceholder.map((secret) => `  ${secret}`),
);

const entry = fc.oneof(
  { weight: 8, arbitrary: assignment.map((line) => [line]) },
  oddLine.map((line) => [line]),
  assignment.map((line) => [`  ${line}`]),
  fc
    .tuple(fc.constantFrom('s3 =', 'sts =', 'region ='), fc.array(assignment, { maxLength: 3 }))
    .map(([head, nested]) => [head, ...nested.map((line) => `  ${line}`)]),
);

const anySection = fc
  .tuple(header, fc.array(entry, { maxLength: 5 }))
  .map(([head, entries]) => [head, ...entries.flat()]);

/** A profile of each kind, which works unless something else in the files is in its way. */
const workingSection = fc.tuple(anyName, anyName, fc.nat(9)).map(([name, other, kind]) => {
  const lines = [
    [`aws_access_key_id = ${keyId}`, `aws_secret_access_key = ${accessKeyHere}`, `mfa_serial = ${phone}`],
    [`aws_access_key_id = ${keyId}`, 'aws_secret_access_key = x', `aws_session_token = ${tokenHere}`],
    [`aws_access_key_id = ${accessKeyHere}`, `aws_secret_access_key = ${keyId}`],
    [`role_arn = ${role}`, `source_profile = ${other}`, `mfa_serial = ${phone}`, 'external_id = acme'],
    [`role_arn = ${role}`, 'credential_source = Ec2InstanceMetadata'],
    [`role_arn = ${role}`, 'web_identity_token_file = /run/token', 'region = eu-west-1'],
    [`sso_session = ${other}`, 'sso_account_id = 123456789012', 'sso_role_name = Admin'],
    [`credential_process = tool --token ${tokenHere}`, `services = ${other}`],
    ['login_session = arn:aws:iam::123456789012:user/maya', `include_profile = ${other}`],
    [`include_profile = ${other}`, `endpoint_url = https://x:${accessKeyHere}@example.com`],
  ];
  return [`[profile ${name}]`, ...(lines[kind] ?? [])];
});

const signIn = anyName.map((name) => [
  `[sso-session ${name}]`,
  'sso_start_url = https://corp.awsapps.com/start',
  'sso_region = eu-west-1',
]);

/** Chains and loops of profiles that lead to each other, and many profiles. */
const manySections = fc
  .tuple(fc.constantFrom('source_profile', 'include_profile'), fc.constantFrom(3, 20, 120), fc.boolean())
  .map(([reference, count, isLoop]) =>
    Array.from({ length: count }, (_, i) => [
      `[profile p${i}]`,
      `role_arn = ${role}`,
      `${reference} = p${isLoop ? (i + 1) % count : i + 1}`,
    ]).flat(),
  );

export const configLines: fc.Arbitrary<readonly string[]> = fc
  .array(
    fc.oneof(
      { weight: 8, arbitrary: workingSection },
      { weight: 6, arbitrary: anySection },
      { weight: 2, arbitrary: signIn },
      { weight: 1, arbitrary: manySections },
    ),
    { maxLength: 6 },
  )
  .map((sections) => sections.flat());

export const credentialsLines: fc.Arbitrary<readonly string[]> = fc
  .array(
    fc.oneof(
      anySection,
      workingSection.map(([head = '', ...lines]) => [head.replace('profile ', ''), ...lines]),
    ),
    { maxLength: 4 },
  )
  .map((sections) => sections.flat());
