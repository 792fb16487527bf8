import assert from 'node:assert/strict';
import { mfaSessionSeconds } from '../../../src/session/renewal.ts';
import { type PlanInput, keys, phone, planFor, printPlan, role, workingPlan } from './planText.ts';

const local = 'http://localhost:4566';
const adHoc = {
  kind: 'role',
  roleArn: 'arn:aws:iam::333333333333:role/Admin',
  sourceProfile: 'base',
  sessionName: 'me',
} as const;

describe('a plan with endpoints in profiles', () => {
  const base = `[profile base]\n${keys('A')}\nendpoint_url = ${local}`;

  function usesLocal(what: string, input: PlanInput): void {
    it(what, () => {
      const plan = workingPlan(input);
      const step = plan.steps.at(-1);
      assert.ok(step?.kind === 'assumeRole');
      assert.deepEqual([step.sts.url, plan.sts.url], [local, local]);
      assert.deepEqual([...plan.endpointVariables], [['AWS_ENDPOINT_URL', local]]);
    });
  }
  const dev = `[profile dev]\n${role('Dev')}\nsource_profile = base`;
  usesLocal('uses that of the chosen profile for the role and for terminals', {
    config: `${base}\n${dev}\nendpoint_url = ${local}`,
  });
  usesLocal('uses that of the source for a role without a profile', { config: base, target: adHoc });

  it('ignores those of the source, like the CLI, and says so', () => {
    const plan = workingPlan({ config: `${base}\n${dev}` });
    assert.deepEqual([plan.sts.url, plan.endpointVariables.size], [undefined, 0]);
    assert.deepEqual(plan.notes, [
      { code: 'unused', profile: 'base', keys: ['endpoint_url'], because: 'notChosen' },
    ]);
  });

  it('ignores all endpoints if the requested profile says so', () => {
    const ignoring = `[profile dev]\n${role('Dev')}\nsource_profile = base\nignore_configured_endpoint_urls = true`;
    const plan = workingPlan({ config: `${base}\n${ignoring}` });
    assert.equal(plan.sts.url, undefined);
    assert.deepEqual([...plan.endpointVariables], [['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS', 'true']]);
  });
});

/** The regions of all STS calls. */
function regions(config: string): ReadonlySet<string> {
  const plan = workingPlan({ config });
  return new Set([
    plan.sts.region,
    ...plan.steps.flatMap((step) => ('sts' in step ? [step.sts.region] : [])),
  ]);
}

describe('the services of a profile', () => {
  it('set only variables of valid services', () => {
    const services = `[services s]\ns3 =\n  endpoint_url = ${local}\nx prompt_command =\n  endpoint_url = ${local}`;
    const plan = workingPlan({ config: `[profile dev]\n${keys('A')}\nservices = s\n${services}` });
    assert.deepEqual([...plan.endpointVariables], [['AWS_ENDPOINT_URL_S3', local]]);
  });
});

/** A chain with `length` roles that ends with keys. */
const longChain = (length: number): PlanInput => {
  const links = Array.from(
    { length },
    (_, i) => `[profile p${i}]\n${role(`R${i}`)}\nsource_profile = p${i + 1}`,
  );
  const config = [...links, `[profile p${length}]\n${keys('A')}`].join('\n');
  return { config, target: { kind: 'profile', name: 'p0' } };
};

describe('a very long chain', () => {
  it('is planned', () => {
    const { steps } = workingPlan(longChain(250));
    assert.equal(steps.length, 251);
    const [first, last] = [steps[1], steps.at(-1)].map((step) => step && 'roleArn' in step && step.roleArn);
    assert.match(`${first} ${last}`, /R249 .*R0$/);
  });

  it('fails if it is too long', () => {
    assert.equal(printPlan(planFor(longChain(251))), '✗ chainTooLong(p0, 250)');
  });

  it('is distinguished from a cycle', () => {
    const { config = '', target } = longChain(200);
    const loop = config.replace(
      `[profile p200]\n${keys('A')}`,
      `[profile p200]\n${role('R')}\nsource_profile = p100`,
    );
    assert.match(
      printPlan(planFor({ config: loop, ...(target && { target }) })),
      /^✗ sourceLoop\(p0, p100 > p101 > .* > p200 > p100\)$/,
    );
  });
});

describe('an invalid region or endpoint', () => {
  for (const line of ['region = eu central 1', 'endpoint_url = localhost:4566']) {
    it(`is reported before any call: ${line}`, () => {
      const [key] = line.split(' = ');
      const config = `[profile dev]\n${keys('A')}\n${line}`;
      assert.equal(printPlan(planFor({ config })), `✗ invalidValue(dev, ${key})`);
    });
  }
});

describe('a plan without a region', () => {
  it('uses the partition of its MFA device', () => {
    const config = `[profile dev]\n${keys('A')}\nmfa_serial = ${phone.replace('arn:aws:', 'arn:aws-cn:')}`;
    assert.deepEqual(regions(config), new Set(['cn-north-1']));
  });

  it('uses the partition of its role if the MFA device is hardware', () => {
    const gov = role('Dev').replace('arn:aws:', 'arn:aws-us-gov:');
    const config = `[profile dev]\n${gov}\nsource_profile = base\nmfa_serial = GAHT12345678\n[profile base]\n${keys('A')}`;
    assert.deepEqual(regions(config), new Set(['us-gov-west-1']));
  });
});

describe('a source profile', () => {
  const dev = `[profile dev]\n${role('Dev')}\nsource_profile = base`;

  it('uses a provider that the CLI prefers to keys in the config file', () => {
    const base = `[profile base]\n${keys('A')}\ncredential_process = /bin/true`;
    assert.equal(
      printPlan(planFor({ config: `${dev}\n${base}` })),
      'process(/bin/true) → assumeRole(Dev); JavaScript+Rust take aws_access_key_id',
    );
  });

  it('can have an invalid role if its keys are used', () => {
    const base = `[profile base]\n${keys('A')}\nrole_arn = nonsense\nduration_seconds = 1`;
    const unused = 'unused(base, role_arn > duration_seconds, noRole)';
    const plan = printPlan(planFor({ config: `${dev}\n${base}` }));
    assert.equal(plan, `keys(A) → assumeRole(Dev); ${unused}`);
  });

  it('can have the display name of an ad-hoc role', () => {
    const config = `[profile Admin@333333333333]\n${keys('A')}`;
    const target = { ...adHoc, sourceProfile: 'Admin@333333333333' };
    assert.match(printPlan(planFor({ config, target })), /^keys\(A\) → assumeRole\(Admin/);
  });
});

describe('the environment as a source', () => {
  it('is temporary with a token in the older variable', () => {
    const environment = { AWS_ACCESS_KEY_ID: 'A', AWS_SECRET_ACCESS_KEY: 'b', AWS_SECURITY_TOKEN: 'c' };
    assert.match(
      printPlan(planFor({ environment, target: { kind: 'environment' } })),
      /^environment\(A, temporary\)/,
    );
  });
});

describe('the duration of an MFA session', () => {
  it('is a valid number of whole seconds for any setting', () => {
    assert.deepEqual([0, 0.3333, 12, 100].map(mfaSessionSeconds), [900, 1200, 43_200, 129_600]);
  });
});
