import assert from 'node:assert/strict';
import { arnsIn, mayHavePage, readArn } from '../../../../src/plan/console/arn.ts';
import { assertProportional } from '../../../scaling.ts';

/** The ARNs in a text, as they are marked in it. */
function marked(text: string): string {
  const places = arnsIn(text);
  return places.reduceRight((shown, { start, end, arn }) => {
    assert.equal(text.slice(start, end), arn.text);
    return `${shown.slice(0, start)}«${arn.text}»${shown.slice(end)}`;
  }, text);
}

const role = 'arn:aws:iam::123456789012:role/Admin';

/** Texts with the ARNs that are complete in `«»`. */
const texts: readonly string[] = [
  // What AWS has.
  `«${role}»`,
  '«arn:aws:s3:::acme-logs»',
  '«arn:aws:s3:::acme-logs/2026/01/31.json.gz»',
  '«arn:aws:lambda:eu-west-1:123456789012:function:pay»',
  '«arn:aws:lambda:eu-west-1:123456789012:function:pay:$LATEST»',
  '«arn:aws:dynamodb:eu-west-1:123456789012:table/Orders/index/byDate»',
  '«arn:aws:iam::aws:policy/job-function/ViewOnlyAccess»',
  '«arn:aws:iam::123456789012:user/a/b/maya+test=x@acme.com»',
  '«arn:aws:apigateway:eu-west-1::/restapis/a1b2c3»',
  '«arn:aws:ec2:eu-west-1::image/ami-0abc»',
  '«arn:aws:secretsmanager:eu-west-1:123456789012:secret:app/db-AbCdEf»',
  '«arn:aws:ssm:eu-west-1:123456789012:parameter/app/db_url»',
  '«arn:aws:autoscaling:eu-west-1:123456789012:autoScalingGroup:1a2b:autoScalingGroupName/web»',
  '«arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/pay»:*',
  '«arn:aws-cn:s3:::acme»',
  '«arn:aws-us-gov:ec2:us-gov-west-1:123456789012:instance/i-0abc»',
  '«arn:aws-eusc:sqs:eusc-de-east-1:123456789012:jobs»',
  '«arn:aws-iso-b:sqs:us-isob-east-1:123456789012:jobs»',
  // In texts.
  `resource = "«${role}»"`,
  `resource = '«${role}»', other`,
  `  - «${role}»`,
  `Arn:«${role}»`,
  `AWS_ROLE=«${role}»`,
  `?arn=«${role}»&region=eu-west-1`,
  `(see «${role}»)`,
  `[«${role}»]`,
  `<Arn>«${role}»</Arn>`,
  `"{\\"Arn\\":\\"«${role}»\\"}"`,
  `\`«${role}»\``,
  `--role-arn «${role}»\\\n`,
  String.raw`"it is «${role}»\n"`,
  String.raw`'«${role}»\\n'`,
  `It is «${role}».`,
  `It is «${role}»!\n`,
  `assume «${role}»: AccessDenied`,
  `to assume «${role}»:\n`,
  `| «${role}»|`,
  `«${role}»,«arn:aws:s3:::a»;«arn:aws:s3:::b»`,
  `ロール「«${role}»」を使う。`,
  `ロールは«${role}»。`,
  `«${role}»\u0000`,
  // ARNs that are incomplete, or name no single resource.
  'arn:aws:s3:::',
  'arn:aws:iam::123456789012:',
  'arn:aws:iam::123456789012:role/',
  'arn:aws:iam::123456789012:role/"+name',
  'arn:aws:logs:eu-west-1:123456789012:log-group:"',
  'arn:aws:iam::12345678901:role/Admin',
  'arn:aws:iam::1234567890123:role/Admin',
  'arn:aws:iam::ACCOUNT:role/Admin',
  'arn:aws:iam::${AWS::AccountId}:role/Admin',
  'arn:${AWS::Partition}:iam::123456789012:role/Admin',
  'arn:aws:sqs:${var.region}:123456789012:jobs',
  'arn:aws:iam::123456789012:role/${name}',
  'arn:aws:iam::123456789012:role/$NAME',
  'arn:aws:iam::123456789012:role/$(name)',
  'arn:aws:iam::123456789012:role/#{name}',
  'arn:aws:iam::123456789012:role/app-{name}',
  'arn:aws:iam::123456789012:role/app-{{ env }}',
  'arn:aws:iam::123456789012:role/app-<name>',
  'arn:aws:iam::123456789012:role/app-[name]',
  'arn:aws:iam::123456789012:role/app-(name)',
  'arn:aws:sqs:eu-west-1:123456789012:jobs:*',
  'arn:aws:iam::123456789012:role/%s',
  String.raw`"arn:aws:iam::123456789012:role\/Admin"`,
  String.raw`"arn:aws:iam::123456789012:role\u002fAdmin"`,
  String.raw`arn:aws:s3:::acme/a\ b`,
  'arn:aws:iam::123456789012:role/Ad...',
  'arn:aws:iam::123456789012:role/Ad…',
  'arn:aws:iam::*:role/Admin',
  'arn:aws:iam::123456789012:role/*',
  'arn:aws:s3:::acme-logs/*.json',
  'arn:aws:s3:::acme-lo?s',
  'arn:aws:logs:eu-west-1:123456789012:log-group:*:*',
  'arn:aws:*:*:123456789012:role/Admin',
  'arn:awsome:iam::123456789012:role/Admin',
  'arn:gcp:iam::123456789012:role/Admin',
  'ARN:AWS:IAM::123456789012:ROLE/ADMIN',
  'arn:aws:s3:::/',
  'arn:aws:iam::123456789012:-',
  // A part of something else.
  `x${role}`,
  `learn:aws:s3:::a`,
  `/${role}`,
  'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:f/invocations',
  `arn:aws:s3:::${'a'.repeat(2048)}`,
];

describe('ARNs in texts', () => {
  for (const text of texts)
    it(`are found in ${JSON.stringify(text.slice(0, 120))}`, () => {
      assert.equal(marked(text.replaceAll(/[«»]/gu, '')), text);
    });

  it('have their parts', () => {
    assert.deepEqual(readArn('arn:aws:dynamodb:eu-west-1:123456789012:table/Orders'), {
      text: 'arn:aws:dynamodb:eu-west-1:123456789012:table/Orders',
      partition: 'aws',
      service: 'dynamodb',
      region: 'eu-west-1',
      account: '123456789012',
      resource: 'table/Orders',
    });
    assert.equal(readArn('arn:aws:s3:::acme')?.account, undefined);
    assert.equal(readArn('arn:aws:iam::aws:policy/ReadOnlyAccess')?.account, undefined);
  });

  it('are a whole text only without anything else', () => {
    for (const text of [role, `${role},Two`]) assert.equal(readArn(text)?.text, text);
    assert.equal(readArn('arn:aws:s3:::acme/a,b')?.resource, 'acme/a,b');
    const group = 'arn:aws:logs:eu-west-1:123456789012:log-group:a,b';
    assert.deepEqual(readArn(`${group}:*`), readArn(group));
    assert.equal(readArn(group)?.resource, 'log-group:a,b');
    for (const text of [
      ` ${role}`,
      `${role} `,
      `${role}.`,
      `${role},`,
      `${role}:*`,
      '',
      'arn:aws',
      'a'.repeat(1e6),
    ])
      assert.equal(readArn(text), undefined);
  });

  it('are found in time in proportion to the text', () => {
    for (const repeated of [
      'arn:aws:',
      'arn:aws-',
      'arn:aws:iam::123456789012:',
      'arn:aws:s3:::a',
      'arn:aws:s3:::a ',
      '-a',
      'a',
      '.',
      '$',
    ])
      assertProportional(100_000, (size) => {
        const text = `arn:aws:s3:::${repeated.repeat(size / repeated.length)}`;
        const other = `arn:aws${repeated.repeat(size / repeated.length)}`;
        return () => [arnsIn(text), arnsIn(other)];
      });
  });
});

describe('pages for ARNs', () => {
  for (const [text, isThere] of [
    [role, true],
    ['arn:aws:s3:::acme', true],
    ['arn:aws:iam::aws:policy/ReadOnlyAccess', true],
    ['arn:aws:states:eu-west-1:123456789012:stateMachine:pay', true],
    ['arn:aws:states:::dynamodb:putItem', false],
    ['arn:aws:iam::123456789012:root', false],
    ['arn:aws:sts::123456789012:assumed-role/Admin/maya', false],
    ['arn:aws:execute-api:eu-west-1:123456789012:a1b2/prod/GET/pets', false],
    ['arn:aws:signin:::devtools/same-device', false],
    ['arn:aws-cn:s3:::acme', false],
    ['arn:aws-us-gov:s3:::acme', false],
  ] as const)
    it(`${isThere ? 'may be there' : 'are not there'} for ${text}`, () => {
      const arn = readArn(text);
      assert.ok(arn);
      assert.equal(mayHavePage(arn), isThere);
    });
});
