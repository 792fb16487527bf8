import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Cancelled } from '../../../../src/base/failure.ts';
import { strictest } from '../../../../src/base/policy.ts';
import type { Destination } from '../../../../src/plan/console/destination.ts';
import { nextCode } from '../../../aws/iam/mfa.ts';
import { assume } from '../../../aws/sts/stsClient.ts';
import { aliceKey, chinaKey, chinaRole, phone, plainRole } from '../../../aws/testWorld.ts';
import { ConsoleStage, federatedUserArn, follow, home, hour, minute, roleSession } from './consoleStage.ts';

describe('links to the console', () => {
  let stage: ConsoleStage;
  beforeEach(async () => {
    stage = await ConsoleStage.start();
  });
  afterEach(() => stage.end());

  it('lead to the page that the user chose, with everything in its address', async () => {
    const page = 'https://eu-central-1.console.aws.amazon.com/x/home?a=b%26c&d=+e#/f?g=h&i=j';
    const destinations: readonly Destination[] = [
      { kind: 'url', url: page },
      { kind: 'service', id: 'logs' },
      { kind: 'arn', arn: 'arn:aws:s3:::data/a+b' },
    ];
    const opened = [];
    for (const destination of destinations)
      opened.push((await follow(await stage.linkFor('plain', destination))).destination);
    assert.deepEqual(opened, [
      page,
      'https://eu-central-1.console.aws.amazon.com/cloudwatch/home?region=eu-central-1#logsV2:log-groups',
      'https://console.aws.amazon.com/go/view?arn=arn%3Aaws%3As3%3A%3A%3Adata%2Fa%2Bb',
    ]);
  });

  it('ask for nothing if the page cannot be opened', async () => {
    const elsewhere: Destination = { kind: 'url', url: 'https://console.amazonaws.cn/s3/home' };
    assert.deepEqual(await stage.failureOf(stage.linkFor('mfa', elsewhere)), {
      code: 'destinationElsewhere',
      profile: 'mfa',
      partition: 'aws-cn',
      own: 'aws',
    });
    assert.deepEqual([stage.aws.requests.length, stage.window.prompts.questions.length], [0, 0]);
  });

  it('are in the partition of the credentials, whatever the region', async () => {
    stage.window.files.credentials += `[li]\n${stage.keyLines(chinaKey)}\n`;
    stage.window.files.config += `[profile china]\nrole_arn = ${chinaRole}\nsource_profile = li\nregion = us-east-1\n`;
    const { destination } = await follow(await stage.linkFor('china'));
    assert.equal(destination, 'https://cn-north-1.console.amazonaws.cn/console/home?region=cn-north-1');
  });

  it('are in the partition that AWS tells for keys from elsewhere', async () => {
    const keys = await assume(stage.aws, chinaKey, { RoleArn: chinaRole });
    stage.window.files.config += `[profile tool]\n${await stage.programLines(keys)}\n`;
    const { destination } = await follow(await stage.linkFor('tool'));
    assert.equal(destination, 'https://cn-north-1.console.amazonaws.cn/console/home?region=cn-north-1');
  });

  it('can sign the browser out first', async () => {
    stage.signOutFirst = true;
    const { url, isSecret } = await stage.linkFor('plain');
    assert.ok(isSecret);
    assert.match(url, /\/oauth\?Action=logout&redirect_uri=/u);
    const response = await fetch(url, { redirect: 'manual' });
    const next = response.headers.get('location') ?? '';
    assert.equal((await follow({ url: next, isSecret })).identity, roleSession('Plain'));
  });

  it('need no MFA code for a user who wants to go on without', async () => {
    const link = await stage.linkFor('alice', home, { withoutMfa: true, as: 'readOnly' });
    assert.equal((await follow(link)).identity, federatedUserArn);
    assert.equal(stage.window.prompts.questions.length, 0);
    const policies = 'PolicyArns.member.1.arn';
    const asked = stage.aws.requests.find(({ action }) => action === 'GetFederationToken');
    assert.equal(asked?.parameters[policies], 'arn:aws:iam::aws:policy/ReadOnlyAccess');
    assert.deepEqual(stage.record.reported[0]?.access, ['readOnly']);
  });

  it('share the session of a role with terminals, but never that of a user', async () => {
    await stage.linkFor('plain');
    await stage.window.get('plain');
    assert.equal(stage.count('AssumeRole'), 1);
    await stage.linkFor('keys');
    await stage.linkFor('keys');
    assert.equal(stage.count('GetFederationToken'), 1);
    const { credentials } = await stage.window.get('keys');
    assert.equal(credentials.accessKeyId, aliceKey.accessKeyId);
  });

  it('are not made of a session that ends within 15 minutes', async () => {
    await stage.window.get('next');
    stage.window.prompts.type(() => nextCode(phone, stage.aws.clock));
    stage.aws.clock.advance(46 * minute * 1000);
    const { seconds } = await follow(await stage.linkFor('next'));
    assert.equal(seconds, hour);
  });

  it('are handed out to the browser, or to the clipboard, until the console session ends', async () => {
    await stage.linkFor('plain');
    await stage.linkFor('next', home, { into: 'clipboard' });
    const ends = stage.record.reported.map(({ expiration = 0, at }) =>
      Math.round((expiration - at) / 1000 / minute),
    );
    assert.deepEqual(ends, [8 * 60, 60]);
    assert.partialDeepStrictEqual(stage.record.reported, [
      { recipient: { kind: 'console' }, what: 'keys', profile: 'plain', session: roleSession('Plain') },
      { recipient: { kind: 'clipboard', format: 'consoleLink' }, what: 'keys', profile: 'next' },
    ]);
    const { length } = stage.aws.requests;
    stage.record.policy = strictest([{ forbid: ['copy'] }]);
    assert.deepEqual(await stage.failureOf(stage.linkFor('long', home, { into: 'clipboard' })), {
      code: 'forbidden',
      action: 'copy',
    });
    assert.equal(stage.aws.requests.length, length);
  });

  it('do not exist for credentials that the endpoint does not accept', async () => {
    await stage.window.get('plain');
    stage.aws.iam.deletePrincipal(plainRole);
    assert.deepEqual(await stage.failureOf(stage.linkFor('plain')), {
      code: 'consoleRefused',
      profile: 'plain',
      host: new URL(stage.aws.url).host,
    });
    assert.deepEqual(stage.record.reported, []);
  });

  it('tell why the endpoint does not answer', async () => {
    stage.aws.faults.next({ kind: 'status', status: 503, action: 'getSigninToken' });
    assert.deepEqual(await stage.failureOf(stage.linkFor('plain')), {
      code: 'serviceFault',
      profile: 'plain',
      status: 503,
    });
    stage.window = stage.open('http://127.0.0.1:9/x');
    assert.deepEqual(await stage.failureOf(stage.linkFor('plain')), {
      code: 'network',
      profile: 'plain',
      host: '127.0.0.1:9',
      reason: 'ECONNREFUSED',
    });
    const others = createServer((_, response) => response.writeHead(answer.status).end(answer.text));
    others.listen(0, '127.0.0.1');
    await once(others, 'listening');
    const other = `127.0.0.1:${(others.address() as AddressInfo).port}`;
    let answer = { status: 200, text: '<html>Sign in to the Wi-Fi</html>' };
    try {
      stage.window = stage.open(`http://${other}`);
      for (answer of [
        answer,
        { status: 200, text: '{}' },
        { status: 200, text: '{"SigninToken":7}' },
        { status: 302, text: '' },
        { status: 403, text: 'Forbidden' },
      ])
        assert.deepEqual(await stage.failureOf(stage.linkFor('plain')), {
          code: 'notAws',
          profile: 'plain',
          host: other,
          status: answer.status,
        });
      answer = { status: 429, text: '<html>Too many requests</html>' };
      assert.partialDeepStrictEqual(await stage.failureOf(stage.linkFor('plain')), { code: 'throttled' });
      answer = { status: 407, text: '' };
      assert.partialDeepStrictEqual(await stage.failureOf(stage.linkFor('plain')), {
        code: 'proxyRefused',
        host: other,
      });
      answer = { status: 400, text: 'Bad Request' };
      assert.partialDeepStrictEqual(await stage.failureOf(stage.linkFor('plain')), {
        code: 'consoleRefused',
        host: other,
      });
    } finally {
      others.close();
    }
  });

  it('end with the wait of the user', async () => {
    const waiting = createServer(() => cancel.abort());
    waiting.listen(0, '127.0.0.1');
    await once(waiting, 'listening');
    stage.window = stage.open(`http://127.0.0.1:${(waiting.address() as AddressInfo).port}`);
    const cancel = new AbortController();
    await assert.rejects(stage.linkFor('plain', home, {}, { signal: cancel.signal }), Cancelled);
    waiting.closeAllConnections();
    waiting.close();
  });
});
