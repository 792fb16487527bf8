import assert from 'node:assert/strict';
import type { Environment } from '../../../../src/base/environment.ts';
import { parseConfig } from '../../../../src/config/parse.ts';
import type { RevealedCredentials } from '../../../../src/credentials/credentials.ts';
import {
  assignmentsOf,
  liveHandover,
  overInherited,
  profileHandover,
  runningShellAssignments,
  sessionHandover,
  withoutMirrors,
  withPlan,
} from '../../../../src/delivery/handover/handover.ts';
import { mirrorName } from '../../../../src/delivery/handover/targetEncoding.ts';
import { isPlan, type Plan } from '../../../../src/plan/plan.ts';
import { planTarget } from '../../../../src/plan/planner.ts';
import { buildProfiles, type Target } from '../../../../src/profiles/profiles.ts';

const keys = {
  accessKeyId: 'AKIA1',
  secretAccessKey: 's1',
  sessionToken: undefined,
  expiration: undefined,
};
const temporary = {
  accessKeyId: 'ASIA1',
  secretAccessKey: 's2',
  sessionToken: 't2',
  expiration: Date.UTC(2026, 0, 31, 12, 0, 0, 999),
};
const temporaryVariables = {
  AWS_ACCESS_KEY_ID: 'ASIA1',
  AWS_SECRET_ACCESS_KEY: 's2',
  AWS_SESSION_TOKEN: 't2',
  AWS_CREDENTIAL_EXPIRATION: '2026-01-31T12:00:00Z',
};

const mirror = { config: '/mirror/config', credentials: '/mirror/credentials' };
const mirrorVariables = {
  AWS_CONFIG_FILE: '/mirror/config',
  AWS_SHARED_CREDENTIALS_FILE: '/mirror/credentials',
  AWS_SDK_LOAD_CONFIG: '1',
};

describe('the variables of a session', () => {
  it('are the keys and the region for long-term keys', () => {
    assert.deepEqual(variables('[profile a]\nregion = eu-west-1', keys), {
      AWS_ACCESS_KEY_ID: 'AKIA1',
      AWS_SECRET_ACCESS_KEY: 's1',
      AWS_REGION: 'eu-west-1',
      AWS_DEFAULT_REGION: 'eu-west-1',
    });
  });

  it('include the token and the expiration in whole seconds for temporary credentials', () => {
    assert.deepEqual(variables('[profile a]', temporary), temporaryVariables);
    assert.deepEqual(variables('[profile a]', { ...temporary, expiration: undefined }), {
      AWS_ACCESS_KEY_ID: 'ASIA1',
      AWS_SECRET_ACCESS_KEY: 's2',
      AWS_SESSION_TOKEN: 't2',
    });
  });

  it('replace inherited variables that select other credentials', () => {
    const inherited = {
      AWS_ACCESS_KEY_ID: 'AKIAOTHER',
      AWS_SESSION_TOKEN: 'other',
      AWS_SECURITY_TOKEN: 'other',
      AWS_CREDENTIAL_EXPIRATION: '2020-01-01T00:00:00Z',
      AWS_WEB_IDENTITY_TOKEN_FILE: '/token',
      AWS_ROLE_ARN: 'arn',
      AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/v2',
      AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1',
      AWS_CONFIG_FILE: '/config',
      PATH: '/bin',
    };
    const blank = {
      AWS_SECURITY_TOKEN: '',
      AWS_WEB_IDENTITY_TOKEN_FILE: '',
      AWS_ROLE_ARN: '',
      AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '',
      AWS_CONTAINER_CREDENTIALS_FULL_URI: '',
    };
    assert.deepEqual(variables('[profile a]', temporary, inherited), { ...temporaryVariables, ...blank });
    assert.deepEqual(variables('[profile a]', keys, inherited), {
      AWS_ACCESS_KEY_ID: 'AKIA1',
      AWS_SECRET_ACCESS_KEY: 's1',
      AWS_SESSION_TOKEN: '',
      AWS_CREDENTIAL_EXPIRATION: '',
      ...blank,
    });
  });

  it('name no profile if none is inherited, and the same one instead of a blank one, which the CLI rejects', () => {
    assert.deepEqual(variables('[profile a]', temporary, {}), temporaryVariables);
    for (const blank of ['', ' ']) {
      const inherited = { AWS_PROFILE: blank, AWS_EB_PROFILE: blank };
      assert.deepEqual(variables('[profile a]', temporary, inherited), {
        ...temporaryVariables,
        ...mirrorVariables,
        AWS_PROFILE: 'a',
        AWS_EB_PROFILE: 'a',
      });
    }
  });

  it('replace an inherited profile name, which some SDKs prefer to the keys, with the same profile in the mirror', () => {
    const found = variables('[profile a]', temporary, { AWS_PROFILE: 'other' });
    assert.deepEqual(found, { ...temporaryVariables, ...mirrorVariables, AWS_PROFILE: 'a' });
    const byDefault = variables(
      '[default]',
      temporary,
      { AWS_DEFAULT_PROFILE: 'other' },
      {
        kind: 'profile',
        name: 'default',
      },
    );
    assert.equal(byDefault['AWS_DEFAULT_PROFILE'], 'rolecall:default');
  });

  it('do not change variables that are already empty', () => {
    const inherited = { AWS_SESSION_TOKEN: '', AWS_ROLE_ARN: '' };
    assert.deepEqual(Object.keys(variables('[profile a]', keys, inherited)).length, 2);
  });

  it('include the region of the environment if the profile has none', () => {
    const { AWS_REGION, AWS_DEFAULT_REGION } = variables('[profile a]', keys, {
      AWS_DEFAULT_REGION: 'us-west-1',
    });
    assert.deepEqual([AWS_REGION, AWS_DEFAULT_REGION], ['us-west-1', 'us-west-1']);
  });

  it('include the endpoints of the profile, so that its keys do not reach the real AWS', () => {
    const config =
      '[profile a]\nendpoint_url = http://localhost:4566\nservices = local\n' +
      '[services local]\ns3 =\n  endpoint_url = http://localhost:9000\n';
    const { AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_S3 } = variables(config, keys);
    assert.deepEqual(
      [AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_S3],
      ['http://localhost:4566', 'http://localhost:9000'],
    );
  });

  it('are the keys of the environment if the target is the environment', () => {
    const inherited = { AWS_ACCESS_KEY_ID: 'ASIA1', AWS_SECRET_ACCESS_KEY: 's2', AWS_SESSION_TOKEN: 't2' };
    const session = { ...temporary, expiration: undefined };
    assert.deepEqual(variables('', session, inherited, { kind: 'environment' }), inherited);
  });
});

const hostile = {
  AWS_PROFILE: 'other',
  AWS_DEFAULT_PROFILE: 'other',
  AWS_ACCESS_KEY_ID: 'AKIAOTHER',
  AWS_SECRET_ACCESS_KEY: 'other',
  AWS_ROLE_ARN: 'arn',
  AWS_REGION: 'us-east-1',
};
const blanked = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_ROLE_ARN: '' };

describe('what goes with other keys', () => {
  // From the sources of botocore and the SDKs.
  const companions = [
    'AWS_SECURITY_TOKEN',
    'AWS_ACCOUNT_ID',
    'AWS_CREDENTIAL_SCOPE',
    'AWS_SESSION_EXPIRATION',
    'AWS_ACCESS_KEY',
    'AWS_SECRET_KEY',
    'AMAZON_ACCESS_KEY_ID',
    'AMAZON_SECRET_ACCESS_KEY',
    'AMAZON_SESSION_TOKEN',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
    'AWS_ROLE_ARN',
    'AWS_ROLE_SESSION_NAME',
    'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
    'AWS_CONTAINER_CREDENTIALS_FULL_URI',
    'AWS_CONTAINER_AUTHORIZATION_TOKEN',
    'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
    'AWS_BEARER_TOKEN_BEDROCK',
    'AWS_BEARER_TOKEN_CODECATALYST',
  ];
  const inherited = Object.fromEntries(companions.map((name) => [name, 'other']));
  const session = sessionHandover({ credentials: keys, plan: planOf('[profile a]') }, 'a', mirror);
  const handovers = {
    environment: session,
    profile: profileHandover('a', planOf('[profile a]'), undefined),
    live: liveHandover(mirror, undefined, undefined),
  };

  for (const [mode, handover] of Object.entries(handovers))
    it(`goes with them in the mode “${mode}”`, () => {
      const over = overInherited(handover, inherited);
      const removed = assignmentsOf(handover, inherited);
      const inShell = runningShellAssignments(handover, [], inherited);
      for (const name of companions)
        assert.deepEqual([over.get(name), removed.get(name), inShell.get(name)], ['', null, null], name);
    });

  it('stays if it is the account of the role', () => {
    const config =
      '[profile a]\nrole_arn = arn:aws:iam::222222222222:role/A\nsource_profile = default\nregion = r';
    const account = (id: string) => variables(config, temporary, { AWS_ACCOUNT_ID: id })['AWS_ACCOUNT_ID'];
    assert.deepEqual([account('222222222222'), account('111111111111')], [undefined, '']);
  });
});

describe('inherited variables that are blank', () => {
  const own = { config: '/own/config', credentials: '/own/credentials', caBundle: '/own/ca.pem' };
  const plan = planOf('[profile a]\nca_bundle = /a.pem');
  const session = sessionHandover({ credentials: temporary, plan }, 'a', mirror);
  const live = withPlan(liveHandover(mirror, undefined, undefined), plan);
  const named = profileHandover('a', plan, undefined);
  const handovers = [session, named, live] as const;
  /** The values in the modes `environment`, `profile`, and `live`. */
  const table: readonly (readonly [string, readonly (string | undefined)[]])[] = [
    ['AWS_PROFILE', ['a', 'a', 'default']],
    ['AWS_DEFAULT_PROFILE', ['a', 'a', 'default']],
    ['AWS_REGION', ['us-east-1', 'us-east-1', 'us-east-1']],
    ['AWS_DEFAULT_REGION', ['us-east-1', 'us-east-1', 'us-east-1']],
    ['AWS_CONFIG_FILE', ['/own/config', '/own/config', '/mirror/config']],
    ['AWS_SHARED_CREDENTIALS_FILE', ['/own/credentials', '/own/credentials', '/mirror/credentials']],
    ['AWS_CA_BUNDLE', ['/a.pem', '/a.pem', '/a.pem']],
    ['AWS_MAX_ATTEMPTS', ['3', '3', '3']],
    ['AWS_REQUEST_CHECKSUM_CALCULATION', ['when_supported', 'when_supported', 'when_supported']],
  ];
  for (const [name, values] of table)
    it(`have a value in all modes that no tool misreads: ${name}`, () => {
      for (const blank of ['', ' ', '\t']) {
        const found = handovers.map((handover) =>
          overInherited(handover, { [name]: blank }, { own }).get(name),
        );
        assert.deepEqual(found, values);
      }
    });

  it('are empty if tools accept that', () => {
    for (const name of ['AWS_ACCOUNT_ID', 'AWS_ENDPOINT_URL', 'AWS_ROLE_ARN', 'AWS_BEARER_TOKEN_BEDROCK'])
      for (const handover of handovers)
        assert.equal(overInherited(handover, { [name]: ' ' }).get(name), '', name);
  });

  it('are removed where variables can be removed', () => {
    const blank = { AWS_CA_BUNDLE: '', AWS_CONFIG_FILE: ' ', AWS_ENDPOINT_URL: ' ', OTHER: '' };
    const removed = assignmentsOf(profileHandover('a', undefined, undefined), blank);
    assert.deepEqual(
      Object.keys(blank).map((name) => removed.get(name)),
      [null, null, null, undefined],
    );
  });

  it('have the certificate authorities of the system, because the CLI would trust every server', () => {
    const none = profileHandover('a', planOf('[profile a]'), undefined);
    assert.equal(overInherited(none, { AWS_CA_BUNDLE: '' }, { own }).get('AWS_CA_BUNDLE'), '/own/ca.pem');
    assert.equal(overInherited(none, { AWS_CA_BUNDLE: '/mine' }, { own }).get('AWS_CA_BUNDLE'), undefined);
  });

  it('stay while no profile is in use', () => {
    assert.equal(overInherited(undefined, { AWS_PROFILE: '', AWS_REGION: '' }, { own }).size, 0);
  });
});

describe('inherited paths of another window’s mirror', () => {
  const inherited = {
    AWS_CONFIG_FILE:
      '/home/maya/.config/Code/User/globalStorage/rolecall.rolecall/live/0123456789abcdef/config',
    AWS_SHARED_CREDENTIALS_FILE: 'C:\\globalStorage\\rolecall.rolecall\\live\\0123456789abcdef\\credentials',
  };

  it('are not used by a window that was started from a terminal there', () => {
    const blank = { AWS_CONFIG_FILE: '', AWS_SHARED_CREDENTIALS_FILE: '' };
    assert.deepEqual(Object.fromEntries(overInherited(undefined, inherited)), blank);
    assert.deepEqual(variables('[profile a]', temporary, inherited), { ...temporaryVariables, ...blank });
    assert.deepEqual(Object.values(withoutMirrors({ ...inherited, HOME: '/h' })), [
      undefined,
      undefined,
      '/h',
    ]);
    const live = overInherited(liveHandover(mirror, undefined, undefined), inherited);
    assert.deepEqual(Object.fromEntries(live), mirrorVariables);
    // With an empty value, the CLI would read no file.
    const own = { config: '/own/config', credentials: '/own/credentials' };
    assert.deepEqual(Object.fromEntries(overInherited(undefined, inherited, { own })), {
      AWS_CONFIG_FILE: own.config,
      AWS_SHARED_CREDENTIALS_FILE: own.credentials,
    });
    const removed = assignmentsOf(profileHandover('a', undefined, undefined), inherited);
    assert.deepEqual(
      Object.keys(inherited).map((name) => removed.get(name)),
      [null, null],
    );
  });

  it('are distinguished from paths that the user chose', () => {
    assert.deepEqual(
      overInherited(undefined, { AWS_CONFIG_FILE: '/home/maya/rolecall/live/config' }).size,
      0,
    );
  });
});

describe('the variables that name a profile', () => {
  const handover = profileHandover('a', planOf('[profile a]\nregion = eu-west-1'), undefined);
  const named = {
    AWS_PROFILE: 'a',
    AWS_EB_PROFILE: 'a',
    AWS_REGION: 'eu-west-1',
    AWS_DEFAULT_REGION: 'eu-west-1',
  };

  it('are its name and region, without secrets', () => {
    assert.deepEqual(Object.fromEntries(overInherited(handover, {})), named);
  });

  it('replace inherited variables that select other credentials', () => {
    const over = Object.fromEntries(overInherited(handover, hostile));
    assert.deepEqual(over, { ...named, ...blanked, AWS_DEFAULT_PROFILE: 'a' });
  });
});

describe('the variables of the live mirror', () => {
  it('are the same for every profile in use', () => {
    assert.deepEqual(
      Object.fromEntries(overInherited(liveHandover(mirror, 'r', undefined), {})),
      mirrorVariables,
    );
  });

  it('replace inherited variables that select other credentials', () => {
    const over = Object.fromEntries(overInherited(liveHandover(mirror, 'eu-west-1', undefined), hostile));
    assert.deepEqual(over, {
      ...mirrorVariables,
      ...blanked,
      AWS_PROFILE: 'default',
      AWS_DEFAULT_PROFILE: 'default',
      AWS_REGION: 'eu-west-1',
    });
  });

  it('name the profile of a dedicated terminal, and remove everything else', () => {
    const { AWS_PROFILE, AWS_DEFAULT_PROFILE, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_CONFIG_FILE } =
      Object.fromEntries(assignmentsOf(liveHandover(mirror, 'eu-west-1', 'a')));
    assert.deepEqual(
      [AWS_PROFILE, AWS_DEFAULT_PROFILE, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_CONFIG_FILE],
      ['a', null, null, null, '/mirror/config'],
    );
  });
});

describe('the variables for a running shell', () => {
  const session = sessionHandover({ credentials: keys, plan: planOf('[profile a]') }, 'a', mirror);
  const before = ['AWS_REGION', 'AWS_ENDPOINT_URL_S3', 'AWS_CONFIG_FILE', 'AWS_SESSION_TOKEN'];
  const given = runningShellAssignments(session, before, {
    AWS_CONFIG_FILE: '/own',
    AWS_PROFILE: 'p',
    AWS_REGION: '',
  });

  it('are those of the session, and remove variables that select other credentials', () => {
    assert.equal(given.get('AWS_ACCESS_KEY_ID'), 'AKIA1');
    for (const name of ['AWS_SESSION_TOKEN', 'AWS_PROFILE', 'AWS_ROLE_ARN'])
      assert.equal(given.get(name), null);
  });

  it('lead to the files that new terminals use, if somebody has set others in the shell', () => {
    const byName = profileHandover('a', undefined, undefined);
    const names = ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE'];
    const inherited = { AWS_CONFIG_FILE: '/own' };
    const assigned = runningShellAssignments(byName, [], inherited);
    assert.deepEqual(
      names.map((name) => assigned.get(name)),
      ['/own', null],
    );
  });

  it('replace a profile name that a start-up file sets again, or fish keeps, with the same profile', () => {
    const assigned = runningShellAssignments(session, [], {}, { AWS_PROFILE: '…' });
    assert.deepEqual(
      ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE', 'AWS_CONFIG_FILE'].map((name) => assigned.get(name)),
      ['a', null, mirror.config],
    );
  });

  it('restore what an earlier profile set to what VS Code was started with', () => {
    for (const name of ['AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_ENDPOINT_URL_S3'])
      assert.equal(given.get(name), null, name);
    assert.equal(given.get('AWS_CONFIG_FILE'), '/own');
  });
});

function planOf(
  config: string,
  inherited: Environment = {},
  target: Target = { kind: 'profile', name: 'a' },
): Plan {
  const keyLines = '[a]\naws_access_key_id = AKIA1\naws_secret_access_key = s1';
  const profiles = buildProfiles(
    parseConfig(config),
    parseConfig(keyLines + keyLines.replace('[a]', '\n[default]')),
  );
  const context = { environment: inherited, sessionName: 'me', mfaSessionSeconds: 43_200 };
  const plan = planTarget(profiles, target, context);
  assert.ok(isPlan(plan));
  return plan;
}

function variables(
  config: string,
  credentials: RevealedCredentials,
  inherited: Environment = {},
  target: Target = { kind: 'profile', name: 'a' },
): Record<string, string> {
  const session = { plan: planOf(config, inherited, target), credentials };
  return Object.fromEntries(overInherited(sessionHandover(session, mirrorName(target), mirror), inherited));
}
