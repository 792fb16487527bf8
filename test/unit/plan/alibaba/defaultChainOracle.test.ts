import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { ChainPlace } from '../../../../src/plan/alibaba/chainLink.ts';
import { defaultChain } from '../../../../src/plan/alibaba/defaultChain.ts';
import { alibabaPaths } from '../../../../src/profiles/alibaba/alibabaPaths.ts';
import { readAlibabaProfiles } from '../../../../src/profiles/alibaba/readAlibabaProfiles.ts';
import { cliText } from './alibabaProfilesOf.ts';

const program = join(import.meta.dirname, 'defaultChainOfNode.mjs');
const run = promisify(execFile);

const ak = { mode: 'AK', access_key_id: 'LTAIcli', access_key_secret: 'secret' };
const section = 'type = access_key\naccess_key_id = LTAIini\naccess_key_secret = secret\n';
const keys = { ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAIenv', ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'secret' };
const printed = { mode: 'AK', access_key_id: 'LTAIprogram', access_key_secret: 'secret' };
const external = {
  mode: 'External',
  process_command: `echo '${JSON.stringify(printed)}'`,
};

interface Given {
  readonly cli?: string;
  readonly ini?: string;
  readonly named?: string;
  readonly environment?: Record<string, string>;
  /** Whether there is no credentials URI. */
  readonly noUri?: true;
}

const cli = (fields: object, current = 'default') => cliText([{ name: 'default', ...fields }], current);

/** What there is, and the place that both must find. */
const cases: Readonly<Record<string, readonly [Given, ChainPlace | undefined]>> = {
  'only a URI': [{}, 'credentialsUri'],
  'nothing at all': [{ noUri: true }, undefined],
  'keys in the environment, and everything else': [
    { environment: keys, cli: cli(ak), ini: `[default]\n${section}` },
    'environmentKeys',
  ],
  'a key without its secret': [{ environment: { ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAIenv' } }, 'credentialsUri'],
  'a secret without its key': [{ environment: { ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'x' } }, 'credentialsUri'],
  'empty keys': [
    { environment: { ALIBABA_CLOUD_ACCESS_KEY_ID: '', ALIBABA_CLOUD_ACCESS_KEY_SECRET: '' } },
    'credentialsUri',
  ],
  'a part of the OIDC variables': [
    { environment: { ALIBABA_CLOUD_OIDC_TOKEN_FILE: '/x', ALIBABA_CLOUD_ROLE_ARN: 'x' } },
    'credentialsUri',
  ],
  'a secret in the CLI, and its key in the environment': [
    { environment: { ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAIenv' }, cli: cli({ ...ak, access_key_id: '' }) },
    'cliProfile',
  ],
  'a token in the environment for the keys in the CLI': [
    { environment: { ALIBABA_CLOUD_SECURITY_TOKEN: 't' }, cli: cli({ ...ak, mode: 'StsToken' }) },
    'cliProfile',
  ],
  'a key in a section, and its secret in the environment': [
    {
      environment: { ALIBABA_CLOUD_ACCESS_KEY_SECRET: 's' },
      ini: '[default]\ntype = access_key\naccess_key_id = x\n',
    },
    'iniProfile',
  ],
  'a role that is too short for STS': [
    { cli: cli({ ...ak, mode: 'RamRoleArn', ram_role_arn: 'x', expired_seconds: 899 }) },
    'credentialsUri',
  ],
  'an OAuth site that does not exist': [
    { cli: cli({ mode: 'OAuth', oauth_site_type: 'EU', oauth_access_token: 't' }) },
    'credentialsUri',
  ],
  'a forgotten profile of the CLI': [{ cli: cli(ak) }, 'cliProfile'],
  'a profile of the CLI before a section': [{ cli: cli(ak), ini: `[default]\n${section}` }, 'cliProfile'],
  'STS keys in the CLI': [{ cli: cli({ ...ak, mode: 'StsToken', sts_token: 't' }) }, 'cliProfile'],
  'STS keys without their token': [{ cli: cli({ ...ak, mode: 'StsToken' }) }, 'credentialsUri'],
  'a program in the CLI': [{ cli: cli(external) }, 'cliProfile'],
  'a mode in another case': [{ cli: cli({ ...ak, mode: 'ak' }) }, 'credentialsUri'],
  'no mode': [{ cli: cli({ ...ak, mode: '' }) }, 'credentialsUri'],
  'the mode CredentialsURI': [{ cli: cli({ mode: 'CredentialsURI' }) }, 'credentialsUri'],
  'the mode CloudSSO': [
    {
      cli: cli({
        mode: 'CloudSSO',
        cloud_sso_sign_in_url: 'https://127.0.0.1:9/',
        cloud_sso_account_id: '1',
        cloud_sso_access_config: 'ac',
        access_token: 't',
        cloud_sso_access_token_expire: 99_999_999_999,
      }),
    },
    'credentialsUri',
  ],
  'the mode EcsRamRole while the metadata service is off': [
    { cli: cli({ mode: 'EcsRamRole' }) },
    'credentialsUri',
  ],
  'keys without a secret in the CLI': [{ cli: cli({ ...ak, access_key_secret: '' }) }, 'credentialsUri'],
  'a chain without its source': [
    { cli: cli({ mode: 'ChainableRamRoleArn', source_profile: 'gone', ram_role_arn: 'x' }) },
    'credentialsUri',
  ],
  'no current profile': [{ cli: cli(ak, '') }, 'credentialsUri'],
  'a current profile that does not exist': [{ cli: cli(ak, 'gone') }, 'credentialsUri'],
  'another current profile': [
    { cli: cliText([{ name: 'default' }, { name: 'b', ...ak }], 'b') },
    'cliProfile',
  ],
  'a named profile': [
    {
      cli: cliText([{ name: 'default' }, { name: 'b', ...ak }], 'default'),
      environment: { ALIBABA_CLOUD_PROFILE: 'b' },
    },
    'cliProfile',
  ],
  'an empty profile name': [{ cli: cli(ak), environment: { ALIBABA_CLOUD_PROFILE: '' } }, 'cliProfile'],
  'a name that only the INI file has': [
    { cli: cli(ak), ini: `[b]\n${section}`, environment: { ALIBABA_CLOUD_PROFILE: 'b' } },
    'iniProfile',
  ],
  'a switch against the CLI’s profiles': [
    { cli: cli(ak), environment: { ALIBABA_CLOUD_CLI_PROFILE_DISABLED: 'TRUE' } },
    'credentialsUri',
  ],
  'a file of the CLI that is not valid': [{ cli: '{ "profiles": [' }, 'credentialsUri'],
  'a file of the CLI without profiles': [{ cli: '{"current":"default","profiles":[]}' }, 'credentialsUri'],
  'an empty file of the CLI': [{ cli: '' }, 'credentialsUri'],
  'two profiles with the same name': [
    {
      cli: cliText(
        [
          { name: 'default', mode: 'X' },
          { name: 'default', ...ak },
        ],
        'default',
      ),
    },
    'credentialsUri',
  ],
  'a section': [{ ini: `[default]\n${section}` }, 'iniProfile'],
  'a section without `default`': [{ ini: `[other]\n${section}` }, 'credentialsUri'],
  'a section without a type': [{ ini: '[default]\naccess_key_id = x\n' }, 'credentialsUri'],
  'a section without a secret': [
    { ini: '[default]\ntype = access_key\naccess_key_id = x\n' },
    'credentialsUri',
  ],
  'a type that only other SDKs know': [
    { ini: '[default]\ntype = oidc_role_arn\nrole_arn = x\n' },
    'credentialsUri',
  ],
  'the type sts': [
    { ini: `[default]\n${section}security_token = t\n`.replace('access_key', 'sts') },
    'credentialsUri',
  ],
  'a type in another case': [
    { ini: `[default]\n${section}`.replace('access_key', 'ACCESS_KEY') },
    'credentialsUri',
  ],
  'an ECS role while the metadata service is off': [
    { ini: '[default]\ntype = ecs_ram_role\n' },
    'credentialsUri',
  ],
  'a section with dots in its name': [
    { ini: `[a.b]\n${section}`, environment: { ALIBABA_CLOUD_PROFILE: 'a.b' } },
    'credentialsUri',
  ],
  'a named INI file': [{ ini: '[default]\n', named: `[default]\n${section}` }, 'iniProfile'],
  'a named INI file instead of the other one': [
    { ini: `[default]\n${section}`, named: '[other]\n' },
    'credentialsUri',
  ],
};

const providers: Readonly<Record<string, ChainPlace>> = {
  env: 'environmentKeys',
  oidc_role_arn: 'oidc',
  cli_profile: 'cliProfile',
  profile: 'iniProfile',
  ecs_ram_role: 'ecsMetadata',
  credential_uri: 'credentialsUri',
};

describe('the default chain of the SDK for Node.js', () => {
  let server: Server;
  let uri: string;

  before(async () => {
    server = createServer((_, response) => {
      const hour = new Date(Date.now() + 3_600_000).toISOString().replace(/\.\d+/u, '');
      const answer = { Code: 'Success', AccessKeyId: 'STS.uri', AccessKeySecret: 's', SecurityToken: 't' };
      response.end(JSON.stringify({ ...answer, Expiration: hour }));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/uri`;
  });

  after(() => server.close());

  for (const [what, [given, expected]] of Object.entries(cases))
    it(`is followed with ${what}`, async () => {
      const home = await mkdtemp(join(tmpdir(), 'chain-'));
      try {
        const { environment, paths } = await machine(home, given);
        const { stdout } = await run(process.execPath, [program], {
          env: { ...environment, HOME: home, PATH: process.env['PATH'] },
        });
        const provider = /^default\/([^/\s]+)/u.exec(stdout)?.[1];
        const found = provider === undefined ? undefined : providers[provider];
        assert.equal(found, expected, `the SDK finds ${stdout}`);
        const profiles = readAlibabaProfiles({
          environment,
          paths,
          cli: await textOf(paths.cli),
          ini: new Map([
            ['credentials', (await textOf(paths.ini.credentials)) ?? ''],
            ['named', given.named ?? ''],
          ]),
          hasCredentialsFile: false,
          asksForEcs: false,
        });
        const links = defaultChain(profiles, 'node');
        assert.equal(links.find(({ outcome }) => outcome === 'taken')?.place, expected);
      } finally {
        await rm(home, { recursive: true });
      }
    }).timeout(60_000);

  /** Writes the files. Nothing answers as a metadata service. */
  async function machine(home: string, { cli: cliFile, ini, named, environment, noUri }: Given) {
    const all: Record<string, string> = {
      ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true',
      ...(noUri ? {} : { ALIBABA_CLOUD_CREDENTIALS_URI: uri }),
      ...(named === undefined ? {} : { ALIBABA_CLOUD_CREDENTIALS_FILE: join(home, 'named') }),
      ...environment,
    };
    const paths = alibabaPaths(all, home);
    const files = [
      [paths.cli, cliFile],
      [paths.ini.credentials, ini],
      [paths.ini.named, named],
    ] as const;
    for (const [path, text] of files) {
      if (path === undefined || text === undefined) continue;
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text);
    }
    return { environment: all, paths };
  }
});

function textOf(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined);
}
