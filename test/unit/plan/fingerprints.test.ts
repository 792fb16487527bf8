import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import type { Environment } from '../../../src/base/environment.ts';
import { prefixFingerprints } from '../../../src/plan/fingerprints.ts';
import { isPlan, type Planned } from '../../../src/plan/plan.ts';
import { type PlanInput, keys, phone, planFor, role, workingPlan } from './planText.ts';

const mfa = `mfa_serial = ${phone}`;

function prefixes(input: PlanInput | string): readonly string[] {
  return prefixFingerprints(workingPlan(typeof input === 'string' ? { config: input } : input));
}

/** The number of steps that two plans share from the start. */
function shared(one: PlanInput | string, other: PlanInput | string): number {
  const [prefixesOfOne, prefixesOfOther] = [prefixes(one), prefixes(other)];
  const differing = prefixesOfOne.findIndex((prefix, i) => prefix !== prefixesOfOther[i]);
  return differing === -1 ? prefixesOfOne.length : differing;
}

/** A config file with `dev`, a role through `base`, and additional lines for both. */
function chain(parts: { base?: string; dev?: string; id?: string; roleName?: string } = {}): string {
  return `[profile base]
${keys(parts.id ?? 'AKIA1')}
${parts.base ?? mfa}
[profile dev]
${role(parts.roleName ?? 'Dev')}
source_profile = base
${parts.dev ?? ''}`;
}

/** A config file with `dev`, a role through a program. */
function program(command: string, roleName = 'Dev'): string {
  return `[profile base]
credential_process = ${command}
[profile dev]
${role(roleName)}
source_profile = base`;
}

function shares(what: string, one: PlanInput | string, other: PlanInput | string, steps: number): void {
  it(what, () => {
    assert.equal(shared(one, other), steps);
    assert.equal(shared(other, one), steps);
  });
}

describe('the fingerprints of a plan', () => {
  it('are distinct and one per step', () => {
    const found = prefixes(chain());
    assert.equal(found.length, 3);
    assert.equal(new Set(found).size, 3);
  });

  describe('are all equal', () => {
    shares('for the same profile', chain(), chain(), 3);
    shares(
      'for the same role and source under other names',
      chain(),
      { config: chain().replaceAll('base', 'other').replace('profile dev', 'profile x'), target: named('x') },
      3,
    );
    shares('for another region', chain({ dev: 'region = eu-1' }), chain({ dev: 'region = eu-2' }), 3);
    shares(
      'for another region of the environment',
      { config: chain(), environment: { AWS_REGION: 'r' } },
      chain(),
      3,
    );
    shares('if another profile sets the same device', chain(), chain({ base: '', dev: mfa }), 3);
    shares('if the keys are in the other file', chain(), withKeysInCredentials(), 3);
    shares(
      'for another CA bundle',
      chain(),
      chain({ base: `${mfa}\nca_bundle = /a`, dev: 'ca_bundle = /b' }),
      3,
    );
    shares('for another output format', chain(), chain({ dev: 'output = json' }), 3);
    shares(
      'for the same keys in a profile and in the environment',
      { config: `[profile dev]\n${keys('AKIA1')}` },
      {
        target: { kind: 'environment' },
        environment: { AWS_ACCESS_KEY_ID: 'AKIA1', AWS_SECRET_ACCESS_KEY: 's' },
      },
      1,
    );
  });

  describe('are equal at the start of the plan', () => {
    shares('for another program', program('tool --a'), program('tool --b'), 0);
    shares('for another role of a program', program('tool'), program('tool', 'Admin'), 1);
    shares('for another role', chain(), chain({ roleName: 'Admin' }), 2);
    shares('for another external ID', chain(), chain({ dev: 'external_id = id' }), 2);
    shares('for another session name', chain(), chain({ dev: 'role_session_name = you' }), 2);
    shares(
      'for another duration',
      chain({ dev: 'duration_seconds = 900' }),
      chain({ dev: 'duration_seconds = 1000' }),
      2,
    );
    shares(
      'for another endpoint of the source, which does not count',
      chain({ base: mfa }),
      chain({ base: `${mfa}\nendpoint_url = http://b` }),
      3,
    );
    shares('for the keys and device only', { config: chain(), target: named('base') }, chain(), 2);
    shares(
      'for an ad-hoc role',
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
    shares('from the first step with another access key ID', chain(), chain({ id: 'AKIA2' }), 0);
    shares('after the keys with a device', chain({ base: '' }), chain(), 1);
    shares('after the keys with another device', chain(), chain({ base: `${mfa}-2` }), 1);
    shares(
      'after the keys with another MFA session duration',
      { config: chain(), mfaSessionSeconds: 900 },
      chain(),
      1,
    );
    shares('after the keys with another endpoint', chain(), chain({ dev: 'endpoint_url = http://d' }), 1);
    shares(
      'after the keys if the role uses the MFA code directly',
      chain(),
      chain({ dev: 'duration_seconds = 7200' }),
      1,
    );
    shares(
      'with another device if the role uses the MFA code directly',
      chain({ dev: 'duration_seconds = 7200' }),
      chain({ dev: 'duration_seconds = 7200', base: `${mfa}-2` }),
      1,
    );
  });

  it('differ even if the concatenation of two values is equal', () => {
    const one = chain({ dev: 'external_id = ab\nrole_session_name = cd' });
    const other = chain({ dev: 'external_id = abc\nrole_session_name = dd' });
    assert.equal(shared(one, other), 2);
  });
});

const withMaps = (_: string, value: unknown): unknown => (value instanceof Map ? [...value] : value);

/** Everything of a plan that can be shown or stored. */
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

  it('from the files or the environment never occurs in a plan, failure or fingerprint', () => {
    const kinds = new Set<string>();
    fc.assert(
      fc.property(world, ({ secrets, ...input }) => {
        for (const target of [named('dev'), named('base'), { kind: 'environment' } as const]) {
          const planned = planFor({ ...input, target });
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

function withKeysInCredentials(): PlanInput {
  return {
    config: `[profile base]\n${mfa}\n[profile dev]\n${role('Dev')}\nsource_profile = base`,
    credentials: `[base]\n${keys('AKIA1')}`,
  };
}
