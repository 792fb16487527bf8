import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import type { Environment } from '../../../src/base/environment.ts';
import { prefixFingerprints } from '../../../src/plan/fingerprints.ts';
import { isPlan, type Planned } from '../../../src/plan/plan.ts';
import { type Asked, keys, phone, planFor, role, workingPlan } from './planText.ts';

const mfa = `mfa_serial = ${phone}`;

function prefixes(asked: Asked | string): readonly string[] {
  return prefixFingerprints(workingPlan(typeof asked === 'string' ? { config: asked } : asked));
}

/** How many steps from the front two plans have in common. */
function shared(one: Asked | string, other: Asked | string): number {
  const [here, there] = [prefixes(one), prefixes(other)];
  const differing = here.findIndex((prefix, i) => prefix !== there[i]);
  return differing === -1 ? here.length : differing;
}

/** `dev`, a role through `base`; the parts are lines of the two. */
function chain(dependencies: { base?: string; dev?: string; id?: string; roleName?: string } = {}): string {
  return `[profile base]
${keys(dependencies.id ?? 'AKIA1')}
${dependencies.base ?? mfa}
[profile dev]
${role(dependencies.roleName ?? 'Dev')}
source_profile = base
${dependencies.dev ?? ''}`;
}

/** `dev`, a role through a program. */
function program(command: string, roleName = 'Dev'): string {
  return `[profile base]
credential_process = ${command}
[profile dev]
${role(roleName)}
source_profile = base`;
}

function shares(what: string, one: Asked | string, other: Asked | string, steps: number): void {
  it(what, () => {
    assert.equal(shared(one, other), steps);
    assert.equal(shared(other, one), steps);
  });
}

describe('the fingerprints of a plan', () => {
  it('are one for each step, all different', () => {
    const found = prefixes(chain());
    assert.equal(found.length, 3);
    assert.equal(new Set(found).size, 3);
  });

  describe('stay', () => {
    shares('for the same profile', chain(), chain(), 3);
    shares(
      'for the same role by another name, from a source by another name',
      chain(),
      { config: chain().replaceAll('base', 'other').replace('profile dev', 'profile x'), target: named('x') },
      3,
    );
    shares('in another region', chain({ dev: 'region = eu-1' }), chain({ dev: 'region = eu-2' }), 3);
    shares(
      'in another region of the environment',
      { config: chain(), environment: { AWS_REGION: 'r' } },
      chain(),
      3,
    );
    shares('when the device is written elsewhere', chain(), chain({ base: '', dev: mfa }), 3);
    shares('when the secret is written elsewhere', chain(), withKeysInCredentials(), 3);
    shares(
      'with other certificates',
      chain(),
      chain({ base: `${mfa}\nca_bundle = /a`, dev: 'ca_bundle = /b' }),
      3,
    );
    shares('when the output format changes', chain(), chain({ dev: 'output = json' }), 3);
    shares(
      'for the same keys, in a profile and in the environment',
      { config: `[profile dev]\n${keys('AKIA1')}` },
      {
        target: { kind: 'environment' },
        environment: { AWS_ACCESS_KEY_ID: 'AKIA1', AWS_SECRET_ACCESS_KEY: 's' },
      },
      1,
    );
  });

  describe('stay at the front', () => {
    shares('for another program', program('tool --a'), program('tool --b'), 0);
    shares('for another role of a program', program('tool'), program('tool', 'Admin'), 1);
    shares('for another role', chain(), chain({ roleName: 'Admin' }), 2);
    shares('for another external id', chain(), chain({ dev: 'external_id = id' }), 2);
    shares('for another session name', chain(), chain({ dev: 'role_session_name = you' }), 2);
    shares(
      'for another duration',
      chain({ dev: 'duration_seconds = 900' }),
      chain({ dev: 'duration_seconds = 1000' }),
      2,
    );
    shares(
      'for an endpoint of the role alone',
      chain({ base: `${mfa}\nendpoint_url = http://b` }),
      chain({ base: `${mfa}\nendpoint_url = http://b`, dev: 'endpoint_url = http://d' }),
      2,
    );
    shares('for the keys and device alone', { config: chain(), target: named('base') }, chain(), 2);
    shares(
      'for a role in no file',
      chain(),
      {
        config: chain(),
        target: {
          kind: 'role',
          roleArn: 'arn:aws:iam::222222222222:role/Other',
          sourceProfile: 'base',
          sessionName: 'me',
        },
      },
      2,
    );
  });

  describe('change', () => {
    shares('from the keys on, with another key id', chain(), chain({ id: 'AKIA2' }), 0);
    shares('after the keys, with a device', chain({ base: '' }), chain(), 1);
    shares('after the keys, with another device', chain(), chain({ base: `${mfa}-2` }), 1);
    shares(
      'after the keys, with another lifetime of a code',
      { config: chain(), mfaSessionSeconds: 900 },
      chain(),
      1,
    );
    shares('after the keys, with another endpoint', chain(), chain({ dev: 'endpoint_url = http://d' }), 1);
    shares(
      'after the keys, where the code goes straight to the role',
      chain(),
      chain({ dev: 'duration_seconds = 7200' }),
      1,
    );
    shares(
      'with the device, where the code goes straight to the role',
      chain({ dev: 'duration_seconds = 7200' }),
      chain({ dev: 'duration_seconds = 7200', base: `${mfa}-2` }),
      1,
    );
  });

  it('are not equal where only the pieces of two values run together', () => {
    const one = chain({ dev: 'external_id = ab\nrole_session_name = cd' });
    const other = chain({ dev: 'external_id = abc\nrole_session_name = dd' });
    assert.equal(shared(one, other), 2);
  });
});

const withMaps = (_: string, value: unknown): unknown => (value instanceof Map ? [...value] : value);

/** Whatever can be shown or stored of a plan. */
function everythingOf(planned: Planned): string {
  const fingerprints = isPlan(planned) ? prefixFingerprints(planned) : [];
  return JSON.stringify([planned, fingerprints], withMaps);
}

describe('a secret', () => {
  const secret = fc.stringMatching(/^[A-Za-z0-9/+]{40}$/u);
  const token = fc.option(fc.stringMatching(/^[A-Za-z0-9/+=]{60}$/u), { nil: undefined });
  const id = fc.stringMatching(/^A[KS]IA[A-Z0-9]{16}$/u);
  const extra = fc.subarray([
    mfa,
    'duration_seconds = 7200',
    'duration_seconds = x',
    'external_id = i',
    'endpoint_url = http://l',
    'source_profile = dev',
    'source_profile = base',
    'role_arn = arn:aws:iam::222222222222:role/X',
    'credential_source = Environment',
    'aws_access_key_id =',
    'region = r',
    'credential_process = x',
    'web_identity_token_file = /t',
    'login_session = arn:aws:iam::222222222222:user/x',
    'credential_source = EcsContainer',
    'include_profile = base',
    'session_tags = a=b',
  ]);
  const tokenKey = fc.constantFrom('aws_session_token', 'aws_security_token', 'AWS_Session_Token');

  const world = fc
    .record({ secrets: fc.tuple(secret, secret, secret), token, id, tokenKey, base: extra, dev: extra })
    .map(({ secrets: [one, two, three], token: t, id: key, tokenKey: tk, base, dev }) => {
      const tokenLine = t === undefined ? '' : `${tk} = ${t}`;
      const own = (value: string) =>
        `aws_access_key_id = ${key}\naws_secret_access_key = ${value}\n${tokenLine}`;
      const environment: Environment = {
        AWS_ACCESS_KEY_ID: key,
        AWS_SECRET_ACCESS_KEY: three,
        AWS_SESSION_TOKEN: t,
        AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://127.0.0.1/${encodeURIComponent(two)}`,
        AWS_CONTAINER_AUTHORIZATION_TOKEN: three,
      };
      return {
        config: `[profile base]\n${own(one)}\n${base.join('\n')}\n[profile dev]\n${dev.join('\n')}`,
        credentials: dev.includes('region = r') ? `[dev]\n${own(two)}` : '',
        environment,
        secrets: [one, two, three, encodeURIComponent(two), ...(t === undefined ? [] : [t])],
      };
    });

  it('of either file or the environment is in no plan, failure or fingerprint', () => {
    const kinds = new Set<string>();
    fc.assert(
      fc.property(world, ({ secrets, ...asked }) => {
        for (const target of [named('dev'), named('base'), { kind: 'environment' } as const]) {
          const planned = planFor({ ...asked, target });
          kinds.add(isPlan(planned) ? planned.steps.map((step) => step.kind).join() : planned.failure.code);
          const text = everythingOf(planned);
          for (const value of secrets) assert.ok(!text.includes(value), text);
        }
      }),
      { numRuns: 300 },
    );
    assert.ok(kinds.size > 12, `too few kinds of plan were tried: ${[...kinds].join(' ')}`);
  });
});

function named(name: string) {
  return { kind: 'profile', name } as const;
}

function withKeysInCredentials(): Asked {
  return {
    config: `[profile base]\n${mfa}\n[profile dev]\n${role('Dev')}\nsource_profile = base`,
    credentials: `[base]\n${keys('AKIA1')}`,
  };
}
