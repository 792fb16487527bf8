import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { isLegible } from '../../../src/base/randomText.ts';
import { publicKeyId, withoutNamedSecrets, withoutSecrets } from '../../../src/base/secretText.ts';

const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

function shows(...texts: readonly string[]): void {
  for (const text of texts) it(`shows ${text}`, () => assert.equal(withoutSecrets(text), text));
}

function hides(text: string, shown: string): void {
  it(`hides what looks random in ${text}`, () => assert.equal(withoutSecrets(text), shown));
}

describe('text without secrets', () => {
  shows(
    'Use access key AKIAIOSFODNN7EXAMPLE of profile acme-production-administrator-access',
    'AdministratorAccess-123456789012',
    '444455556666_AWSAdministratorAccess',
    'acme-k8s-eu1-s3-ec2-db2-x86',
    'maya.longlastname@subsidiary.example.co.jp',
    'arn:aws:iam::123456789012:role/teams/Platform/Operations/Administrator2024',
    'arn:aws:iam::123456789012:role/cdk-hnb659fds-deploy-role-123456789012-eu-west-1',
    'arn:aws:iam::123456789012:role/stack-prod-EksClusterMastersRole-1PQRS2TUVWXYZ',
    'arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_AmazonS3FullAccess_1a2b3c4d5e6f7a8b/maya',
    'arn:aws:sts::123456789012:assumed-role/Deploy/i-0123456789abcdef0',
    'arn:aws:sts::123456789012:assumed-role/Task/0123456789abcdef0123456789abcdef',
    'arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab',
    'MyStack-LambdaServiceRoleA8ED4D3B-1XK2JQPL9Z8YT',
    'arn:aws:iam::123456789012:role/Stack-ApiHandlerServiceRoleDefaultPolicy9E4B7C21-XK29QJ4L1M7P',
    'eksctl-prod-addon-iamserviceaccount-kube-system-Role1-XXKQ2J7PL8YTA',
    'StackSet-AWSControlTowerBP-BASELINE-CLOUDWATCH-a1b2c3d4-e5f6-7890-abcd-ef1234567890',
    'SystemAdministratorAccessForProductionWorkloadsInEuropeCentral1',
    'HTTPSRedirectFunctionRole XRayDaemonWriteAccess MySQLReplicationRole IoTThingRegistration',
    'AWSVPCS2SVPNServiceRole ELBv2ControllerRole CrowdStrikeCSPMReader-fqkz7ybwh2sx',
    'terraform-20240115093012345600000001 PrismaCloudReadOnlyRole-801234567890123456',
    'AROADBQP57FF2AEXAMPLE:maya',
    'http://169.254.170.2/v2/credentials/2f5ab5d2-7a5b-4d0c-b6cc-2b4f1f7ae0a1',
    'https://ssoins-7223b2c1a4d5e6f7.portal.us-east-1.app.aws',
    'https://d-1234567890.awsapps.com/start/Of/Some/Company/Whose/Name/Is/Long1',
    '/Users/Maya/Library/Projects/Version1/Tokens/eks',
    '/tmp/rolecall-qLpD3y/home/.aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json',
    'プロファイル「本番」 not-the-secret-of-anybody-------------40',
    'a'.repeat(300),
  );
  hides(`a ${secret} b`, 'a … b');
  hides(`${secret}==`, '…');
  hides(`arn:aws:iam::123456789012:role/Dev${secret}`, 'arn:aws:iam::123456789012:…');
  hides(`AKIAIOSFODNN7EXAMPLE${secret}`, '…');
  hides(`AKIAIOSFODNN7EXAMPLE ${secret}`, 'AKIAIOSFODNN7EXAMPLE …');
  hides(`prod-${secret}`, 'prod-…');
  hides('eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U', '…');
  hides(encodeURIComponent(secret), '…');
  hides('a profile https://maya:hunter2@example.com/', 'a profile https://maya:…@example.com/');
  hides('a profile --password hunter2 dev', 'a profile --password … dev');
  hides(
    '/nix/store/0c5b63wvkq1w2n3m4p5q6r7s8t9v0w1x-vault-1.2/bin/vault',
    '/nix/store/…-vault-1.2/bin/vault',
  );

  it('contains no secret of any kind that AWS issues', () => {
    // The seed makes the test repeatable: about one of a million secret access keys consists of words.
    for (let i = 0; i < 20_000; i++) {
      const bytes = createHash('sha512').update(`${i}`).digest();
      for (const each of [
        bytes.toString('base64', 0, 30),
        bytes.toString('base64url'),
        bytes.toString('hex', 0, 20),
      ])
        assert.ok(!withoutSecrets(`role/${each}`).includes(each.slice(4, 20)), each);
    }
  });

  it('takes time in proportion to the text', () => {
    for (const part of [
      'A1',
      'aB1',
      'Abc',
      'ABc',
      'a/',
      'A+',
      'x=',
      '-',
      randomBytes(30).toString('base64'),
    ]) {
      const text = part.repeat(100_000).slice(0, 100_000);
      const start = performance.now();
      withoutNamedSecrets(text);
      assert.ok(performance.now() - start < 1000, part);
    }
  });
});

describe('a value without secrets', () => {
  const values: readonly (readonly [value: string, shown: string])[] = [
    ['eu-west-1 aws_secret_access_key = hunter2', 'eu-west-1 aws_secret_access_key = …'],
    ['tool --password hunter2 -v', 'tool --password …'],
    ['https://me:hunter2@aws.test:8443/x', 'https://me:…@aws.test:8443/x'],
    ['https://aws.test/?token=hunter2', 'https://aws.test/?token=…'],
    [
      'arn:aws:secretsmanager:eu-west-1:123456789012:secret:x',
      'arn:aws:secretsmanager:eu-west-1:123456789012:secret:x',
    ],
    ['http://token-service:8080/x', 'http://token-service:8080/x'],
    ['token:x', 'token:…'],
    ['eu west 1', 'eu west 1'],
  ];
  for (const [value, shown] of values) it(value, () => assert.equal(withoutNamedSecrets(value), shown));

  it('that is a name may contain a colon', () => {
    assert.equal(withoutNamedSecrets('my-token:x', '='), 'my-token:x');
    assert.equal(withoutNamedSecrets('dev aws_session_token=x', '='), 'dev aws_session_token=…');
  });
});

describe('an access key ID', () => {
  it('is shown only in the form of AWS’s and Alibaba Cloud’s', () => {
    for (const id of ['AKIAIOSFODNN7EXAMPLE', 'ASIAIOSFODNN7EXAMPLE', '']) assert.equal(publicKeyId(id), id);
    for (const id of ['LTAI5tROLECALLEXAMPLE001', 'STS.NUgYrLnoC37mZZCNnAbez4kXq'])
      assert.equal(publicKeyId(id), id);
    for (const id of [
      'test',
      'minioadmin',
      'AKIA',
      'AKIAIOSFODNN7EXAMPLEX',
      'AROAIOSFODNN7EXAMPLE',
      'LTAI5tROLECALL/EXAMPLE01',
      'STS.',
      `LTAI5tROLECALLEXAMPLE001${secret}`,
      secret,
      ' ',
    ])
      assert.equal(publicKeyId(id), '…');
  });
});

describe('an access key ID of Alibaba Cloud in a sentence', () => {
  const ids = ['LTAI5tROLECALLEXAMPLE001', 'LTAI5tFqAbCdEfGh1234XyZ9', 'STS.NUgYrLnoC37mZZCNnAbez4kXq'];

  it('is shown', () => {
    for (const id of ids)
      for (const sentence of [`Alibaba Cloud does not know ${id}.`, `These credentials (${id}) may not.`])
        assert.equal(withoutSecrets(sentence), sentence);
  });

  it('is hidden together with a secret that is joined to it', () => {
    for (const id of ids)
      for (const joined of [`${id}${secret}`, `${id}/${secret}`, `${id}.${secret}`, `${secret}${id}`])
        assert.ok(!withoutSecrets(joined).includes(secret.slice(0, 8)), joined);
  });
});

describe('a legible text', () => {
  it('consists of words', () => {
    for (const text of ['aws-vault', 'ykman', 'get-credentials.exe']) assert.ok(isLegible(text));
    for (const text of ['bPxRfiCYEXAMPLEKEY', 'K7mDeN']) assert.ok(!isLegible(text));
  });
});
