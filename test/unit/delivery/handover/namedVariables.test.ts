import assert from 'node:assert/strict';
import {
  overruledIn,
  profilesOfKubeconfig,
  union,
  variablesIn,
  variablesOfProfiles,
  variablesOfScript,
  variablesOfTasks,
} from '../../../../src/delivery/handover/namedVariables.ts';

describe('the variables that settings and tasks set', () => {
  it('are those of AWS that are texts; null removes one', () => {
    const env = { AWS_PROFILE: 'a', AWS_REGION: null, PATH: '/bin', AWS_X: 1, AMAZON_SESSION_TOKEN: 't' };
    assert.deepEqual(variablesIn(env), {
      AWS_PROFILE: 'a',
      AWS_REGION: undefined,
      AMAZON_SESSION_TOKEN: 't',
    });
    for (const other of [undefined, null, 'x', 3, []]) assert.deepEqual(variablesIn(other), {});
  });

  it('are those of all tasks, and of the platform', () => {
    const content = {
      version: '2.0.0',
      options: { env: { AWS_PROFILE: 'all' } },
      tasks: [
        { options: { env: { AWS_REGION: '' } } },
        {
          linux: { options: { env: { AWS_REGION: 'r' } } },
          windows: { options: { env: { AWS_ROLE_ARN: 'w' } } },
        },
        null,
        'x',
        { options: null },
      ],
    };
    assert.deepEqual(variablesOfTasks(content, 'linux'), { AWS_PROFILE: 'all', AWS_REGION: 'r' });
    assert.deepEqual(variablesOfTasks(content, 'windows'), {
      AWS_PROFILE: 'all',
      AWS_REGION: '',
      AWS_ROLE_ARN: 'w',
    });
    for (const other of [undefined, null, {}, { tasks: {} }])
      assert.deepEqual(variablesOfTasks(other, 'osx'), {});
  });

  it('are those of all profiles of terminals', () => {
    const profiles = { bash: { env: { AWS_PROFILE: 'a' } }, none: null, zsh: { path: 'zsh' } };
    assert.deepEqual(variablesOfProfiles(profiles), { AWS_PROFILE: 'a' });
  });

  it('have a value that is not blank, if there is one', () => {
    assert.deepEqual(union([{ A: '' }, { A: 'x', B: ' ' }, { A: '', B: undefined }]), { A: 'x', B: ' ' });
  });
});

describe('the variables that a start-up file sets', () => {
  for (const [line, name, isBlank] of [
    ['export AWS_PROFILE=other', 'AWS_PROFILE'],
    ['  export AWS_PROFILE="other"', 'AWS_PROFILE'],
    ['AWS_PROFILE=other; export AWS_PROFILE', 'AWS_PROFILE'],
    ['test -f x && export AWS_DEFAULT_PROFILE=x', 'AWS_DEFAULT_PROFILE'],
    ['export EDITOR=vi AWS_PROFILE=other', 'AWS_PROFILE'],
    ["export AWS_PROFILE=''", 'AWS_PROFILE', true],
    ['export AWS_REGION=', 'AWS_REGION', true],
    ['set -gx AWS_PROFILE other', 'AWS_PROFILE'],
    ['set -g -x AWS_PROFILE other', 'AWS_PROFILE'],
    ['setenv AWS_PROFILE other', 'AWS_PROFILE'],
    ["$Env:AWS_PROFILE = 'other'", 'AWS_PROFILE'],
    ["$env.AWS_PROFILE = 'other'", 'AWS_PROFILE'],
  ] as const)
    it(`are found: ${line}`, () => {
      const found = variablesOfScript(`# a\n${line}\n`);
      assert.deepEqual(Object.keys(found), [name]);
      assert.equal(found[name] === '', isBlank ?? false);
    });

  it('are not those that it reads, removes, or comments out', () => {
    const text =
      '# export AWS_PROFILE=a\nPS1="$AWS_PROFILE> "\nunset AWS_PROFILE\n' +
      'echo "${AWS_PROFILE:-none}"\n[ "$AWS_PROFILE" = "" ]\nexport MY_AWS_PROFILE=x\n';
    assert.deepEqual(variablesOfScript(text), {});
  });
});

describe('a choice that a terminal does not follow', () => {
  const withKeys = new Map([
    ['AWS_ACCESS_KEY_ID', 'ASIA1'],
    ['AWS_SECRET_ACCESS_KEY', 's'],
    ['AWS_REGION', 'r'],
  ]);
  const live = new Map([['AWS_CONFIG_FILE', '/mirror/config']]);
  for (const [what, env, delivered, expected] of [
    ['other keys', { AWS_ACCESS_KEY_ID: 'test' }, withKeys, 'AWS_ACCESS_KEY_ID'],
    ['another region', { AWS_REGION: 'x' }, withKeys, 'AWS_REGION'],
    [
      'another profile next to keys, about which tools disagree',
      { AWS_PROFILE: 'x' },
      withKeys,
      'AWS_PROFILE',
    ],
    ['the same profile', { AWS_PROFILE: 'dev' }, withKeys, ''],
    ['the same region', { AWS_REGION: 'r' }, withKeys, ''],
    ['a blank profile', { AWS_PROFILE: ' ' }, withKeys, ''],
    ['something else', { AWS_DEFAULT_OUTPUT: 'json', AWS_ACCOUNT_ID: '1' }, withKeys, ''],
    ['another profile in the mode “live”', { AWS_PROFILE: 'x', AWS_REGION: 'x' }, live, ''],
    ['other files in the mode “live”', { AWS_CONFIG_FILE: '/x' }, live, 'AWS_CONFIG_FILE'],
    ['other keys while Rolecall sets nothing', { AWS_ACCESS_KEY_ID: 'test' }, new Map<string, string>(), ''],
  ] as const)
    it(`is ${expected || 'none'} for ${what}`, () => {
      assert.equal(overruledIn(env, delivered, 'dev').join(), expected);
    });
});

/** A user in a kubeconfig whose program gets this variable. */
const user = (name: string, value: string, end = '\n'): string =>
  [
    '- name: c',
    '  user:',
    '    exec:',
    '      command: aws',
    '      env:',
    `      - name: ${name}`,
    `        value: ${value}`,
    '',
  ].join(end);

describe('the profiles that a kubeconfig names', () => {
  it('are those of all users, in the form in which the AWS CLI writes them', () => {
    const text = `users:\n${user('AWS_PROFILE', 'prod')}${user('AWS_PROFILE', '"my prod"')}${user('AWS_PROFILE', 'prod')}`;
    assert.deepEqual(profilesOfKubeconfig(text), ['prod', 'my prod']);
    assert.deepEqual(profilesOfKubeconfig(user('AWS_PROFILE', "'x'", '\r\n')), ['x']);
    assert.deepEqual(profilesOfKubeconfig(`${user('AWS_REGION', 'r')}users: []`), []);
  });
});
