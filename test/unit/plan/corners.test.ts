import assert from 'node:assert/strict';
import { mfaSessionSeconds } from '../../../src/plan/rules.ts';
import { type Asked, keys, phone, planFor, printPlan, role, workingPlan } from './planText.ts';

const local = 'http://localhost:4566';
const adHoc = {
  kind: 'role',
  roleArn: 'arn:aws:iam::333333333333:role/Admin',
  sourceProfile: 'base',
  sessionName: 'me',
} as const;

describe('a plan where profiles speak of endpoints', () => {
  const base = `[profile base]\n${keys('A')}\nendpoint_url = ${local}`;

  it('takes a role to the endpoint that its source is for, and terminals too', () => {
    for (const plan of [
      workingPlan({ config: base, target: adHoc }),
      workingPlan({ config: `${base}\n[profile dev]\n${role('Dev')}\nsource_profile = base` }),
    ]) {
      const step = plan.steps.at(-1);
      assert.ok(step?.kind === 'assumeRole');
      assert.deepEqual([step.sts.url, plan.sts.url], [local, local]);
      assert.deepEqual([...plan.endpointVariables], [['AWS_ENDPOINT_URL', local]]);
    }
  });

  it('ignores them everywhere where the profile asked for says so', () => {
    const ignoring = `[profile dev]\n${role('Dev')}\nsource_profile = base\nignore_configured_endpoint_urls = true`;
    const plan = workingPlan({ config: `${base}\n${ignoring}` });
    assert.equal(plan.sts.url, undefined);
    assert.equal(plan.endpointVariables.size, 0);
  });
});

/** Every region in which STS is called. */
function regions(config: string): ReadonlySet<string> {
  const plan = workingPlan({ config });
  return new Set([
    plan.sts.region,
    ...plan.steps.flatMap((step) => ('sts' in step ? [step.sts.region] : [])),
  ]);
}

describe('the services of a profile', () => {
  it('name no variable but those of services', () => {
    const services = `[services s]\ns3 =\n  endpoint_url = ${local}\nx prompt_command =\n  endpoint_url = ${local}`;
    const plan = workingPlan({ config: `[profile dev]\n${keys('A')}\nservices = s\n${services}` });
    assert.deepEqual([...plan.endpointVariables], [['AWS_ENDPOINT_URL_S3', local]]);
  });
});

/** So many roles, each on the next, and keys at their end. */
const chained = (length: number): Asked => {
  const links = Array.from(
    { length },
    (_, i) => `[profile p${i}]\n${role(`R${i}`)}\nsource_profile = p${i + 1}`,
  );
  const config = [...links, `[profile p${length}]\n${keys('A')}`].join('\n');
  return { config, target: { kind: 'profile', name: 'p0' } };
};

describe('a chain that nobody would build', () => {
  it('is planned all the same', () => {
    const { steps } = workingPlan(chained(250));
    assert.equal(steps.length, 251);
    const [first, last] = [steps[1], steps.at(-1)].map((step) => step && 'roleArn' in step && step.roleArn);
    assert.match(`${first} ${last}`, /R249 .*R0$/);
  });

  it('is given up where it would cost more than it could be worth, and says so', () => {
    assert.equal(printPlan(planFor(chained(251))), '✗ chainTooLong(p0, 250)');
  });

  it('is told from one that leads in a circle, however long', () => {
    const { config = '', target } = chained(200);
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

describe('what could be no region and no endpoint', () => {
  for (const line of ['region = eu central 1', 'endpoint_url = localhost:4566']) {
    it(`is said before it is called: ${line}`, () => {
      const [key, value] = line.split(' = ');
      const config = `[profile dev]\n${keys('A')}\n${line}`;
      assert.equal(printPlan(planFor({ config })), `✗ invalidValue(dev, ${key}, ${value})`);
    });
  }
});

describe('a plan without a region', () => {
  it('stays in the partition of its MFA device', () => {
    const config = `[profile dev]\n${keys('A')}\nmfa_serial = ${phone.replace('arn:aws:', 'arn:aws-cn:')}`;
    assert.deepEqual(regions(config), new Set(['cn-north-1']));
  });

  it('stays in the partition of its role, also where the MFA device is hardware', () => {
    const gov = role('Dev').replace('arn:aws:', 'arn:aws-us-gov:');
    const config = `[profile dev]\n${gov}\nsource_profile = base\nmfa_serial = GAHT12345678\n[profile base]\n${keys('A')}`;
    assert.deepEqual(regions(config), new Set(['us-gov-west-1']));
  });
});

describe('a source profile', () => {
  const dev = `[profile dev]\n${role('Dev')}\nsource_profile = base`;

  it('with a provider that the CLI puts before keys of the config file is that provider', () => {
    const base = `[profile base]\n${keys('A')}\ncredential_process = /bin/true`;
    assert.equal(
      printPlan(planFor({ config: `${dev}\n${base}` })),
      'process(/bin/true) → assumeRole(Dev); JavaScript+Rust take aws_access_key_id',
    );
  });

  it('whose keys are used may have a role that nobody could assume', () => {
    const base = `[profile base]\n${keys('A')}\nrole_arn = nonsense\nduration_seconds = 1`;
    const unused = 'unused(base, role_arn > duration_seconds, noRole)';
    const plan = printPlan(planFor({ config: `${dev}\n${base}` }));
    assert.equal(plan, `keys(A) → assumeRole(Dev); ${unused}`);
  });

  it('may have the name that a role in no file is shown by', () => {
    const config = `[profile Admin@333333333333]\n${keys('A')}`;
    const target = { ...adHoc, sourceProfile: 'Admin@333333333333' };
    assert.match(printPlan(planFor({ config, target })), /^keys\(A\) → assumeRole\(Admin/);
  });
});

describe('the environment as a source', () => {
  it('is temporary with a token by its older name, too', () => {
    const environment = { AWS_ACCESS_KEY_ID: 'A', AWS_SECRET_ACCESS_KEY: 'b', AWS_SECURITY_TOKEN: 'c' };
    assert.match(
      printPlan(planFor({ environment, target: { kind: 'environment' } })),
      /^environment\(A, temporary\)/,
    );
  });
});

describe('the life of an MFA session', () => {
  it('is a whole number of seconds that AWS takes, whatever the setting says', () => {
    assert.deepEqual([0, 0.3333, 12, 100].map(mfaSessionSeconds), [900, 1200, 43_200, 129_600]);
  });
});
