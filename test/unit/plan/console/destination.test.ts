import assert from 'node:assert/strict';
import { consolePlace, type ConsolePlace } from '../../../../src/plan/console/consolePlace.ts';
import { consoleService, consoleServices } from '../../../../src/plan/console/consoleServices.ts';
import {
  type Destination,
  destinationUrl,
  isGuess,
  parseDestination,
} from '../../../../src/plan/console/destination.ts';
import { keys, phone, workingPlan } from '../planText.ts';

interface Input {
  readonly lines: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly arn?: string;
}

const roleIn = (partition: string): string =>
  `role_arn = arn:${partition}:iam::222222222222:role/Dev\nsource_profile = maya`;

function placeOf({ lines, environment = {}, arn }: Input): ReturnType<typeof consolePlace> {
  const config = `[profile dev]\n${lines}\n[profile maya]\n${keys('AKIA1')}\n`;
  return consolePlace(workingPlan({ config, environment }), arn);
}

function place(lines: string): ConsolePlace {
  const found = placeOf({ lines });
  assert.ok(!('code' in found), JSON.stringify(found));
  return found;
}

/** The host of AWS Sign-In and that of the console, or the code of the failure. */
function hosts(input: Input): string {
  const found = placeOf(input);
  if ('code' in found) return `✗ ${found.code} ${'partition' in found ? found.partition : ''}`;
  const page = destinationUrl({ kind: 'home' }, found);
  assert.ok(typeof page === 'string');
  return `${found.signin.replace('https://', '')} ${new URL(page).host}`;
}

/** The address of AWS Sign-In. */
function signinAt(input: Input): string {
  const found = placeOf(input);
  return 'code' in found ? found.code : found.signin;
}

const irelandHosts = 'eu-west-1.signin.aws.amazon.com eu-west-1.console.aws.amazon.com';

describe('the place of the console', () => {
  const partitions: readonly (readonly [what: string, lines: string, hosts: string])[] = [
    ['a region', `${roleIn('aws')}\nregion = eu-west-1`, irelandHosts],
    ['no region', roleIn('aws'), 'us-east-1.signin.aws.amazon.com us-east-1.console.aws.amazon.com'],
    [
      'a region of China',
      `${roleIn('aws-cn')}\nregion = cn-northwest-1`,
      'cn-northwest-1.signin.amazonaws.cn cn-northwest-1.console.amazonaws.cn',
    ],
    [
      'no region in China',
      roleIn('aws-cn'),
      'cn-north-1.signin.amazonaws.cn cn-north-1.console.amazonaws.cn',
    ],
    [
      'a region of GovCloud',
      `${roleIn('aws-us-gov')}\nregion = us-gov-east-1`,
      'us-gov-east-1.signin.amazonaws-us-gov.com us-gov-east-1.console.amazonaws-us-gov.com',
    ],
    [
      'no region in GovCloud',
      roleIn('aws-us-gov'),
      'us-gov-west-1.signin.amazonaws-us-gov.com us-gov-west-1.console.amazonaws-us-gov.com',
    ],
    [
      'FIPS in GovCloud',
      `${roleIn('aws-us-gov')}\nuse_fips_endpoint = true\nregion = us-gov-east-1`,
      'us-gov-east-1.signin-fips.amazonaws-us-gov.com us-gov-east-1.console.amazonaws-us-gov.com',
    ],
    [
      'FIPS and dual stack elsewhere, which the federation endpoint is not known to have',
      `${roleIn('aws')}\nuse_fips_endpoint = true\nuse_dualstack_endpoint = true\nregion = eu-west-1`,
      irelandHosts,
    ],
    [
      'no region in the European Sovereign Cloud',
      roleIn('aws-eusc'),
      'eusc-de-east-1.signin.amazonaws-eusc.eu eusc-de-east-1.console.amazonaws-eusc.eu',
    ],
    [
      'a region of another partition',
      `${roleIn('aws')}\nregion = cn-north-1`,
      irelandHosts.replaceAll('eu-west-1', 'us-east-1'),
    ],
    ...['us-east-1-fips', 'us-east1', 'aws-global'].map(
      (region) =>
        [
          `${region}, which has no host`,
          `${roleIn('aws')}\nregion = ${region}`,
          irelandHosts.replaceAll('eu-west-1', 'us-east-1'),
        ] as const,
    ),
    [
      'GovCloud keys with the region us-east-1',
      `${roleIn('aws-us-gov')}\nregion = us-east-1`,
      'us-gov-west-1.signin.amazonaws-us-gov.com us-gov-west-1.console.amazonaws-us-gov.com',
    ],
    ...['aws-iso', 'aws-iso-b', 'aws-iso-e', 'aws-iso-f'].map(
      (id) => [`the partition ${id}`, roleIn(id), `✗ noConsole ${id}`] as const,
    ),
    [
      'keys whose region tells the partition',
      `${keys('AKIA2')}\nregion = cn-north-1`,
      'cn-north-1.signin.amazonaws.cn cn-north-1.console.amazonaws.cn',
    ],
    [
      'a role of Identity Center, wherever its region is',
      `sso_start_url = https://x.awsapps.com/start\nsso_region = us-gov-west-1\nsso_account_id = 111111111111\nsso_role_name = Dev\nregion = us-east-1`,
      'us-gov-west-1.signin.amazonaws-us-gov.com us-gov-west-1.console.amazonaws-us-gov.com',
    ],
    [
      'an MFA device that tells the partition',
      `${keys('AKIA2')}\nmfa_serial = ${phone.replace('arn:aws:', 'arn:aws-us-gov:')}`,
      'us-gov-west-1.signin.amazonaws-us-gov.com us-gov-west-1.console.amazonaws-us-gov.com',
    ],
  ];
  for (const [what, lines, expected] of partitions)
    it(`is known for ${what}`, () => assert.equal(hosts({ lines }), expected));

  it('follows the ARN that AWS has told', () => {
    const lines = 'credential_process = tool';
    const arn = 'arn:aws-cn:sts::333333333333:assumed-role/China/me';
    assert.match(hosts({ lines, arn }), /^cn-north-1\.signin\.amazonaws\.cn /u);
    assert.match(hosts({ lines }), /^us-east-1\.signin\.aws\.amazon\.com /u);
  });

  it('can have another address of AWS Sign-In', () => {
    const lines = roleIn('aws');
    const environment = { AWS_ENDPOINT_URL_SIGNIN: 'http://localhost:4566/' };
    assert.equal(signinAt({ lines, environment }), 'http://localhost:4566');
    const services = `services = local\n[services local]\nsignin =\n  endpoint_url = http://localhost:1/region/x`;
    assert.equal(signinAt({ lines: `${lines}\n${services}` }), 'http://localhost:1/region/x');
  });

  it('is not known if the address of AWS Sign-In is none', () => {
    const lines = roleIn('aws');
    const invalid = { code: 'invalidValue', profile: 'dev' };
    for (const AWS_ENDPOINT_URL_SIGNIN of ['signin', 'http://', 'ftp://localhost/', ' http://localhost'])
      assert.deepEqual(
        placeOf({ lines, environment: { AWS_ENDPOINT_URL_SIGNIN } }),
        { ...invalid, key: 'AWS_ENDPOINT_URL_SIGNIN' },
        AWS_ENDPOINT_URL_SIGNIN,
      );
    const services = `services = local\n[services local]\nsignin =\n  endpoint_url = localhost:1`;
    assert.deepEqual(placeOf({ lines: `${lines}\n${services}` }), {
      ...invalid,
      key: '[services] signin endpoint_url',
    });
  });
});

const ireland = place(`${roleIn('aws')}\nregion = eu-west-1`);
const china = place(`${roleIn('aws-cn')}\nregion = cn-north-1`);
const europe = place(roleIn('aws-eusc'));
const base = 'https://eu-west-1.console.aws.amazon.com';

/** The address, or the code of the failure. */
function urlOf(destination: Destination | undefined, at = ireland): string {
  assert.ok(destination);
  const found = destinationUrl(destination, at);
  return typeof found === 'string' ? found : `✗ ${found.code}`;
}

/** The address for what a user typed. */
function typed(text: string, at = ireland): string {
  return urlOf(parseDestination(text), at);
}

describe('a destination in the console', () => {
  it('is the home page, in the region of the profile', () => {
    assert.equal(typed(''), `${base}/console/home?region=eu-west-1`);
    assert.equal(
      urlOf({ kind: 'home' }, china),
      'https://cn-north-1.console.amazonaws.cn/console/home?region=cn-north-1',
    );
  });

  it('is the page of a service by its ID or another word', () => {
    assert.equal(typed('ec2'), `${base}/ec2/home?region=eu-west-1`);
    for (const word of ['dynamodb', 'ddb', 'DDB', 'ＤＤＢ'])
      assert.equal(typed(word), `${base}/dynamodbv2/home?region=eu-west-1`);
    for (const word of ['cloudformation', 'cf', 'cfn'])
      assert.equal(typed(word), `${base}/cloudformation/home?region=eu-west-1`);
    assert.equal(typed('sso'), `${base}/singlesignon/home?region=eu-west-1`);
    assert.equal(typed('logs'), `${base}/cloudwatch/home?region=eu-west-1#logsV2:log-groups`);
  });

  it('has no region for services that have none, except where the host must have it', () => {
    assert.equal(typed('iam'), 'https://console.aws.amazon.com/iam/home');
    assert.equal(typed('cost-explorer'), 'https://console.aws.amazon.com/costmanagement/home#/cost-explorer');
    assert.equal(typed('iam', china), 'https://console.amazonaws.cn/iam/home');
    assert.equal(typed('iam', europe), 'https://eusc-de-east-1.console.amazonaws-eusc.eu/iam/home');
  });

  it('is guessed from a word that is no known service', () => {
    assert.equal(typed('newservice'), `${base}/newservice/home?region=eu-west-1`);
    assert.ok(isGuess({ kind: 'service', id: 'newservice' }));
    for (const word of ['ec2', 'ddb', 'IAM']) assert.ok(!isGuess({ kind: 'service', id: word }), word);
    for (const word of ['NewService', 'ｎｅｗｓｅｒｖｉｃｅ'])
      assert.equal(typed(word), `${base}/newservice/home?region=eu-west-1`, word);
    for (const text of ['two words', '../x', 'x?y', 'a/b', 'ä', 'X', '1'])
      assert.equal(parseDestination(text), undefined, text);
    assert.equal(urlOf({ kind: 'service', id: '../x' }), '✗ destinationUnknown');
  });

  it('is an address of the console, for whichever session it was copied', () => {
    const page = '/lambda/home?region=us-east-1#/functions/f?tab=code&x=a%26b';
    for (const host of [
      'console.aws.amazon.com',
      'us-east-1.console.aws.amazon.com',
      's3.console.aws.amazon.com',
    ])
      assert.equal(typed(` https://${host}${page} `), `https://${host}${page}`, host);
    assert.equal(
      typed(`https://123456789012-abcd1234.us-east-1.console.aws.amazon.com${page}`),
      `https://us-east-1.console.aws.amazon.com${page}`,
    );
    for (const [query, left] of [
      ['?login_hint=123456789012-abcd1234', ''],
      ['?a=+b%20&login_hint=1&c=%26#/login_hint=2', '?a=+b%20&c=%26#/login_hint=2'],
      ['?a=1&login_hint=2', '?a=1'],
    ] as const)
      assert.equal(
        typed(`https://console.aws.amazon.com/s3/home${query}`),
        `https://console.aws.amazon.com/s3/home${left}`,
        query,
      );
    assert.equal(
      typed(`https://cn-north-1.console.amazonaws.cn${page}`, china),
      `https://cn-north-1.console.amazonaws.cn${page}`,
    );
  });

  it('is no other address', () => {
    for (const url of [
      'https://example.com/',
      'https://console.aws.amazon.com.example.com/',
      'https://example.com/console.aws.amazon.com',
      'https://xconsole.aws.amazon.com/',
      'https://console.aws.amazon.com@example.com/',
      'https://me:pw@console.aws.amazon.com/',
      'https://console.aws.amazon.com:8443/',
      'https://signin.aws.amazon.com/federation',
      'http://console.aws.amazon.com/',
      'https://',
    ])
      assert.equal(typed(url), '✗ destinationUnknown', url);
    assert.equal(urlOf({ kind: 'url', url: 'javascript:alert(1)' }), '✗ destinationUnknown');
  });

  it('is in the partition of the profile', () => {
    assert.deepEqual(destinationUrl({ kind: 'url', url: 'https://console.amazonaws.cn/iam/home' }, ireland), {
      code: 'destinationElsewhere',
      profile: 'dev',
      partition: 'aws-cn',
      own: 'aws',
    });
    assert.equal(typed('arn:aws:s3:::data', china), '✗ destinationElsewhere');
  });

  it('is a resource by its ARN, in the public partition', () => {
    const arn = 'arn:aws:lambda:us-east-1:222222222222:function:a/b+c';
    assert.equal(typed(arn), `https://console.aws.amazon.com/go/view?arn=${encodeURIComponent(arn)}`);
    const group = 'arn:aws:logs:us-east-1:222222222222:log-group:/aws/lambda/pay';
    assert.equal(typed(`${group}:*`), typed(group));
    assert.equal(typed('arn:aws-cn:s3:::data', china), '✗ arnNotOpenable');
    assert.equal(typed('arn:nowhere:s3:::data'), '✗ destinationUnknown');
  });
});

describe('the services of the console', () => {
  it('have words of their own', () => {
    assert.ok(consoleServices.length >= 40);
    const ids = consoleServices.map(({ id }) => id);
    const aliases = consoleServices.flatMap((service) => service.aliases);
    assert.equal(new Set([...ids, ...aliases]).size, ids.length + aliases.length);
    for (const { id, aliases: own } of consoleServices)
      for (const word of [id, ...own]) {
        assert.equal(consoleService(word.toUpperCase())?.id, id, word);
        assert.match(word, /^(?:[a-z0-9][a-z0-9 -]*|[\p{scx=Katakana}\p{scx=Hiragana}\p{scx=Han}a-z ]+)$/u);
      }
  });
});
