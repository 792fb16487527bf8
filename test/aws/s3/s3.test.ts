import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { type LocalAws, startLocalAws } from '../localAws.ts';
import { assume, callerArn, type IssuedKeys, type SigningKeys } from '../sts/stsClient.ts';
import { aliceKey, bobKey, limitedRole, plainRole, testWorld } from '../testWorld.ts';
import { attempt, element, type S3Request, sendS3 } from './s3Client.ts';

const plainSession = 'arn:aws:sts::222222222222:assumed-role/Plain/test';

describe('Amazon S3', () => {
  let aws: LocalAws;
  let keys: IssuedKeys;

  beforeEach(async () => {
    aws = await startLocalAws({ world: testWorld });
    keys = await assume(aws, aliceKey, { RoleArn: plainRole });
  });

  afterEach(() => aws.close());

  const send = (request: S3Request, by: SigningKeys = keys) => sendS3(aws, by, request);
  const put = (path: string, body: string, headers: Readonly<Record<string, string>> = {}) =>
    send({ method: 'PUT', path, body, headers });
  const list = async (query: Readonly<Record<string, string>> = {}) => {
    const { body } = await send({ path: '/data', query: { 'list-type': '2', ...query } });
    return [...body.matchAll(/<(?:Key|Prefix)>([^<]+)</g)].map(([, name]) => name);
  };

  const errorOf = async (request: S3Request) => {
    const { status, body } = await send(request);
    return `${status} ${element(body, 'Code')}`;
  };

  it('lists the buckets of the account', async () => {
    const { status, body } = await send({ path: '/' });
    assert.equal(status, 200);
    assert.deepEqual(
      [...body.matchAll(/<Name>(.*?)<\/Name>/g)].map(([, name]) => name),
      ['data'],
    );
  });

  it('returns an object with its headers, and only the headers for a HEAD request', async () => {
    const reply = await send({ path: '/data/hello.txt' });
    assert.equal(reply.body, 'Hello');
    const head = await send({ method: 'HEAD', path: '/data/hello.txt' });
    assert.equal(head.body, '');
    for (const { status, headers } of [reply, head]) {
      assert.equal(status, 200);
      assert.equal(headers.get('content-length'), '5');
      assert.equal(headers.get('etag'), `"${createHash('md5').update('Hello').digest('hex')}"`);
      assert.match(headers.get('x-amz-request-id') ?? '', /^[0-9A-F]{16}$/);
    }
  });

  it('stores and deletes objects', async () => {
    const { status, headers } = await put('/data/a%20b/%C3%BC%2B1.txt', 'ü');
    assert.equal(status, 200);
    assert.match(headers.get('etag') ?? '', /^"[0-9a-f]{32}"$/);
    assert.equal(aws.buckets.text('data', 'a b/ü+1.txt'), 'ü');
    assert.equal((await send({ path: '/data/a%20b/%C3%BC%2B1.txt' })).body, 'ü');
    assert.equal((await send({ method: 'DELETE', path: '/data/a%20b/%C3%BC%2B1.txt' })).status, 204);
    assert.equal((await send({ method: 'DELETE', path: '/data/never' })).status, 204);
    assert.equal(aws.buckets.text('data', 'a b/ü+1.txt'), undefined);
  });

  it('lists objects by prefix, by folder, and encoded', async () => {
    for (const key of ['b/1', 'b/2', 'b/c/3', 'a%3C']) await put(`/data/${key}`, '');
    assert.deepEqual(await list(), ['a&lt;', 'b/1', 'b/2', 'b/c/3', 'hello.txt']);
    assert.deepEqual(await list({ delimiter: '/' }), ['a&lt;', 'hello.txt', 'b/']);
    assert.deepEqual(await list({ delimiter: '/', prefix: 'b/' }), ['b/', 'b/1', 'b/2', 'b/c/']);
    assert.deepEqual(await list({ prefix: 'a', 'encoding-type': 'url' }), ['a', 'a%3C']);
  });

  it('accepts a body that is not signed, also in chunks with a checksum', async () => {
    await put('/data/plain', 'one', { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' });
    const chunks = '3\r\none\r\n4\r\n two\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n';
    const digest = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';
    await put('/data/chunks', chunks, { 'x-amz-content-sha256': digest });
    assert.equal(aws.buckets.text('data', 'plain'), 'one');
    assert.equal(aws.buckets.text('data', 'chunks'), 'one two');
    const cut = await put('/data/cut', '9\r\none', { 'x-amz-content-sha256': digest });
    assert.equal(element(cut.body, 'Code'), 'IncompleteBody');
  });

  it('rejects another body than the signed one', async () => {
    const digest = createHash('sha256').update('one').digest('hex');
    const { status, body } = await put('/data/new', 'two', { 'x-amz-content-sha256': digest });
    assert.deepEqual([status, element(body, 'Code')], [400, 'XAmzContentSHA256Mismatch']);
    assert.equal(aws.buckets.text('data', 'new'), undefined);
  });

  it('rejects wrong keys and old sessions in its own words', async () => {
    const of = async (by: SigningKeys) => attempt(aws, by, 'get', 'data/hello.txt');
    assert.equal(
      await of({ ...keys, secretAccessKey: 'wrong' }),
      'SignatureDoesNotMatch: The request signature we calculated does not match the signature you provided. ' +
        'Check your key and signing method.',
    );
    assert.equal(
      await of({ ...keys, accessKeyId: 'ASIATESTSTRANGER0001' }),
      'InvalidAccessKeyId: The AWS Access Key Id you provided does not exist in our records.',
    );
    aws.clock.advance(3_600_000);
    assert.equal(await of(keys), 'ExpiredToken: The provided token has expired.');
    aws.clock.setSkew(1_000_000);
    assert.equal(
      await of(keys),
      'RequestTimeTooSkewed: The difference between the request time and the current time is too large.',
    );
  });

  it('lets a role do what its policies allow', async () => {
    const limited = await assume(aws, aliceKey, { RoleArn: limitedRole });
    assert.equal(await attempt(aws, limited, 'list', 'data'), 'allowed');
    assert.equal(
      await attempt(aws, limited, 'delete', 'data/hello.txt'),
      `AccessDenied: User: ${await callerArn(aws, limited)} is not authorized to perform: s3:DeleteObject on ` +
        'resource: "arn:aws:s3:::data/hello.txt" because no identity-based policy allows the s3:DeleteObject action',
    );
    assert.equal(aws.buckets.text('data', 'hello.txt'), 'Hello');
  });

  it('denies the buckets of other accounts', async () => {
    assert.equal(
      await attempt(aws, bobKey, 'list', 'data'),
      'AccessDenied: User: arn:aws:iam::111111111111:user/bob is not authorized to perform: s3:ListBucket on ' +
        'resource: "arn:aws:s3:::data" because no resource-based policy allows the s3:ListBucket action',
    );
  });

  it('tells only those who may list a bucket that an object is missing', async () => {
    assert.equal(
      await attempt(aws, keys, 'get', 'data/missing'),
      'NoSuchKey: The specified key does not exist.',
    );
    const PolicyArns = [{ arn: 'arn:aws:iam::aws:policy/SecurityAudit' }];
    const Policy =
      '{"Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::data/*"}}';
    const reader = await assume(aws, aliceKey, { RoleArn: plainRole, PolicyArns, Policy });
    assert.equal(await attempt(aws, reader, 'get', 'data/hello.txt'), 'allowed');
    assert.equal(
      await attempt(aws, reader, 'get', 'data/missing'),
      `AccessDenied: User: ${plainSession} is not authorized to perform: s3:ListBucket on resource: ` +
        '"arn:aws:s3:::data" because no session policy allows the s3:ListBucket action',
    );
  });

  it('knows no other buckets and operations', async () => {
    assert.equal(await errorOf({ path: '/missing', query: { 'list-type': '2' } }), '404 NoSuchBucket');
    assert.equal(await errorOf({ path: '/data' }), '501 NotImplemented');
    assert.equal(await errorOf({ path: '/data', query: { location: '' } }), '501 NotImplemented');
    assert.equal(await errorOf({ method: 'PUT', path: '/new' }), '501 NotImplemented');
    assert.equal(
      await errorOf({ path: '/data/hello.txt', headers: { range: 'bytes=0-1' } }),
      '501 NotImplemented',
    );
  });

  it('formats errors as S3 does', async () => {
    const { headers, body } = await send({ path: '/data/missing' });
    assert.equal(headers.get('content-type'), 'application/xml');
    assert.equal(
      body.replaceAll(/<(RequestId|HostId)>[^<]+</g, '<$1>…<'),
      '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NoSuchKey</Code><Message>The specified key does not ' +
        'exist.</Message><RequestId>…</RequestId><HostId>…</HostId></Error>',
    );
  });

  it('can be made to fail, and records requests', async () => {
    aws.faults.next({ kind: 'throttle', action: 'GetObject' });
    assert.equal(await attempt(aws, keys, 'get', 'data/hello.txt'), 'Throttling: Rate exceeded');
    await attempt(aws, keys, 'get', 'data/missing');
    const { action, parameters, principalArn, outcome } = aws.requests.at(-1) ?? {};
    assert.deepEqual(
      { action, parameters, principalArn, outcome },
      {
        action: 'GetObject',
        parameters: { Bucket: 'data', Key: 'missing' },
        principalArn: plainSession,
        outcome: 'NoSuchKey',
      },
    );
  });
});
