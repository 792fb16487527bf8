import assert from 'node:assert/strict';
import type { IGrammar } from 'vscode-textmate';
import { keysWhere } from '../../../../src/profiles/keys.ts';
import type { KeyFacts } from '../../../../src/profiles/keys/keyFacts.ts';
import { keyFacts, s3Facts, s3Keys } from '../../../../src/profiles/keys/knownKeys.ts';
import { loadGrammar, type Token, tokenize } from './tokens.ts';

let grammar: IGrammar;

/** The last line of a text: each token that has a scope, and what is left of its scope without `long`. */
function colored(text: string): readonly string[] {
  const line = tokenize(grammar, text).at(-1)!;
  return line.flatMap(({ text: part, scopes }) => (scopes.length === 0 ? [] : [`${part} ${short(scopes)}`]));
}

function short(scopes: Token['scopes']): string {
  const named: Readonly<Record<string, string>> = {
    'punctuation.definition.section': 'bracket',
    'entity.name.type entity.name.section': 'name',
    'keyword.other.section': 'kind',
    'keyword.operator.assignment': 'is',
    'support.variable.key': 'key',
    'support.variable.key.secret': 'secret key',
    'variable.other.key': 'other key',
    'string.unquoted': 'text',
    'string.unquoted.command': 'command',
    'string.unquoted.secret': 'secret',
    'string.unquoted.url markup.underline.link': 'url',
    'entity.name.type.reference': 'reference',
    'comment.line.number-sign': 'comment',
    'comment.line.semicolon': 'comment',
    'invalid.illegal.section': 'invalid',
    'invalid.illegal.after-section': 'invalid',
    'punctuation.definition.string.begin': 'quote',
    'punctuation.definition.string.end': 'quote',
  };
  const all = scopes.join(' ');
  return named[all] ?? scopes.at(-1)!.replace(/^constant\.(?:language\.)?/u, '');
}

/** What each text ends with: `part kind | part kind`. */
function test(what: string, rows: Readonly<Record<string, string>>): void {
  it(what, () => {
    for (const [text, expected] of Object.entries(rows))
      assert.equal(colored(text).join(' | '), expected, JSON.stringify(text));
  });
}

/** The same for lines of a section. */
function testLines(what: string, rows: Readonly<Record<string, string>>): void {
  const inSection = Object.entries(rows).map(([line, expected]) => [`[default]\n${line}`, expected]);
  test(what, Object.fromEntries(inSection));
}

/** Asserts that a key below these lines is a known one, and each value that it can have a constant. */
function assertKnown(lines: string, name: string, facts: KeyFacts | undefined): void {
  assert.match(colored(`${lines}${name} = x`)[0]!, / (?:secret )?key$/u, name);
  for (const value of facts?.values ?? [])
    assert.match(colored(`${lines}${name} = ${value}`).at(-1)!, / (?:enum|boolean)$/u, `${name} = ${value}`);
}

describe('the grammar of AWS files', () => {
  before(async () => {
    grammar = await loadGrammar();
  });

  test('colors headers by their kind', {
    '[default]': '[ bracket | default name | ] bracket',
    '[profile dev]': '[ bracket | profile kind | dev name | ] bracket',
    '[sso-session my-sso]': '[ bracket | sso-session kind | my-sso name | ] bracket',
    '[services local]': '[ bracket | services kind | local name | ] bracket',
    '[plugins]': '[ bracket | plugins kind | ] bracket',
    '[preview]': '[ bracket | preview kind | ] bracket',
    '[dev]': '[ bracket | dev name | ] bracket',
    '[ profile  a b ]': '[ bracket | profile kind | a b name | ] bracket',
    "[profile 'my prof']": "[ bracket | profile kind | ' quote | my prof name | ' quote | ] bracket",
    '[profile "a"]': '[ bracket | profile kind | " quote | a name | " quote | ] bracket',
    '[profile "a]': '[ bracket | profile kind | "a name | ] bracket',
    '[profile 本番]': '[ bracket | profile kind | 本番 name | ] bracket',
    '[]': '[ bracket | ] bracket',
  });

  test('has no keyword in headers that some tools do not read', {
    '[profiles dev]': '[ bracket | profiles dev name | ] bracket',
    '[Profile dev]': '[ bracket | Profile dev name | ] bracket',
    '[sso_session dev]': '[ bracket | sso_session dev name | ] bracket',
    '[profile-dev]': '[ bracket | profile-dev name | ] bracket',
    '[profile]': '[ bracket | profile name | ] bracket',
    '[my plugins]': '[ bracket | my plugins name | ] bracket',
    '[a [profile b]': '[ bracket | a [profile b name | ] bracket',
  });

  test('colors headers that are indented, and what is after them', {
    '  [dev]': '[ bracket | dev name | ] bracket',
    '[dev] # note': '[ bracket | dev name | ] bracket | # note comment',
    '[dev]; note': '[ bracket | dev name | ] bracket | ; note comment',
    '[dev] text': '[ bracket | dev name | ] bracket | text invalid',
    '[dev] # a ] b': '[ bracket | dev name | ] bracket | # a ] b invalid',
    '[a] b]': '[ bracket | a] b name | ] bracket',
    '[dev': '[dev invalid',
    '[dev # ]': '[dev # ] invalid',
    '  [dev': '',
    '[dev\nregion = us-east-1': '',
    '[a]\n[dev\nregion = us-east-1': '',
    '[dev\n[a]\nregion = x': 'region key | = is | x text',
  });

  test('has neither keys nor values outside of sections', {
    '': '',
    ' ': '',
    'region = us-east-1': '',
    text: '',
  });

  test('does not mind marks and ends of lines', {
    '\uFEFF[dev]': '[ bracket | dev name | ] bracket',
    '\uFEFF# note': '# note comment',
    '\uFEFF[dev': '[dev invalid',
    '[dev]\r\nregion = us-east-1': 'region key | = is | us-east-1 region',
    '[dev]\r\n': '',
    '[dev]\rregion = us-east-1': 'region key | = is | us-east-1 region',
  });

  test('has only whole lines as comments', {
    '# note': '# note comment',
    '; note': '; note comment',
    '[a]\n#region = x': '#region = x comment',
    '[a]\n  # note': '# note comment',
    '[a]\nregion = us-east-1 # note': 'region key | = is | us-east-1 # note text',
    '[a]\nregion = us-east-1 ; note': 'region key | = is | us-east-1 ; note text',
    '[a]\ncli_pager = # note': 'cli_pager key | = is | # note text',
    '[a]\nendpoint_url = https://a/start#/': 'endpoint_url key | = is | https://a/start#/ url',
  });

  testLines('colors keys', {
    'region=eu': 'region key | = is | eu text',
    '\tregion\t =  eu ': 'region key | = is | eu text',
    'REGION = eu': 'REGION key | = is | eu text',
    'region: eu': 'region key | : is | eu text',
    'region =': 'region key | = is',
    'aws_access_key_id = AKIAIOSFODNN7EXAMPLE': 'aws_access_key_id key | = is | AKIAIOSFODNN7EXAMPLE text',
    'aws_secret_access_key = true': 'aws_secret_access_key secret key | = is | true secret',
    'aws_session_token = a=b # c': 'aws_session_token secret key | = is | a=b # c secret',
    'granted_color = blue': 'granted_color other key | = is | blue text',
    'regions = us-east-1': 'regions other key | = is | us-east-1 region',
    'two words = x': 'two words other key | = is | x text',
    'max_queue_size = 1': 'max_queue_size other key | = is | 1 numeric',
  });

  testLines('has no keys in lines without a separator', {
    region: '',
    '= x': '',
    'a #b = x': '',
    '[k = v': '[k = v invalid',
  });

  testLines('colors values that are constants as a whole', {
    'use_fips_endpoint = true': 'use_fips_endpoint key | = is | true boolean',
    'use_fips_endpoint = True': 'use_fips_endpoint key | = is | True text',
    'duration_seconds = 3600': 'duration_seconds key | = is | 3600 numeric',
    'duration_seconds = 1h': 'duration_seconds key | = is | 1h text',
    'region = "us-east-1"': 'region key | = is | "us-east-1" text',
    'region = us-east-1a': 'region key | = is | us-east-1a text',
    'sso_region = us-gov-west-1': 'sso_region key | = is | us-gov-west-1 region',
    'sso_account_id = 123456789012': 'sso_account_id key | = is | 123456789012 numeric.account-id',
    'sso_account_id = 12345': 'sso_account_id key | = is | 12345 text',
    'external_id = 12345': 'external_id key | = is | 12345 text',
    'retry_mode = adaptive': 'retry_mode key | = is | adaptive enum',
    'retry_mode = Adaptive': 'retry_mode key | = is | Adaptive text',
    'defaults_mode = Auto': 'defaults_mode key | = is | Auto enum',
    'output = adaptive': 'output key | = is | adaptive text',
    'sso_start_url = https://a.awsapps.com/start':
      'sso_start_url key | = is | https://a.awsapps.com/start url',
    'endpoint_url = localhost:4566': 'endpoint_url key | = is | localhost:4566 text',
    'source_profile = my prof': 'source_profile key | = is | my prof reference',
    'sso_session = corp': 'sso_session key | = is | corp reference',
    'services = local': 'services key | = is | local reference',
    'cli_pager = less -R': 'cli_pager key | = is | less -R text',
  });

  testLines('colors the parts of ARNs', {
    'role_arn = arn:aws:iam::123456789012:role/team/Dev':
      'role_arn key | = is | arn: string.unquoted.arn | aws support.constant.partition | : string.unquoted.arn' +
      ' | iam support.type.service | :: string.unquoted.arn | 123456789012 numeric.account-id' +
      ' | : string.unquoted.arn | role support.type.resource | / string.unquoted.arn | team/Dev entity.name.resource',
    'x = arn:aws-cn:sns:cn-north-1:1:t':
      'x other key | = is | arn: string.unquoted.arn | aws-cn support.constant.partition | : string.unquoted.arn' +
      ' | sns support.type.service | : string.unquoted.arn | cn-north-1 region | :1: string.unquoted.arn' +
      ' | t entity.name.resource',
    'role_arn = arn:aws:iam::123456789012:role/Dev x':
      'role_arn key | = is | arn:aws:iam::123456789012:role/Dev x text',
    'role_arn = role/Dev': 'role_arn key | = is | role/Dev text',
  });

  testLines('colors blocks', {
    's3 =': 's3 key | = is',
    's3 =\n  addressing_style = path': 'addressing_style key | = is | path enum',
    's3 =\n\n# note\n\taddressing_style = nowhere': 'addressing_style key | = is | nowhere text',
    's3 =\n  max_bandwidth = 50MB/s': 'max_bandwidth key | = is | 50MB/s numeric',
    's3 =\n  x = 1': 'x other key | = is | 1 numeric',
    's3 =\naddressing_style = path': 'addressing_style other key | = is | path text',
    's3 =\n  addressing_style = path\nregion = us-east-1': 'region key | = is | us-east-1 region',
    's3 =\n  [dev]': '[ bracket | dev name | ] bracket',
    '[services a]\ndynamodb =': 'dynamodb other key | = is',
    '[services a]\ndynamodb =\n  endpoint_url = http://localhost:8000':
      'endpoint_url key | = is | http://localhost:8000 url',
  });

  testLines('colors commands with the lines that continue them', {
    'credential_process = "/a b" # c': 'credential_process key | = is | "/a b" # c command',
    'credential_process = a\n  b = c': 'b = c command',
    'credential_process = a\n  [b]': '[b] command',
    'credential_process = a\n# note\n\n  --b': '--b command',
    'credential_process = a\n  # note': '# note comment',
    'credential_process = a\nregion = b': 'region key | = is | b text',
    'credential_process = a\n[b]': '[ bracket | b name | ] bracket',
    '  mfa_process = a\n  [b]': '[ bracket | b name | ] bracket',
    '  mfa_process = a\n   [b]': '[b] command',
    'credential_process =\n  [b]': '[ bracket | b name | ] bracket',
    'region = a\n  [b]': '[ bracket | b name | ] bracket',
    'region = a\n  b = c': 'b other key | = is | c text',
  });

  it('knows every key, and every value that a key can have', () => {
    const names = keysWhere(() => true).filter((name) => keyFacts(name));
    assert.ok(names.length > 80 && s3Keys.length > 10);
    for (const name of names) assertKnown('[a]\n', name, keyFacts(name));
    for (const name of s3Keys) assertKnown('[a]\ns3 =\n  ', name, s3Facts(name));
  });
});
