import assert from 'node:assert/strict';
import { type LocalAws, startLocalAws } from '../localAws.ts';
import { type RawReply, sendRaw } from '../signing/rawRequest.ts';
import { aliceKey, longRole, plainRole, testWorld } from '../testWorld.ts';

const whoAmI = 'Action=GetCallerIdentity&Version=2011-06-15';

describe('the query protocol of STS', () => {
  let aws: LocalAws;

  before(async () => {
    aws = await startLocalAws({ world: testWorld });
  });

  after(() => aws.close());

  const send = (parameters: string, method: 'GET' | 'POST' = 'POST') =>
    sendRaw(aws, { parameters, method, keys: aliceKey });

  it('answers in XML', async () => {
    const reply = await send(whoAmI);
    assert.equal(reply.status, 200);
    assert.equal(reply.headers.get('content-type'), 'text/xml');
    assert.equal(
      masked(reply),
      `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <GetCallerIdentityResult>
    <Arn>arn:aws:iam::111111111111:user/alice</Arn>
    <UserId>AIDA…</UserId>
    <Account>111111111111</Account>
  </GetCallerIdentityResult>
  <ResponseMetadata>
    <RequestId>…</RequestId>
  </ResponseMetadata>
</GetCallerIdentityResponse>
`,
    );
  });

  it('returns the ARN of a role session, and its credentials', async () => {
    const role = `RoleArn=${encodeURIComponent(longRole)}&RoleSessionName=night`;
    const reply = await send(`Action=AssumeRole&Version=2011-06-15&${role}`);
    assert.equal(
      masked(reply),
      `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <AssumeRoleResult>
    <AssumedRoleUser>
      <AssumedRoleId>AROA…:night</AssumedRoleId>
      <Arn>arn:aws:sts::222222222222:assumed-role/Long/night</Arn>
    </AssumedRoleUser>
    <Credentials>
      <AccessKeyId>ASIA…</AccessKeyId>
      <SecretAccessKey>…</SecretAccessKey>
      <SessionToken>…</SessionToken>
      <Expiration>…</Expiration>
    </Credentials>
  </AssumeRoleResult>
  <ResponseMetadata>
    <RequestId>…</RequestId>
  </ResponseMetadata>
</AssumeRoleResponse>
`,
    );
  });

  it('returns errors as XML and escapes quoted values', async () => {
    const role = `RoleArn=${encodeURIComponent(plainRole)}&RoleSessionName=%3Ca%26b%3E`;
    const reply = await send(`Action=AssumeRole&Version=2011-06-15&${role}`);
    assert.equal(reply.status, 400);
    assert.equal(
      masked(reply),
      String.raw`<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <Error>
    <Type>Sender</Type>
    <Code>ValidationError</Code>
    <Message>1 validation error detected: Value '&lt;a&amp;b&gt;' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]*</Message>
  </Error>
  <RequestId>…</RequestId>
</ErrorResponse>
`,
    );
  });

  it('accepts the query string of a GET request, too', async () => {
    assert.equal((await send(whoAmI, 'GET')).status, 200);
  });

  it('uses the first value of a repeated parameter', async () => {
    assert.equal((await send(`${whoAmI}&Action=Other`)).status, 200);
    assert.equal((await send(`Action=Other&${whoAmI}`)).status, 400);
  });

  it('rejects other actions and versions, signed or not', async () => {
    const cases = [
      ['Action=Dance&Version=2011-06-15', 'Could not find operation Dance for version 2011-06-15'],
      [
        'Action=GetCallerIdentity',
        'Could not find operation GetCallerIdentity for version NO_VERSION_SPECIFIED',
      ],
    ] as const;
    for (const [parameters, message] of cases) {
      const reply = await sendRaw(aws, { parameters });
      assert.equal(reply.status, 400);
      assert.match(reply.body, /xmlns="http:\/\/webservices\.amazon\.com\/AWSFault\/2005-15-09"/);
      assert.ok(reply.body.includes(`<Message>${message}</Message>`), reply.body);
    }
  });

  it('redirects a request without an action', async () => {
    const reply = await sendRaw(aws, { parameters: '', method: 'GET' });
    assert.equal(reply.status, 302);
    assert.equal(reply.headers.get('location'), 'https://aws.amazon.com/iam');
  });

  it('gives each response an id, the same in its header and its body', async () => {
    for (const reply of [await send(whoAmI), await sendRaw(aws, { parameters: whoAmI })]) {
      const id = reply.headers.get('x-amzn-requestid');
      assert.match(id ?? '', /^[0-9a-f-]{36}$/);
      assert.ok(reply.body.includes(`<RequestId>${id}</RequestId>`));
    }
  });
});

function masked(reply: RawReply): string {
  return reply.body
    .replaceAll(/(AIDA|AROA|ASIA)\w{16,17}/g, '$1…')
    .replaceAll(/<(SecretAccessKey|SessionToken|Expiration|RequestId)>[^<]+</g, '<$1>…<');
}
