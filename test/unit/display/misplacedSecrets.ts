import * as fc from 'fast-check';
import { createHash } from 'node:crypto';
import type { Environment } from '../../../src/base/environment.ts';
import { keysWhere } from '../../../src/profiles/keys.ts';

/** Files and an environment with a secret where it does not belong. */
export interface Misplaced {
  readonly secret: string;
  readonly config: string;
  readonly credentials: string;
  readonly environment: Environment;
}

const keyId = 'AKIAROLECALLEXAMPLE1';
const roleArn = 'arn:aws:iam::123456789012:role/teams/Developer';

function bytes(seed: number): Buffer {
  return createHash('sha512').update(String(seed)).digest();
}

/** Secret access keys, session tokens, JWTs, and tokens of other services. */
const secrets: fc.Arbitrary<string> = fc.tuple(fc.nat(), fc.nat(5)).map(([seed, kind]) => {
  const all = Buffer.concat([bytes(seed), bytes(seed + 1), bytes(seed + 2)]);
  switch (kind) {
    case 0:
      return all.toString('base64');
    case 1:
      return `eyJhbGciOiJIUzI1NiJ9.${all.toString('base64url')}.${bytes(seed).toString('base64url', 0, 30)}`;
    case 2:
      return `ghp_${all.toString('hex', 0, 20)}`;
    default:
      return all.toString('base64', 0, 30);
  }
});

interface Lines {
  readonly config: string[];
  readonly credentials: string[];
}

/** A line of each kind that the product reads. */
export function goodLines(secret: string): Lines {
  return {
    config: [
      '[profile base]',
      'region = eu-west-1',
      'mfa_serial = arn:aws:iam::123456789012:mfa/maya',
      '[profile dev]',
      `role_arn = ${roleArn}`,
      'source_profile = base',
      'external_id = acme',
      '[profile web]',
      `role_arn = ${roleArn}`,
      'web_identity_token_file = /var/run/token',
      'endpoint_url = https://sts.example.com:8443/a',
      '[profile sso]',
      'sso_session = corp',
      'sso_account_id = 123456789012',
      'sso_role_name = Admin',
      '[sso-session corp]',
      'sso_start_url = https://corp.awsapps.com/start',
      'sso_region = eu-west-1',
      '[profile old]',
      'sso_start_url = https://old.awsapps.com/start',
      'sso_region = eu-west-1',
      'sso_account_id = 123456789012',
      'sso_role_name = Admin',
      '[profile tool]',
      'credential_process = /usr/bin/tool --quiet',
      '[profile machine]',
      `role_arn = ${roleArn}`,
      'credential_source = Ec2InstanceMetadata',
      'services = local',
      '[services local]',
      'sts =',
      '  endpoint_url = http://localhost:4566',
      '[profile signedIn]',
      'login_session = arn:aws:iam::123456789012:user/maya',
      '[profile included]',
      'include_profile = dev',
    ],
    credentials: [
      '[base]',
      `aws_access_key_id = ${keyId}`,
      `aws_secret_access_key = ${secret}`,
      '[temporary]',
      `aws_access_key_id = ${keyId}`,
      'aws_secret_access_key = x',
      `aws_session_token = ${secret}`,
    ],
  };
}

type Misplace = (lines: Lines, secret: string) => Environment | void;

const anyKey = fc.constantFrom(...keysWhere(() => true), 'AWS_Region', 'unknown_key', 'sts');
/** What surrounds the secret in its line. */
const glue = fc.constantFrom(
  '',
  '',
  '',
  roleArn,
  `${roleArn}/`,
  'arn:aws:iam::123456789012:mfa/maya',
  keyId,
  `${keyId} `,
  'https://',
  'https://u:p@x.com/',
  'https://x.com/?a=',
  'eu-west-1',
  'a b ',
  '"',
  '/etc/',
  './',
  'x,',
  'k=',
);
const tail = fc.constantFrom(
  '',
  '',
  '',
  ' # x',
  '@x.com/',
  roleArn,
  ' aws_session_token = x',
  '"',
  '/x',
  'x',
);
const anyFile = fc.constantFrom('config', 'credentials') as fc.Arbitrary<keyof Lines>;

function at(lines: readonly string[], where: number): number {
  return where % lines.length;
}

const misplacements: fc.Arbitrary<Misplace> = fc.oneof(
  // The value of any key, in any section.
  fc.tuple(anyFile, fc.nat(), anyKey, glue, tail).map(
    ([file, where, key, before, after]): Misplace =>
      (lines, secret) =>
        void lines[file].splice(at(lines[file], where) + 1, 0, `${key} = ${before}${secret}${after}`),
  ),
  // The value of an existing line.
  fc.tuple(anyFile, fc.nat(), glue, tail).map(([file, where, before, after]): Misplace => (lines, secret) => {
    const i = at(lines[file], where);
    lines[file][i] = lines[file][i]!.replace(/=.*/u, () => `= ${before}${secret}${after}`);
  }),
  // Swapped keys.
  fc.constant<Misplace>(({ credentials }, secret) => {
    credentials[1] = `aws_access_key_id = ${secret}`;
    credentials[2] = `aws_secret_access_key = ${keyId}`;
  }),
  // Joined lines.
  fc
    .tuple(anyFile, fc.nat(), fc.nat(), fc.constantFrom('', ' ', ', '))
    .map(([file, one, other, between]): Misplace => (lines, secret) => {
      const i = at(lines[file], one);
      const joined = [`aws_secret_access_key = ${secret}`, secret, `= ${secret}`][other % 3]!;
      lines[file][i] =
        other % 2 ? `${lines[file][i]}${between}${joined}` : `${joined}${between}${lines[file][i]}`;
    }),
  // Names of sections and of profiles.
  fc
    .tuple(
      anyFile,
      fc.nat(),
      fc.constantFrom(
        '[profile #]',
        '[#]',
        '[profile dev #]',
        '[profile dev-#]',
        '[sso-session #]',
        '[services #]',
        '[profile #',
        '[profile "#"]',
        '[profile dev aws_secret_access_key = #]',
        '  [profile #]',
        '[#] x',
      ),
    )
    .map(
      ([file, where, header]): Misplace =>
        (lines, secret) =>
          void lines[file].splice(
            at(lines[file], where),
            0,
            header.replace('#', () => secret),
          ),
    ),
  fc.constantFrom('dev', 'base', 'corp', 'local', 'temporary').map((name): Misplace => (lines, secret) => {
    for (const file of [lines.config, lines.credentials])
      for (const [i, line] of file.entries())
        file[i] = line.replaceAll(new RegExp(`\\b${name}\\b`, 'gu'), () => secret);
  }),
  // In place of a key, as a comment, or on the next line.
  fc.tuple(anyFile, fc.nat(), fc.constantFrom('# = x', '# #', '  #', '\t#', '#: x', ' = #')).map(
    ([file, where, line]): Misplace =>
      (lines, secret) =>
        void lines[file].splice(
          at(lines[file], where) + 1,
          0,
          line.replace('#', () => secret),
        ),
  ),
  // Environment variables.
  fc
    .tuple(
      fc.constantFrom(
        'AWS_ACCESS_KEY_ID',
        'AWS_REGION',
        'AWS_DEFAULT_REGION',
        'AWS_ENDPOINT_URL',
        'AWS_ENDPOINT_URL_STS',
        'AWS_ROLE_ARN',
        'AWS_ROLE_SESSION_NAME',
        'AWS_WEB_IDENTITY_TOKEN_FILE',
        'AWS_CA_BUNDLE',
        'AWS_CONTAINER_CREDENTIALS_FULL_URI',
        'AWS_EC2_METADATA_SERVICE_ENDPOINT',
      ),
      glue,
    )
    .map(([variable, before]): Misplace => (_, secret) => ({ [variable]: before + secret })),
);

const secretNames = fc.constantFrom('aws_secret_access_key', 'aws_session_token', 'AWS_SECURITY_TOKEN');
const equals = fc.constantFrom('=', ' = ', ':', ' : ');

/** Misplacements in which a name in front of the secret tells what it is. */
const namedMisplacements: fc.Arbitrary<Misplace> = fc.oneof(
  fc
    .tuple(anyFile, fc.nat(), secretNames, equals, fc.constantFrom('', ' ', '  '))
    .map(([file, where, name, sign, between]): Misplace => (lines, secret) => {
      const i = at(lines[file], where);
      lines[file][i] = `${lines[file][i]}${between}${name}${sign}${secret}`;
    }),
  fc.tuple(fc.constantFrom('[profile a #]', '[#]', '[sso-session #]', '[profile #'), secretNames).map(
    ([header, name]): Misplace =>
      (lines, secret) =>
        void lines.config.push(header.replace('#', `${name} = ${secret}`)),
  ),
  fc.tuple(fc.nat(), anyKey, fc.constantFrom('https://u:%@x.com/', 'tool --password %', 'a # token=%')).map(
    ([where, key, value]): Misplace =>
      (lines, secret) =>
        void lines.config.splice(at(lines.config, where) + 1, 0, `${key} = ${value.replace('%', secret)}`),
  ),
);

function misplacing(secret: fc.Arbitrary<string>, each: fc.Arbitrary<Misplace>): fc.Arbitrary<Misplaced> {
  const places = fc.array(each, { minLength: 1, maxLength: 3 });
  const lineEnd = fc.constantFrom('\n', '\r\n', '\r');
  return fc.tuple(secret, places, lineEnd).map(([text, misplace, end]) => {
    const lines = goodLines(text);
    const environments = misplace.map((change) => change(lines, text) ?? {});
    const keys = { AWS_ACCESS_KEY_ID: keyId, AWS_SECRET_ACCESS_KEY: text };
    return {
      secret: text,
      config: lines.config.join(end),
      credentials: lines.credentials.join(end),
      environment: Object.assign(keys, ...environments) as Environment,
    };
  });
}

export const misplacedSecrets: fc.Arbitrary<Misplaced> = misplacing(secrets, misplacements);

/** Files with a secret that does not look like one. It is hidden where a name tells what it is. */
export const misplacedPlainSecrets: fc.Arbitrary<Misplaced> = misplacing(
  fc.constant('hunter2'),
  namedMisplacements,
);
