import assert from 'node:assert/strict';
import {
  certainVariables,
  profilesIn,
  profilesOfKubeconfig,
  variablesOfScript,
} from '../../../../src/delivery/handover/namingFiles.ts';

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
    ['export "AWS_PROFILE=other"', 'AWS_PROFILE'],
    ["declare -x 'AWS_PROFILE=other'", 'AWS_PROFILE'],
    ['typeset -gx AWS_PROFILE=other', 'AWS_PROFILE'],
    ['export AWS_PROFILE="${AWS_PROFILE:-other}"', 'AWS_PROFILE'],
    ['set --global --export AWS_PROFILE other', 'AWS_PROFILE'],
    ['SETUVAR --export AWS_PROFILE:other', 'AWS_PROFILE'],
    ['SETUVAR --export AWS_PROFILE:', 'AWS_PROFILE', true],
    ["$AWS_PROFILE = 'other'", 'AWS_PROFILE'],
    ['Set-Item env:AWS_PROFILE other', 'AWS_PROFILE'],
    ["Set-Item -Path Env:\\AWS_PROFILE -Value 'other'", 'AWS_PROFILE'],
    ["[Environment]::SetEnvironmentVariable('AWS_PROFILE', 'other')", 'AWS_PROFILE'],
    ["[System.Environment]::SetEnvironmentVariable('AWS_PROFILE', '')", 'AWS_PROFILE', true],
  ] as const)
    it(`are found: ${line}`, () => {
      const found = variablesOfScript(`# a\n${line}\n`);
      assert.deepEqual(Object.keys(found), [name]);
      assert.equal(found[name] === '', isBlank ?? false);
    });

  it('are not those that it reads, removes, or comments out', () => {
    const text =
      '# export AWS_PROFILE=a\nPS1="$AWS_PROFILE> "\nunset AWS_PROFILE\n' +
      'echo "${AWS_PROFILE:-none}"\n[ "$AWS_PROFILE" = "" ]\nexport MY_AWS_PROFILE=x\n' +
      '[[ $AWS_PROFILE == a ]]\nSETUVAR AWS_PROFILE:x\n';
    assert.deepEqual(variablesOfScript(text), {});
  });
});

describe('what a file sets for certain', () => {
  for (const [line, value] of [
    ['export AWS_PROFILE=other', 'other'],
    ["export AWS_PROFILE='other'; export X=1", 'other'],
    ['AWS_PROFILE=other', 'other'],
    ['AWS_PROFILE = "other"', 'other'],
    ['AWS_PROFILE=other # mine', 'other'],
    ['set -gx AWS_PROFILE other', 'other'],
    ['SETUVAR --export AWS_PROFILE:other', 'other'],
    ['$Env:AWS_PROFILE = "other"', 'other'],
    ['export AWS_PROFILE="$(pick)"', '…'],
    ['alias prod="export AWS_PROFILE=other"', undefined],
    ['prod() { export AWS_PROFILE=other; }', undefined],
    ['  export AWS_PROFILE=other', undefined],
    ['test -f x && export AWS_PROFILE=other', undefined],
    ['export AWS_PROFILE=${AWS_PROFILE:-other}', undefined],
    ['AWS_PROFILE=other aws s3 ls', undefined],
    ['# export AWS_PROFILE=other', undefined],
  ] as const)
    it(`is ${value ?? 'nothing'}: ${line}`, () => {
      assert.equal(certainVariables(`${line}\n`)['AWS_PROFILE'], value);
    });

  it('is no secret', () => {
    const text = 'AWS_SECRET_ACCESS_KEY=geheim\nexport AWS_SESSION_TOKEN="geheim"\n';
    for (const found of [certainVariables(text), variablesOfScript(text)])
      assert.ok(!JSON.stringify(found).includes('geheim'));
  });

  it('is overruled only in names of profiles: programs may need the rest for themselves', () => {
    const env = {
      AWS_PROFILE: 'a',
      AWS_DEFAULT_PROFILE: '',
      AWS_ACCOUNT_ID: '1',
      AWS_ROLE_ARN: 'r',
      AWS_REGION: 'x',
    };
    assert.deepEqual(profilesIn({ ...env, AWS_ACCESS_KEY_ID: '…' }), { AWS_PROFILE: 'a' });
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

  for (const [form, text] of [
    ['values before names', 'env:\n- value: prod\n  name: AWS_PROFILE\n'],
    ['one line', 'env: [{name: AWS_PROFILE, value: prod}, {name: X, value: y}]'],
    ['JSON', '{"env":[{"name":"X","value":"y"},{"name":"AWS_PROFILE","value":"prod"}]}'],
    ['the older name', 'env:\n  - name: AWS_DEFAULT_PROFILE\n    value: prod\n'],
    [
      'a comment next to it',
      'env:\n  - name: X\n    value: y\n  - name: AWS_PROFILE\n    # - x\n    value: prod\n',
    ],
  ] as const)
    it(`are found in another form: ${form}`, () => {
      assert.deepEqual(profilesOfKubeconfig(text), ['prod']);
    });

  it('are not those in comments, or of other variables', () => {
    const text =
      '# - name: AWS_PROFILE\n#   value: a\n- name: X\n  value: b\n- name: AWS_PROFILE_X\n  value: c\n';
    assert.deepEqual(profilesOfKubeconfig(text), []);
  });
});
