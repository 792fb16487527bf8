import assert from 'node:assert/strict';
import { consolePlace } from '../../../../src/plan/console/consolePlace.ts';
import { consoleServices } from '../../../../src/plan/console/consoleServices.ts';
import { keys, role, workingPlan } from '../../plan/planText.ts';

await import('../../../fakes/useFakeVscode.ts');
const { describeReason } = await import('../../../../src/host/messages/messages.ts');
const { destinationRows } = await import('../../../../src/views/picker/destinationRows.ts');

const config = (region: string, partition = 'aws'): string => `\
[profile base]
${keys('AKIAIOSFODNN7EXAMPLE')}
[profile dev]
${role('Dev').replace('arn:aws:', `arn:${partition}:`)}
source_profile = base
region = ${region}`;

function rowsFor(typed: string, recent: readonly string[] = [], from = config('eu-west-1')) {
  const place = consolePlace(workingPlan({ config: from }));
  if ('code' in place) assert.fail(place.code);
  return destinationRows(typed, { place, recent, describeReason });
}

function labels(...given: Parameters<typeof rowsFor>): readonly string[] {
  return rowsFor(...given).map(({ label }) => label);
}

function choicesFor(...given: Parameters<typeof rowsFor>) {
  return rowsFor(...given).map(({ choice }) =>
    choice?.kind === 'destination' ? choice.destination : choice?.kind,
  );
}

const nameOf = (id: string): string | undefined => consoleServices.find((each) => each.id === id)?.name;

describe('the picker for a page of the console', () => {
  it('begins with the home page in the region of the profile, and ends with the way to another profile', () => {
    const rows = rowsFor('');
    assert.equal(rows[0]?.label, 'Console Home');
    assert.equal(rows[0]?.description, 'eu-west-1');
    assert.deepEqual(rows.at(-1)?.choice, { kind: 'otherProfile' });
    const shown = labels('').slice(2, -2);
    assert.deepEqual(
      shown,
      consoleServices.map(({ name }) => name),
    );
    assert.ok(shown.length > 40);
  });

  it('shows the services first that were opened last, each once', () => {
    const recent = ['lambda', 's3', 'no-such-service'];
    const shown = labels('', recent);
    assert.deepEqual(shown.slice(0, 4), ['Console Home', 'recent', nameOf('lambda'), nameOf('s3')]);
    for (const id of ['lambda', 's3'])
      assert.equal(shown.filter((label) => label === nameOf(id)).length, 1, id);
    const many = consoleServices.slice(10, 20).map(({ id }) => id);
    assert.equal(labels('', many).indexOf('services'), 7);
  });

  for (const [typed, id] of [
    ['lamb', 'lambda'],
    ['ddb', 'dynamodb'],
    ['cfn', 'cloudformation'],
    ['sso', 'singlesignon'],
    ['Step Fu', 'stepfunctions'],
    ['s3', 's3'],
    // “Secrets Manager” contains it, too.
    ['ecr', 'ecr'],
    ['ラムダ', 'lambda'],
    ['ﾗﾑﾀﾞ', 'lambda'],
    ['ログ', 'logs'],
    ['請求', 'billing'],
    ['ストレージ', 's3'],
    ['ユーザー', 'iam'],
    ['コンテナ', 'ecs'],
    ['キュー', 'sqs'],
    ['監視', 'cloudwatch'],
    ['データベース', 'rds'],
    ['証明書', 'acm'],
    ['暗号化', 'kms'],
    ['コスト', 'cost-explorer'],
    ['生成 AI', 'bedrock'],
  ] as const)
    it(`finds ${id} by “${typed}”`, () => {
      const [first] = choicesFor(typed);
      assert.deepEqual(first, { kind: 'service', id });
    });

  it('finds the home page and the way to another profile, too', () => {
    assert.deepEqual(choicesFor('console h'), [{ kind: 'home' }]);
    assert.deepEqual(choicesFor('another'), ['otherProfile', { kind: 'service', id: 'another' }]);
  });

  it('says that a page is a guess if no service has the name', () => {
    const rows = rowsFor('braket');
    assert.deepEqual(
      rows.map(({ label, description }) => [label, description]),
      [['Open “braket”', 'a guess: the console may not have this page']],
    );
    assert.deepEqual(rows[0]?.choice, {
      kind: 'destination',
      destination: { kind: 'service', id: 'braket' },
    });
    assert.deepEqual(choicesFor('no such page'), [undefined]);
  });

  it('opens the page of a link that is pasted, or says why it cannot', () => {
    const url = 'https://eu-west-1.console.aws.amazon.com/s3/buckets/site?region=eu-west-1';
    assert.deepEqual(choicesFor(` ${url}\n`), [{ kind: 'url', url }]);
    assert.deepEqual(labels(url), ['Open this page']);
    for (const [pasted, reason] of [
      ['https://example.com/console.aws.amazon.com', /not a page of the AWS console/u],
      ['https://console.amazonaws.cn/s3/home', /in the partition aws-cn, and the profile is in aws/u],
    ] as const) {
      const rows = rowsFor(pasted);
      assert.deepEqual(choicesFor(pasted), [undefined]);
      assert.match(rows[0]?.label ?? '', reason);
    }
  });

  it('opens a resource by its ARN, or says why it cannot', () => {
    const arn = 'arn:aws:lambda:eu-west-1:222222222222:function:resize';
    assert.deepEqual(choicesFor(arn), [{ kind: 'arn', arn }]);
    assert.equal(rowsFor(arn)[0]?.detail, arn);
    const china = config('cn-north-1', 'aws-cn');
    assert.match(
      labels(arn.replace('arn:aws:', 'arn:aws-cn:'), [], china)[0] ?? '',
      /cannot find a resource/u,
    );
    const session = 'arn:aws:sts::222222222222:assumed-role/Dev/me';
    assert.match(labels(session)[0] ?? '', /^This is not a page/u);
    assert.match(labels(arn, [], china)[0] ?? '', /in the partition aws, and the profile is in aws-cn/u);
  });

  it('warns of a resource in another account than that of the profile', () => {
    const shown = (account: string): unknown =>
      rowsFor(`arn:aws:iam::${account}:role/Dev`).map(({ icon, description }) => [icon, description]);
    assert.deepEqual(shown('222222222222'), [['link', undefined]]);
    assert.deepEqual(shown(''), [['link', undefined]]);
    assert.deepEqual(shown('333333333333'), [['warning', 'in account 333333333333, not in that of dev']]);
    const ofUser = rowsFor(
      'arn:aws:iam::333333333333:role/Dev',
      [],
      `[profile dev]\n${keys('AKIAIOSFODNN7EXAMPLE')}`,
    );
    assert.equal(ofUser[0]?.icon, 'link');
  });

  it('shows every row whatever is typed, as VS Code does not know the aliases', () => {
    for (const typed of ['', 'ddb', 'braket', 'https://example.com', 'arn:aws:s3:::site'])
      for (const row of rowsFor(typed)) assert.ok(row.kind !== undefined || row.alwaysShow, row.label);
  });
});
