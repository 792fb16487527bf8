import assert from 'node:assert/strict';
import type { Failure } from '../../../src/base/failure.ts';
await import('../../fakes/useFakeVscode.ts');

const { describeReason } = await import('../../../src/host/messages/messages.ts');
const { fileNoteSentence } = await import('../../../src/views/fileNoteWords.ts');

const profile = 'dev';
const printed = {
  code: 'malformedKey',
  profile,
  name: 'AccessKeyId',
  place: { kind: 'program', key: 'credential_process', program: 'tool' },
} as const;
const place = { kind: 'config', line: 3 } as const;
const stray = { code: 'strayKey', profile, meant: undefined, above: undefined, place } as const;

/** What a sentence must say, and what it must not. */
const cases: readonly (readonly [Failure, says: RegExp, not?: RegExp])[] = [
  [
    {
      code: 'tokenFileUnreadable',
      profile,
      key: 'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
      path: '/nope',
      reason: 'ENOENT',
    },
    /Correct AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE/u,
    /web_identity/u,
  ],
  ...(['~/t', '$HOME/t', '${HOME}/t', '"/t"', '%USERPROFILE%/t'] as const).map((path): [Failure, RegExp] => [
    { code: 'tokenFileUnreadable', profile, key: 'web_identity_token_file', path, reason: 'ENOENT' },
    /^The token file .* [~$"%] has no special meaning in web_identity_token_file\. Write the full path\.$/u,
  ]),
  [
    { code: 'policyFileUnreadable', profile, path: '~/p.json', reason: 'ENOENT' },
    /does not exist\. Create it/u,
    /ENOENT/u,
  ],
  [{ code: 'policyFileUnreadable', profile, path: '~/p.json', reason: 'unread' }, /still reading/u],
  [
    { code: 'consoleImpossible', profile, why: 'mfaSession' },
    /MFA session\. Use a role .* or open the console without MFA/u,
  ],
  [{ code: 'consoleImpossible', profile, why: 'sessionToken' }, /\(GetSessionToken\)\. Use a role/u],
  [{ code: 'consoleRefused', profile, host: 'h.example' }, /^h\.example .* Try again with a new session/u],
  [
    { code: 'browserNotStarted', profile, program: 'firefox', reason: 'ENOENT' },
    /“firefox” could not be started \(ENOENT\)\. Install it, or change the setting rolecall\.console\.browser/u,
  ],
  [
    { code: 'destinationElsewhere', profile, partition: 'aws-cn', own: 'aws' },
    /partition aws-cn, and the profile is in aws\. Choose a profile of the partition aws-cn/u,
  ],
  [{ code: 'policyFileUnreadable', profile, path: '~/p.json', reason: 'EISDIR' }, /Check that it is a file/u],
  [
    { code: 'ssoIncomplete', profile, missing: 'sso_account_id', inSession: true },
    /Add it to the profile, too/u,
  ],
  [{ code: 'ssoIncomplete', profile, missing: 'sso_account_id' }, /^sso_account_id is missing/u],
  [
    { code: 'missingSsoSession', profile, session: 'Corp', near: 'corp' },
    /most similar one is \[sso-session corp\]/u,
  ],
  [{ code: 'missingServices', profile, services: 'S', near: 's' }, /\[services S\].*\[services s\]/u],
  [
    { code: 'missingSource', profile, source: 'Base', near: 'base' },
    /“Base” does not exist.*similar one is base/u,
  ],
  [
    { code: 'servicesNotNested', profile, key: 'endpoint_url', place },
    /line 3 of the config file.*indented/u,
  ],
  [{ ...stray, key: '// role_arn', why: 'comment', meant: 'role_arn' }, /only “#” or “;” begins a comment/u],
  [{ ...stray, key: '', why: 'lostTitle' }, /^Line 3 of the config file is not a section header/u],
  [
    { code: 'invalidValue', profile, key: 'role_arn', why: 'empty' },
    /^role_arn has no value.*same line.*Example/u,
    /AWS does not accept/u,
  ],
  [
    { code: 'invalidValue', profile, key: 'sso_start_url', why: 'quotes' },
    /^The value of sso_start_url is in quotation marks/u,
  ],
  [{ code: 'invalidValue', profile, key: 'sso_region', why: 'session' }, /^sso_region differs/u, /Example/u],
  [
    { code: 'invalidValue', profile, key: 'AWS_ROLE_ARN' },
    /AWS_ROLE_ARN.*restart VS Code/u,
    /AWS does not accept/u,
  ],
  [{ code: 'noEnvironmentKeys', profile, present: ['AWS_PROFILE'] }, /only AWS_PROFILE\./u],
  [{ code: 'noEnvironmentKeys', profile }, /no complete access key\. Start/u],
  [
    { ...printed, trouble: 'invisible', character: 'U+200B' },
    /invisible character \(U\+200B\)\. Correct the program/u,
    /type|copy/iu,
  ],
  [{ ...printed, trouble: 'foreign', character: 'U+3042' }, /Correct the program/u, /type|copy/iu],
  [{ ...printed, place, trouble: 'ownName', character: '' }, /begins with its own name again/u],
  [
    {
      code: 'processNotStarted',
      profile,
      key: 'credential_process',
      program: 'FOO',
      reason: 'ENOENT',
      sign: 'FOO=',
    },
    /No shell runs it, so FOO= has no special meaning/u,
    /Check its path/u,
  ],
  [
    { code: 'mistypedTitle', path: '/c', line: 1, title: 'DEFAULT', meant: 'default' },
    /only adds its keys to the other sections.*write \[default\]/u,
    /misspelled/u,
  ],
  [
    { code: 'textAfterTitle', path: '/c', line: 2, title: 'profile dev' },
    /line 2: .*\[profile dev\], because text follows it/u,
  ],
  [{ code: 'brokenHeader', path: '/c', lines: [2] }, /must begin with “\[” and end with “\]”/u],
];

describe('a sentence about a failure', () => {
  for (const [failure, says, not] of cases) {
    const sentence = describeReason(failure);
    it(sentence, () => {
      assert.match(sentence, says);
      if (not) assert.doesNotMatch(sentence, not);
    });
  }
});

describe('a sentence about a note', () => {
  it('names a switch in a profile, or a variable', () => {
    const key = 'use_fips_endpoint';
    assert.match(
      fileNoteSentence({ code: 'notBoolean', profile, key }),
      /^use_fips_endpoint in profile dev is neither/u,
    );
    assert.match(
      fileNoteSentence({ code: 'notBoolean', profile: undefined, key }),
      /in VS Code’s environment is neither/u,
    );
  });
});
