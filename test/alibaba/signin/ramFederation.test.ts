import assert from 'node:assert/strict';
import { type LocalAlibaba, startLocalAlibaba } from '../localAlibaba.ts';
import { developerRole, linKey } from '../sampleAlibaba.ts';
import { AlibabaClient, type AlibabaKeys, type AssumedKeys } from '../sts/alibabaClient.ts';

const destination = 'https://ecs.console.aliyun.com/server?a=1&b=2#/x';
const minute = 60_000;

type Parameters = Readonly<Record<string, string>>;

describe('the local sign-in to the console', () => {
  let alibaba: LocalAlibaba;

  beforeEach(async () => {
    alibaba = await startLocalAlibaba();
  });
  afterEach(() => alibaba.close());

  const assume = (): Promise<AssumedKeys> => new AlibabaClient(alibaba, linKey).assume(developerRole);

  /** The token, or the code of the refusal. */
  async function signinToken(keys: AlibabaKeys, more: Parameters = {}): Promise<string> {
    const body = new URLSearchParams({
      Action: 'GetSigninToken',
      AccessKeyId: keys.accessKeyId,
      AccessKeySecret: keys.accessKeySecret,
      ...(keys.securityToken === undefined ? {} : { SecurityToken: keys.securityToken }),
      TicketType: 'mini',
      ...more,
    });
    const response = await fetch(`${alibaba.url}/federation`, { method: 'POST', body });
    const answer = (await response.json()) as { readonly SigninToken?: string; readonly Code?: string };
    assert.equal(response.status === 200, answer.SigninToken !== undefined);
    return answer.SigninToken ?? answer.Code ?? '';
  }

  async function login(SigninToken: string, more: Parameters = {}): Promise<Page> {
    const query = new URLSearchParams({
      Action: 'Login',
      LoginUrl: 'https://www.aliyun.com/',
      Destination: destination,
      SigninToken,
      ...more,
    });
    const response = await fetch(`${alibaba.url}/federation?${query.toString()}`);
    const html = await response.text();
    return {
      status: response.status,
      found: (id) => new RegExp(`id="${id}">([^<]*)<`, 'u').exec(html)?.[1] ?? '',
    };
  }

  it('opens the console for a role until its keys end', async () => {
    const keys = await assume();
    const { status, found } = await login(await signinToken(keys));
    assert.equal(status, 200);
    assert.equal(found('identity'), 'acs:ram::5555666677778888:assumed-role/Developer/test');
    assert.equal(found('account'), '5555666677778888');
    assert.equal(found('until'), keys.expiration);
    assert.equal(found('destination'), destination.replace('&', '&amp;'));
  });

  it('takes a token once, and for 30 seconds', async () => {
    const keys = await assume();
    const token = await signinToken(keys);
    assert.equal((await login(token)).status, 200);
    assert.equal((await login(token)).status, 401);
    const [late, later] = [await signinToken(keys), await signinToken(keys)];
    alibaba.clock.advance(29_000);
    assert.equal((await login(late)).status, 200);
    alibaba.clock.advance(1000);
    assert.equal((await login(later)).status, 401);
    assert.equal((await login('unknown')).status, 401);
  });

  it('refuses keys that are long-term, wrong, or expired', async () => {
    const [keys, others] = [await assume(), await assume()];
    assert.equal(await signinToken(linKey), 'MissingParameter.SecurityToken');
    for (const wrong of [
      { ...linKey, securityToken: keys.securityToken },
      { ...keys, accessKeySecret: others.accessKeySecret },
      { ...keys, securityToken: others.securityToken },
      { ...keys, accessKeyId: 'STS.unknown' },
    ])
      assert.equal(await signinToken(wrong), 'InvalidCredential.AuthenticateFail');
    alibaba.clock.advance(60 * minute);
    assert.equal(await signinToken(keys), 'InvalidCredential.AuthenticateFail');
  });

  it('refuses a token whose keys have expired in the meantime', async () => {
    const keys = await assume();
    alibaba.clock.advance(60 * minute - 15_000);
    const token = await signinToken(keys);
    alibaba.clock.advance(15_000);
    assert.equal((await login(token)).status, 401);
  });

  it('wants a kind of ticket, and the keys in a form', async () => {
    const keys = await assume();
    assert.equal(await signinToken(keys, { TicketType: '' }), 'MissingParameter.TicketType');
    assert.equal(await signinToken(keys, { TicketType: 'large' }), 'InvalidParameter.TicketType');
    assert.equal((await login(await signinToken(keys, { TicketType: 'normal' }))).status, 200);
    assert.equal(await signinToken(keys, { Action: 'getSigninToken' }), 'InvalidAction');
    const query = new URLSearchParams({
      Action: 'GetSigninToken',
      AccessKeyId: keys.accessKeyId,
      AccessKeySecret: keys.accessKeySecret,
      SecurityToken: keys.securityToken ?? '',
      TicketType: 'mini',
    });
    for (const method of ['GET', 'POST'])
      assert.equal(
        (await fetch(`${alibaba.url}/federation?${query.toString()}`, { method })).status,
        400,
        method,
      );
  });

  it('opens only pages of Alibaba Cloud', async () => {
    const token = await signinToken(await assume());
    for (const more of [
      { Destination: '' },
      { Destination: 'https://example.com/' },
      { Destination: 'https://aliyun.com.example.com/' },
      { Destination: 'https://notaliyun.com/' },
      { Destination: 'http://ecs.console.aliyun.com/' },
      { LoginUrl: '' },
    ])
      assert.equal((await login(token, more)).status, 400, JSON.stringify(more));
    assert.equal((await login(token, { Destination: 'https://home.console.alibabacloud.com' })).status, 200);
  });

  it('records requests without their secrets', async () => {
    const keys = await assume();
    const token = await signinToken(keys);
    await login(token);
    const [asked, opened] = alibaba.requests.slice(-2);
    assert.deepEqual(asked?.parameters, { TicketType: 'mini' });
    assert.equal(asked.accessKeyId, keys.accessKeyId);
    assert.equal(opened?.parameters['Destination'], destination);
    assert.match(opened.principalArn ?? '', /assumed-role\/Developer/u);
    const recorded = JSON.stringify(alibaba.requests);
    for (const secret of [token, keys.accessKeySecret, keys.securityToken ?? ''])
      assert.ok(!recorded.includes(secret));
  });
});

type Page = { readonly status: number; readonly found: (id: string) => string };
