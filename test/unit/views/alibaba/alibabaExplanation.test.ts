import assert from 'node:assert/strict';
import type { Failure } from '../../../../src/base/failure.ts';
import type { AlibabaTarget } from '../../../../src/profiles/alibaba/alibabaTarget.ts';
import { type AlibabaWorld, alibabaWindow, dsw, minute, now, readyWith, secret } from './alibabaWindow.ts';

await import('../../../fakes/useFakeVscode.ts');
const { alibabaExplanation } = await import('../../../../src/views/alibaba/alibabaExplanation.ts');

const uri: AlibabaTarget = { kind: 'credentialsUri' };
const old: AlibabaTarget = { kind: 'cliProfile', name: 'old' };
const builder: AlibabaTarget = {
  kind: 'ramRole',
  roleArn: 'acs:ram::1234567890123456:role/Builder',
  source: uri,
  sessionName: 'maya',
  durationSeconds: '7200',
  externalId: 'ext-1',
};

function explained(
  target: AlibabaTarget | undefined,
  world: AlibabaWorld,
  extra: Parameters<typeof alibabaExplanation>[2] = {},
): string {
  return alibabaExplanation(target, alibabaWindow(world), extra);
}

/** The lines of one part. */
function part(text: string, title: string): readonly string[] {
  const lines = text.split('\n');
  const start = lines.indexOf(title);
  assert.ok(start >= 0, text);
  return lines.slice(start + 1);
}

describe('an explanation of Alibaba Cloud', () => {
  it('begins with the profile that comes before the role of the instance, and the ways out', () => {
    const lines = explained(uri, dsw).split('\n');
    assert.deepEqual(lines.slice(0, 15), [
      'Tools do not use the instance’s RAM role',
      '',
      'The instance has a RAM role, but these tools find the CLI profile “old” first:',
      '   - SDK for Node.js',
      '   - SDK for Python',
      '   - SDK for Go',
      '   - SDK for Java',
      '   - Alibaba Cloud CLI',
      '',
      'To let them use the role, do one of these:',
      '   - Remove “old” from ~/.aliyun/config.json, or give it another name.',
      '   - Set ALIBABA_CLOUD_CLI_PROFILE_DISABLED=true in the environment of the program or notebook.',
      '   - Use the instance’s RAM role in Rolecall, for new terminals and tasks.',
      'The Alibaba Cloud CLI cannot find the role by itself. It has the role only where Rolecall provides it: in terminals and tasks.',
      '',
    ]);
  });

  it('says first that terminals have the role if the window uses it', () => {
    const lines = explained(uri, { ...dsw, state: readyWith(uri, dsw) }).split('\n');
    assert.deepEqual(lines.slice(0, 5), [
      'Only terminals and tasks use the instance’s RAM role',
      '',
      'New terminals and tasks get the credentials of Instance RAM role (credentials URI) from Rolecall.',
      'Elsewhere, such as in notebooks, these tools find the CLI profile “old” first:',
      '   - SDK for Node.js',
    ]);
    assert.deepEqual(lines.slice(10, 15), [
      'To let them use the role, do one of these:',
      '   - Remove “old” from ~/.aliyun/config.json, or give it another name.',
      '   - Set ALIBABA_CLOUD_CLI_PROFILE_DISABLED=true in the environment of the program or notebook.',
      'The Alibaba Cloud CLI cannot find the role by itself. It has the role only where Rolecall provides it: in terminals and tasks.',
      '',
    ]);
  });

  it('says what terminals get if the window uses something else', () => {
    const lines = explained(old, { ...dsw, state: readyWith(old, dsw) }).split('\n');
    assert.equal(lines[0], 'Tools do not use the instance’s RAM role');
    assert.equal(lines[2], 'New terminals and tasks get the credentials of old from Rolecall.');
    assert.ok(lines.includes('   - Use the instance’s RAM role in Rolecall, for new terminals and tasks.'));
  });

  it('promises terminals nothing without a session, or if the policy forbids giving it', () => {
    const failure = { code: 'alibabaKeyMissing', profile: 'old', key: 'mode' } as unknown as Failure;
    for (const state of [
      { state: { kind: 'waiting', target: uri, failure } },
      { state: readyWith(uri, dsw), given: 'nothing' },
    ] as const) {
      const text = explained(uri, { ...dsw, ...state });
      assert.ok(text.startsWith('Tools do not use the instance’s RAM role\n'));
      assert.doesNotMatch(text, /get the credentials of|in Rolecall, for new/u);
    }
  });

  it('shortens the home folder in steps, failures, and reasons', () => {
    const token = '/home/maya/.token';
    const rrsa: AlibabaWorld = {
      environment: {
        ALIBABA_CLOUD_ROLE_ARN: 'acs:ram::1234567890123456:role/Builder',
        ALIBABA_CLOUD_OIDC_PROVIDER_ARN: 'acs:ram::1234567890123456:oidc-provider/ack',
        ALIBABA_CLOUD_OIDC_TOKEN_FILE: token,
      },
    };
    assert.match(explained({ kind: 'rrsa' }, rrsa), /with the token in ~\/\.token/u);
    const failure: Failure = { code: 'alibabaFileInvalid', path: '/home/maya/.aliyun/config.json', line: 1 };
    const text = alibabaExplanation(uri, { ...alibabaWindow(dsw), describe: JSON.stringify }, { failure });
    assert.match(text, /"path":"~\/\.aliyun/u);
    for (const each of [text, explained(undefined, {})]) assert.doesNotMatch(each, /\/home\/maya/u);
  });

  it('asks for a region in the profile if there is one', () => {
    const keys = { access_key_id: 'LTAI5tTestKeyOfMaya00001', access_key_secret: secret };
    const cli = { current: 'ak', profiles: [{ name: 'ak', mode: 'AK', ...keys }] };
    assert.match(explained({ kind: 'cliProfile', name: 'ak' }, { cli }), /set region_id in the profile, or/u);
  });

  it('lists the steps, with what is done already', () => {
    const progress = { done: 1, credentials: { expiration: now + 12 * minute } };
    const lines = part(
      explained(builder, dsw, { progress }),
      'How Rolecall gets credentials for Builder@1234567890123456',
    );
    assert.deepEqual(lines.slice(1, 9), [
      ' 1. Get the credentials of the instance’s RAM role from the service at 127.0.0.1:7002',
      '      Done. Valid for another 12m.',
      ' 2. Assume acs:ram::1234567890123456:role/Builder (session name maya)',
      '      Valid for 2h.',
      '      External ID: ext-1',
      '      Endpoint: sts.aliyuncs.com',
      '',
      'No region is configured. Programs need one: set ALIBABA_CLOUD_REGION_ID.',
    ]);
  });

  it('says why a profile cannot be used', () => {
    const cli = { current: 'ak', profiles: [{ name: 'ak', mode: 'AK' }] };
    const text = explained({ kind: 'cliProfile', name: 'ak' }, { cli });
    assert.deepEqual(part(text, 'Why ak cannot be used').slice(0, 2), ['', 'whole alibabaKeyMissing']);
  });

  it('says what each tool uses here, and why', () => {
    const lines = part(explained(undefined, dsw), 'What other tools use here');
    const start = lines.indexOf('SDK for Node.js, SDK for Python, SDK for Go');
    assert.match(lines[start + 1]!, /^ 1\. Access keys in the environment: nothing here \(.* set\)$/u);
    assert.deepEqual(lines.slice(start + 3, start + 7), [
      ' 3. Profile of the Alibaba Cloud CLI: used, with the CLI profile “old” (~/.aliyun/config.json)',
      ' 4. Section of the credentials file: not reached',
      ' 5. RAM role of the ECS instance: not reached',
      ' 6. Credentials URI: not reached',
    ]);
    for (const tool of ['SDK for Java', 'Alibaba Cloud CLI', 'Terraform'])
      assert.ok(lines.includes(tool), tool);
  });

  const dswTitle = 'The RAM role of a PAI DSW instance';

  it('ends on an instance with what to ask the administrator for', () => {
    const text = explained(uri, dsw);
    const lines = part(text, dswTitle).join('\n');
    assert.match(lines, /PassRoleFailedError.*ram:PassRole.*acs:ram::\*:role\/<RoleName>/u);
    assert.match(lines, /AssumeRoleFailedError.*"Service": \["pai\.aliyuncs\.com"\]/u);
    assert.match(lines, /restarts the instance/u);
  });

  it('says so elsewhere only if the variable is there', () => {
    assert.ok(!explained(old, { cli: dsw.cli! }).includes(dswTitle));
    const empty = { DSW_INSTANCE_ID: 'dsw-1', ALIBABA_CLOUD_CREDENTIALS_URI: '' };
    const lines = part(explained(undefined, { environment: empty }), dswTitle);
    assert.match(lines[1]!, /^ALIBABA_CLOUD_CREDENTIALS_URI is empty\.$/u);
  });

  it('begins with that if the instance provides no role', () => {
    const text = explained(undefined, { environment: { DSW_INSTANCE_ID: 'dsw-1' } });
    assert.ok(text.startsWith(`${dswTitle}\n`));
    assert.equal(text.split(dswTitle).length, 2);
  });

  it('begins with why the last attempt has failed', () => {
    const failure: Failure = { code: 'alibabaSourceStale', profile: 'x' };
    for (const environment of [dsw.environment!, { DSW_INSTANCE_ID: 'dsw-1' }]) {
      const lines: readonly string[] = explained(
        old,
        { ...dsw, environment, hasCredentialsFile: false },
        { failure },
      ).split('\n');
      assert.deepEqual(lines.slice(0, 3), [
        'How Rolecall gets credentials for old',
        '',
        'whole alibabaSourceStale',
      ]);
    }
  });

  it('says what an answer without credentials means', () => {
    const failure = {
      code: 'credentialsUriRefused',
      profile: 'credentials URI',
      host: '127.0.0.1:7002',
      status: 403,
      detail: '',
    } as const;
    const text = explained(uri, dsw, { failure });
    assert.match(text, /answered with status 403: it could not assume the role/u);
    assert.match(text, /whole credentialsUriRefused/u);
  });

  it('contains no secret, and no line that a file has made', () => {
    const name = 'old\nWhat other tools use here\u202E';
    const [profile] = (dsw.cli as { profiles: object[] }).profiles;
    const cli = { current: name, profiles: [{ ...profile, name }] };
    for (const target of [uri, builder, { kind: 'cliProfile', name } as const]) {
      const text = explained(target, { ...dsw, cli });
      assert.doesNotMatch(text, /secret-path|\u202E/u);
      assert.ok(!text.includes(secret));
      assert.equal(text.split('\n').filter((line) => line === 'What other tools use here').length, 1);
    }
  });
});
