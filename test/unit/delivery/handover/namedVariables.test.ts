import assert from 'node:assert/strict';
import {
  overruledIn,
  resolvedIn,
  union,
  variablesIn,
  variablesOfProfiles,
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

  it('have the values of VS Code’s environment, which may have none', () => {
    const env = { A: '${env:X}', B: 'a-${env:X}-${env:Y}', C: '${env:toString}', D: undefined };
    assert.deepEqual(resolvedIn(env, { Y: 'y' }), { A: '', B: 'a--y', C: '', D: undefined });
    assert.deepEqual(resolvedIn({ A: '${config:x}' }, {}), { A: '${config:x}' });
  });

  it('have a value that is not blank, if there is one', () => {
    assert.deepEqual(union([{ A: '' }, { A: 'x', B: ' ' }, { A: '', B: undefined }]), { A: 'x', B: ' ' });
  });
});

describe('a choice that a terminal does not follow', () => {
  const withKeys = new Map([
    ['AWS_ACCESS_KEY_ID', 'ASIA1'],
    ['AWS_SECRET_ACCESS_KEY', 's'],
    ['AWS_REGION', 'r'],
  ]);
  const live = new Map([['AWS_CONFIG_FILE', '/mirror/config']]);
  const withName = new Map([
    ['AWS_PROFILE', 'dev'],
    ['AWS_EB_PROFILE', 'dev'],
  ]);
  for (const [what, env, delivered, expected] of [
    ['other keys', { AWS_ACCESS_KEY_ID: 'test' }, withKeys, 'AWS_ACCESS_KEY_ID'],
    ['another region', { AWS_REGION: 'x' }, withKeys, 'AWS_REGION'],
    [
      'another profile next to keys, about which tools disagree',
      { AWS_PROFILE: 'x' },
      withKeys,
      'AWS_PROFILE',
    ],
    [
      'another default profile, which the CLI prefers',
      { AWS_DEFAULT_PROFILE: 'x' },
      withName,
      'AWS_DEFAULT_PROFILE',
    ],
    [
      'keys next to a name, about which tools disagree',
      { AWS_ACCESS_KEY_ID: 'x' },
      withName,
      'AWS_ACCESS_KEY_ID',
    ],
    ['keys in the mode “live”', { AWS_ACCESS_KEY_ID: 'x' }, live, ''],
    ['other files next to keys, which count for other profiles', { AWS_CONFIG_FILE: '/x' }, withKeys, ''],
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
