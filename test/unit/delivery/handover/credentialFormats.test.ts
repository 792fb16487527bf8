import { fromProcess } from '@aws-sdk/credential-provider-process';
import { loadSharedConfigFiles } from '@smithy/shared-ini-file-loader';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { FailureError } from '../../../../src/base/failure.ts';
import {
  type CredentialsToFormat,
  dotenvLines,
  type Format,
  formatted,
  leftOut,
} from '../../../../src/delivery/handover/credentialFormats.ts';
import { assignmentsOf } from '../../../../src/delivery/handover/handover.ts';
import { shells } from '../../../../src/delivery/handover/shellNames.ts';
import { recognizeCredentials } from '../../../../src/profiles/copied/recognizeCredentials.ts';
import { shellsToTry } from '../shells.ts';

const credentials = {
  accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  sessionToken: 'IQoJb3JpZ2luX2VjEXAMPLE//////////wEaCXVzLWVhc3QtMSJHMEUCIQ==',
  expiration: Date.UTC(2030, 0, 31, 12),
};
const set = new Map([
  ['AWS_ACCESS_KEY_ID', credentials.accessKeyId],
  ['AWS_SECRET_ACCESS_KEY', credentials.secretAccessKey],
  ['AWS_SESSION_TOKEN', credentials.sessionToken],
  ['AWS_REGION', 'eu-west-1'],
]);
const absent = ['AWS_PROFILE', 'AWS_ROLE_ARN'];
const input: CredentialsToFormat = {
  name: 'dev',
  credentials,
  region: 'eu-west-1',
  variables: assignmentsOf({ set, absent }),
};

/** Values that could break a text that contains them. */
const hostile = {
  QUOTES: `'a' "b" ''c'' 'd`,
  PRINTED_QUOTES: '‘a’ ‚b‛ “c”',
  DOLLARS: '$HOME ${HOME} $(id) `id` $$',
  BACKSLASHES: String.raw`\ \\ \' \n \033 a\ `.trimEnd() + '\\',
  PERCENT: '%PATH% %%PATH%% 100%',
  OPERATORS: 'a & b | c ; d > /dev/null < e ( f ) { g } !! !x ^ ~ ~/ # h * ? [i] == ',
  HISTORY: '!! !$ !-1 ^a^b',
  EMOJI: 'ﾟ日本語 🔑',
};

function holding(values: Readonly<Record<string, string>>): CredentialsToFormat {
  return { ...input, variables: new Map(Object.entries(values)) };
}

function refuses(format: Format, value: string, name: string): void {
  assert.throws(
    () => formatted(format, holding({ [name]: value })),
    (error) => {
      assert.ok(error instanceof FailureError);
      assert.deepEqual(error.failure, { code: 'unwritable', profile: 'dev', name, format });
      return true;
    },
  );
}

for (const { name, shell, run } of shellsToTry) {
  describe(`commands for ${name}`, function () {
    this.timeout(60_000);
    before(function () {
      if (!run) this.skip(); // The shell is not installed.
    });

    it('set the variables of a session, and remove those that select other credentials', () => {
      const seen = run?.(formatted(shell, input), { AWS_PROFILE: 'other', AWS_ROLE_ARN: 'arn' }) ?? {};
      for (const [variable, value] of set) assert.equal(seen[variable], value, variable);
      for (const variable of absent) assert.equal(seen[variable], undefined, variable);
    });

    it('set each value byte for byte, or reject it', () => {
      const writable = Object.entries(hostile).filter(
        ([, value]) => shell !== 'cmd' || !/[^ -~]|["%!]/u.test(value),
      );
      const seen = run?.(formatted(shell, holding(Object.fromEntries(writable))), {}) ?? {};
      for (const [variable, value] of writable) assert.equal(seen[variable], value, variable);
    });
  });
}

describe('the commands for fish', function () {
  this.timeout(60_000);

  it('hide universal variables, unless no tool accepts an empty value', function () {
    if (!shellsToTry.some(({ name, run }) => name === 'fish' && run)) this.skip(); // The shell is not installed.
    const names = ['AWS_ACCOUNT_ID', 'AWS_SESSION_TOKEN', 'AWS_REGION'];
    const universal = names.map((name) => `set -Ux ${name} other\n`).join('');
    const variables = new Map(names.map((name) => [name, null]));
    const commands = universal + formatted('fish', { ...input, variables });
    const home = mkdtempSync(join(tmpdir(), 'rolecall-fish-'));
    try {
      const env = { PATH: process.env['PATH'], HOME: home };
      const { stdout } = spawnSync('fish', ['-c', `${commands}env`], { env, encoding: 'utf8' });
      const found = stdout.split('\n').filter((line) => names.some((name) => line.startsWith(`${name}=`)));
      assert.deepEqual(found.toSorted(), ['AWS_ACCOUNT_ID=', 'AWS_REGION=other', 'AWS_SESSION_TOKEN=']);
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  });
});

describe('the commands for shells', () => {
  it('are one for each variable, and reject a value with a line break', () => {
    for (const shell of shells) {
      assert.equal(formatted(shell, input).trimEnd().split('\n').length, set.size + absent.length);
      for (const end of ['\n', '\r', '\0', '\u0085']) refuses(shell, `a${end}id`, 'AWS_REGION');
    }
  });

  const value = `a'b"c\\d!$e`;
  const texts: Readonly<Record<string, string>> = {
    tcsh: `setenv A 'a'\\''b"c\\d\\!$e'\nunsetenv B\n`,
    nushell: ` $env.A = "a'b\\"c\\\\d!$e"\n hide-env --ignore-errors B\n`,
    xonsh: `$A = 'a\\'b"c\\\\d!$e'\n_ = \${...}.pop('B', None)\n`,
  };
  for (const shell of ['tcsh', 'nushell', 'xonsh'] as const)
    it(`have the syntax of ${shell}`, () => {
      const variables = new Map([
        ['A', value],
        ['B', null],
      ]);
      assert.equal(formatted(shell, { ...input, variables }), texts[shell]);
    });

  it('never contain characters that cmd interprets even in quotes', () => {
    for (const sign of ['"', '%', '!', 'é']) refuses('cmd', `a${sign}b`, 'AWS_REGION');
    assert.match(formatted('cmd', holding({ A: 'a&b|c>d^e' })), /^set "A=a&b\|c>d\^e"$/mu);
  });
});

describe('a .env file', () => {
  const text = formatted('dotenv', input);

  it('means the same to Node and to a shell', () => {
    const shell = shellsToTry.find((each) => each.name === 'sh')?.run;
    const { HOME: _, PATH: __, ...sourced } = shell?.(`set -a\n${text}`, {}) ?? {};
    for (const seen of [parseEnv(text), ...(shell ? [sourced] : [])])
      for (const [variable, value] of set) assert.equal(seen[variable], value, variable);
  });

  it('has values without quotes, which Docker would include', () => {
    assert.deepEqual(text, [...set].map(([variable, value]) => `${variable}=${value}\n`).join(''));
  });

  const quoted = ['a b', '"a"', 'a#b', 'a # b', 'C:\\new\\x', 'a`b`', '=a', 'a&b', '', 'é', '東京', '!a'];
  for (const value of quoted)
    it(`quotes ${JSON.stringify(value)}, which Node and shells read back`, () => {
      const [[name, line]] = dotenvLines('p', new Map([['AWS_CA_BUNDLE', value]])) as [[string, string]];
      assert.equal(line, `${name}='${value}'`);
      assert.equal(parseEnv(line)[name], value);
      assert.deepEqual(leftOut('dotenv', new Map([[name, value]])), []);
      const shell = shellsToTry.find((each) => each.name === 'sh')?.run;
      if (shell) assert.equal(shell(`set -a\n${line}\n`, {})[name], value);
    });

  for (const value of ["it's", 'a$b', 'a\nb=c', 'a\\', '\\\\server\\share', 'a\u2028b', '\uD800'])
    it(`leaves out ${JSON.stringify(value)}, which its readers interpret differently, and names it`, () => {
      const variables = new Map([
        ['AWS_CA_BUNDLE', value],
        ['AWS_REGION', 'r'],
        ['AWS_PROFILE', null],
      ]);
      assert.deepEqual(dotenvLines('p', variables), [['AWS_REGION', 'AWS_REGION=r']]);
      assert.deepEqual(leftOut('dotenv', variables), ['AWS_CA_BUNDLE']);
      assert.deepEqual(leftOut('posix', variables), []);
    });

  it('is refused if it cannot have a key', () => {
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'])
      refuses('dotenv', 'a\nb', name);
  });
});

describe('credentials in the format of a credential_process', () => {
  it('are accepted by the SDK', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rolecall-'));
    const [printed, config] = [join(folder, 'printed.json'), join(folder, 'config')];
    writeFileSync(printed, formatted('process', input));
    writeFileSync(
      join(folder, 'print.cjs'),
      `process.stdout.write(require('node:fs').readFileSync(process.argv[2]))`,
    );
    writeFileSync(
      config,
      `[profile p]\ncredential_process = "${process.execPath}" "${join(folder, 'print.cjs')}" "${printed}"\n`,
    );
    const taken = await fromProcess({ profile: 'p', configFilepath: config, filepath: config })();
    rmSync(folder, { recursive: true });
    const { expiration, ...keys } = credentials;
    assert.partialDeepStrictEqual(taken, { ...keys, expiration: new Date(expiration) });
  });
});

describe('a block for the credentials file', () => {
  it('is a profile to the SDK', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rolecall-'));
    const path = join(folder, 'credentials');
    writeFileSync(path, formatted('credentialsFile', input));
    const { credentialsFile } = await loadSharedConfigFiles({ filepath: path, configFilepath: path });
    rmSync(folder, { recursive: true });
    assert.deepEqual(credentialsFile, {
      dev: {
        aws_access_key_id: credentials.accessKeyId,
        aws_secret_access_key: credentials.secretAccessKey,
        aws_session_token: credentials.sessionToken,
        region: 'eu-west-1',
      },
    });
  });

  it('has no lines for missing values', () => {
    const keys = { ...credentials, sessionToken: undefined, expiration: undefined };
    const text = formatted('credentialsFile', { ...input, credentials: keys, region: undefined });
    assert.deepEqual(
      text.split('\n').map((line) => line.split(' ')[0]),
      ['[dev]', 'aws_access_key_id', 'aws_secret_access_key', ''],
    );
  });

  it('never contains values that would be misread', () => {
    const spoilt = { ...credentials, secretAccessKey: 'a #b' };
    for (const wrong of [
      { ...input, credentials: spoilt },
      { ...input, name: 'a]b' },
    ])
      assert.throws(() => formatted('credentialsFile', wrong), FailureError);
  });
});

describe('copied credentials', () => {
  const all: readonly Format[] = [
    'posix',
    'fish',
    'powershell',
    'cmd',
    'tcsh',
    'nushell',
    'xonsh',
    'dotenv',
    'process',
    'credentialsFile',
  ];
  for (const format of all)
    it(`are recognized when they are pasted back (${format})`, () => {
      const { expiration: _, ...keys } = credentials;
      assert.partialDeepStrictEqual(recognizeCredentials(formatted(format, input)), keys);
    });
});
