import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { keyVariables, liveVariables } from '../../../../src/delivery/alibaba/alibabaVariables.ts';
import {
  besideAssignments,
  besideInherited,
  type BesideVariables,
} from '../../../../src/delivery/handover/besideHandover.ts';
import { cliProfile, openRamWindow, ramPlan } from './ramWindow.ts';

type Variables = Readonly<Record<string, string>>;

const temporary = { id: 'STS.ours', secret: 'our secret', token: 'our token' };

const keys = (token: string | undefined): BesideVariables =>
  keyVariables({
    plan: ramPlan('dev'),
    credentials: {
      accessKeyId: temporary.id,
      secretAccessKey: temporary.secret,
      sessionToken: token,
      expiration: undefined,
    },
  });

const other = (name: string): Variables => ({
  [`${name}_ID`]: 'LTAIother',
  [`${name}_SECRET`]: 'other secret',
});

/** Variables that lead to other credentials, as a user or an instance may have them. */
function elsewhere(home: string): Readonly<Record<string, Variables>> {
  return {
    keys: { ...other('ALIBABA_CLOUD_ACCESS_KEY'), ALIBABA_CLOUD_SECURITY_TOKEN: 'other token' },
    olderNames: {
      ALICLOUD_ACCESS_KEY: 'LTAIother',
      ALICLOUD_SECRET_KEY: 'other secret',
      ALICLOUD_SECURITY_TOKEN: 'other token',
      ...other('ALIBABACLOUD_ACCESS_KEY'),
      ...other('ALICLOUD_ACCESS_KEY'),
      ...other('OSS_ACCESS_KEY'),
      OSS_SESSION_TOKEN: 'other token',
      SECURITY_TOKEN: 'other token',
    },
    rrsa: {
      ALIBABA_CLOUD_ROLE_ARN: 'acs:ram::1:role/other',
      ALIBABA_CLOUD_OIDC_PROVIDER_ARN: 'acs:ram::1:oidc-provider/other',
      ALIBABA_CLOUD_OIDC_TOKEN_FILE: join(home, 'token'),
    },
    profile: { ALIBABA_CLOUD_PROFILE: 'stale' },
    iniFile: { ALIBABA_CLOUD_CREDENTIALS_FILE: join(home, 'other.ini') },
    instance: {
      ALIBABA_CLOUD_ECS_METADATA: 'OtherRole',
      ALIBABA_CLOUD_CREDENTIALS_URI: 'http://127.0.0.1:9/',
      ALICLOUD_CREDENTIALS_URI: 'http://127.0.0.1:9/',
    },
    disabled: { ALIBABA_CLOUD_IGNORE_PROFILE: 'false', ALIBABA_CLOUD_CLI_PROFILE_DISABLED: 'false' },
  };
}

function subsets<T>(all: readonly T[]): readonly (readonly T[])[] {
  return all.reduce<readonly (readonly T[])[]>(
    (found, each) => [...found, ...found.map((subset) => [...subset, each])],
    [[]],
  );
}

/** Environments that can remove variables, and environments that can only set them. */
const deliveries: Readonly<Record<string, (beside: BesideVariables, inherited: Variables) => Variables>> = {
  removed: (beside, inherited) => {
    const all: Record<string, string> = { ...inherited };
    for (const [name, value] of besideAssignments(beside))
      if (value === null) delete all[name];
      else all[name] = value;
    return all;
  },
  covered: (beside, inherited) => ({
    ...inherited,
    ...Object.fromEntries(besideInherited(beside, inherited)),
  }),
};

async function defaultChain(
  environments: readonly Variables[],
): Promise<readonly { keys: readonly string[]; providerName: string }[]> {
  const program = spawn(process.execPath, [join(import.meta.dirname, 'defaultChain.mjs')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  program.stdin.end(JSON.stringify(environments));
  return JSON.parse(await text(program.stdout));
}

const section = (name: string): string =>
  `[${name}]\ntype = access_key\naccess_key_id = LTAIini\naccess_key_secret = ini\n`;

const only = (value: unknown): ReadonlySet<string> => new Set([JSON.stringify(value)]);

describe('the variables for Alibaba Cloud', function () {
  this.timeout(60_000);
  let home: string;

  /** A home folder in which every file names other keys. */
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'rolecall-'));
    const stale = {
      mode: 'AK',
      access_key_id: 'LTAIstale',
      access_key_secret: 'stale',
      region_id: 'cn-hangzhou',
    };
    const profiles = ['default', 'stale'].map((name) => ({ name, ...stale }));
    await mkdir(join(home, '.aliyun'));
    await writeFile(join(home, '.aliyun/config.json'), JSON.stringify({ current: 'stale', profiles }));
    const ini = section('default') + section('stale');
    await mkdir(join(home, '.alibabacloud'));
    for (const name of ['.alibabacloud/credentials', '.alibabacloud/credentials.ini', 'other.ini'])
      await writeFile(join(home, name), ini);
    await writeFile(join(home, 'token'), 'token');
    await writeFile(join(home, 'empty.ini'), '');
  });

  afterEach(() => rm(home, { recursive: true }));

  /** What the SDK finds over every combination of inherited variables. */
  async function foundOver(beside: BesideVariables): Promise<ReadonlySet<string>> {
    const inherited = subsets(Object.values(elsewhere(home))).map((each): Variables =>
      Object.assign({ HOME: home }, ...each),
    );
    const environments = inherited.flatMap((each) =>
      Object.values(deliveries).map((deliver) => deliver(beside, each)),
    );
    const found = await defaultChain(environments);
    assert.equal(found.length, 256);
    return new Set(found.map((each) => JSON.stringify(each)));
  }

  it('give the SDK our keys and no others, whatever else names some', async () => {
    assert.deepEqual(
      await foundOver(keys(temporary.token)),
      only({ keys: [temporary.id, temporary.secret, temporary.token], providerName: 'default/env' }),
    );
  });

  it('give the SDK long-term keys without the token of others', async () => {
    assert.deepEqual(
      await foundOver(keys(undefined)),
      only({ keys: [temporary.id, temporary.secret, ''], providerName: 'default/env' }),
    );
  });

  it('lead the SDK to the credentials URI and nowhere else, whatever else names keys', async () => {
    const window = openRamWindow('live');
    const uri = await window.delivery.served.addressFor(cliProfile('dev'));
    const live = liveVariables({ uri, iniFile: join(home, 'empty.ini'), region: 'cn-shanghai' });
    const found = await foundOver(live);
    window.dispose();
    assert.deepEqual(
      found,
      only({
        keys: ['STS.dev1', 'secret of dev1', 'token/of+dev1='],
        providerName: 'default/credential_uri',
      }),
    );
  });

  it('lead the SDK nowhere as long as there is no address', async () => {
    const live = liveVariables({ uri: undefined, iniFile: join(home, 'empty.ini'), region: undefined });
    const [found] = await defaultChain([deliveries['covered']!(live, { HOME: home })]);
    assert.deepEqual(found, { keys: [], providerName: 'none' });
  });

  it('have the names that each tool reads', () => {
    const { set } = keys(temporary.token);
    assert.deepEqual(Object.fromEntries(set), {
      ALIBABA_CLOUD_ACCESS_KEY_ID: 'STS.ours',
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'our secret',
      ALIBABA_CLOUD_SECURITY_TOKEN: 'our token',
      ALICLOUD_ACCESS_KEY: 'STS.ours',
      ALICLOUD_SECRET_KEY: 'our secret',
      ALICLOUD_SECURITY_TOKEN: 'our token',
      OSS_ACCESS_KEY_ID: 'STS.ours',
      OSS_ACCESS_KEY_SECRET: 'our secret',
      OSS_SESSION_TOKEN: 'our token',
      ALIBABA_CLOUD_REGION_ID: 'cn-shanghai',
      ALIBABA_CLOUD_REGION: 'cn-shanghai',
      ALICLOUD_REGION: 'cn-shanghai',
      ALIBABA_CLOUD_STS_REGION: 'cn-shanghai',
      OSS_REGION: 'cn-shanghai',
      ALIBABA_CLOUD_IGNORE_PROFILE: 'TRUE',
    });
  });

  for (const [mode, beside] of [
    ['keys', keys(temporary.token)],
    ['long-term keys', keys(undefined)],
    [
      'a credentials URI',
      liveVariables({ uri: 'http://127.0.0.1:1/', iniFile: '/empty', region: undefined }),
    ],
  ] as const)
    it(`keep nothing of another identity next to ${mode}`, () => {
      const inherited: Variables = Object.assign({}, ...Object.values(elsewhere('/other')));
      for (const [how, deliver] of Object.entries(deliveries)) {
        const delivered = deliver(beside, inherited);
        const kept = Object.keys(inherited).filter(
          (name) => delivered[name] === inherited[name] && inherited[name] !== 'false',
        );
        // Keys come before these, and an instance's programs may name the URI themselves.
        const harmless = ['ALIBABA_CLOUD_CREDENTIALS_FILE', 'ALIBABA_CLOUD_CREDENTIALS_URI'];
        assert.deepEqual(kept, mode === 'a credentials URI' ? [] : harmless, how);
      }
    });

  it('set no empty variable over what is not there', () => {
    assert.deepEqual(
      [...besideInherited(keys(temporary.token), {}).values()].filter((value) => value === ''),
      [],
    );
  });

  it('keep the CLI from the profiles of its file in every mode', () => {
    const live = liveVariables({ uri: undefined, iniFile: undefined, region: undefined });
    for (const { set } of [keys(temporary.token), keys(undefined), live])
      assert.equal(set.get('ALIBABA_CLOUD_IGNORE_PROFILE'), 'TRUE');
  });

  it('leave the region as it is if the profile has none', () => {
    const { set } = liveVariables({ uri: 'http://127.0.0.1:1/', iniFile: '/empty', region: undefined });
    assert.deepEqual(
      [...set.keys()].filter((name) => name.includes('REGION')),
      [],
    );
  });
});
