import assert from 'node:assert/strict';
import { scopePlan } from '../../../src/plan/access/scopePlan.ts';
import { isPlan } from '../../../src/plan/plan.ts';
import { accessWord } from '../../../src/profiles/access/access.ts';
import { explain, type Explained, type ExplanationWords } from '../../../src/views/explanation.ts';
import { dedent, keys, phone, planFor, type PlanInput, role } from '../plan/planText.ts';

const words: ExplanationWords = {
  t: (message, ...values) => message.replaceAll(/\{(\d)\}/gu, (_, i: string) => String(values[Number(i)])),
  step: (step) => `${step.kind} of ${step.profile}`,
  policies: (step) =>
    'sessionPolicy' in step ? `policies ${step.sessionPolicy?.arns.join(' ')}` : undefined,
  access: (planned) =>
    isPlan(planned) && planned.access ? `access ${accessWord(planned.access)}` : undefined,
  console: ({ steps }) => `console after ${steps.length} steps`,
  note: ({ code }) => `note ${code}`,
  otherTool: ({ code }) => `aside ${code}`,
  failure: ({ failure }) => `failure ${failure.code}`,
  duration: (ms) => `${ms / 60_000}m`,
  signIn: ({ kind }) => `console sign-in ${kind}`,
};

const base = `[profile base]\n${keys('AKIA1')}\nregion = r1\nmfa_serial = ${phone}`;
const dev = `[profile dev]\n${role('Dev')}\nsource_profile = base\nendpoint_url = https://me:hunter2@aws.test:8443/x`;

function explained(input: PlanInput | string, more: Partial<Explained> = {}) {
  const planned = planFor(typeof input === 'string' ? { config: input } : input);
  return explain({ planned, otherTools: [], done: [], places: [], ...more }, words);
}

function text(...dependencies: Parameters<typeof explained>): string {
  return explained(...dependencies).text;
}

describe('the explanation of a profile', () => {
  it('lists the steps of the plan, with their endpoints and what they need from the user', () => {
    assert.equal(
      text(`${base}\n${dev}\nca_bundle = /ca.pem`),
      dedent(`
        How Rolecall gets credentials for dev

         1. keys of base
         2. mfaSession of base
              Endpoint: aws.test:8443
              CA certificates: /ca.pem
              Rolecall asks you for an MFA code.
         3. assumeRole of dev
              Endpoint: aws.test:8443
              CA certificates: /ca.pem

        Terminals and tasks use the region r1.
        Terminals and tasks also get AWS_CA_BUNDLE, AWS_ENDPOINT_URL.
        console after 3 steps
        note regionInherited
        note mfaInherited
        `).replace(/ +$/u, ''),
    );
  });

  it('says whether the console sign-in that it begins with is valid', () => {
    const login = '[profile maya]\nlogin_session = arn:aws:iam::111111111111:user/maya';
    const config = `${login}\n[profile dev]\n${role('Dev')}\nsource_profile = maya`;
    const lines = text(config, { signIn: { kind: 'expired' } }).split('\n');
    assert.deepEqual(lines.slice(2, 5), [
      ' 1. login of maya',
      '      console sign-in expired',
      ' 2. assumeRole of dev',
    ]);
  });

  const chain = `${base}\n[profile dev]\n${role('Dev')}\nsource_profile = base`;

  it('tells which steps are done, for how long, and which are not needed', () => {
    const found = text(chain, { done: [{ step: 2, leftMs: 600_000 }] });
    assert.match(found, /1\. keys of base\n +Not needed now because step 2 is done\.\n/u);
    assert.match(found, /Endpoint: AWS STS in us-east-1\n +Done. Valid for another 10m\.\n +3\. assumeRole/u);
    assert.doesNotMatch(found, /asked for a code/u);
    assert.match(text(chain, { done: [{ step: 3, leftMs: undefined }] }), /3\. .*\n.*\n +Done\.\n/u);
  });

  it('includes the remaining time of steps that are needed only after a later one expires', () => {
    const done = [
      { step: 3, leftMs: 600_000 },
      { step: 2, leftMs: 6_000_000 },
    ];
    const found = text(chain, { done });
    assert.match(found, /1\. keys of base\n +Not needed now because step 3 is done\.\n/u);
    assert.match(found, /2\. mfaSession .*\n.*\n +Done. Valid for another 100m\.\n/u);
    assert.match(found, /3\. assumeRole .*\n.*\n +Done. Valid for another 10m\.\n/u);
  });

  it('ends with what other tools would do', () => {
    const found = text(chain, { otherTools: [{ code: 'mfaOnlyHere' }] });
    assert.ok(found.endsWith('note mfaInherited\naside mfaOnlyHere\n'), found);
  });

  it('tells that a program provides the MFA code', () => {
    const found = text(chain.replace('mfa_serial', 'mfa_process = hunter2\nmfa_serial'));
    assert.match(found, /2\. mfaSession.*\n.*\n +A program provides the MFA code\.\n/u);
    assert.doesNotMatch(found, /hunter2/u);
  });

  it('says what the session of each role can do, and who asked for that', () => {
    const plan = planFor({ config: `${base}\n${dev}` });
    assert.ok(isPlan(plan));
    const context = {
      sessionName: 'me',
      agents: { sessionName: String, tags: [], sourceIdentity: undefined },
    };
    const planned = scopePlan(plan, { managed: ['readOnly'] }, context);
    const found = explain({ planned, otherTools: [], done: [], places: [] }, words).text;
    assert.match(
      found,
      /3\. assumeRole of dev\n.*\n +policies arn:aws:iam::aws:policy\/ReadOnlyAccess\n\naccess readOnly\n/u,
    );
  });

  it('tells why a profile cannot be used', () => {
    assert.equal(text(`[profile dev]\n${role('Dev')}`), 'Why dev cannot be used\n\nfailure noSource\n');
  });

  it('links to where each profile is defined', () => {
    const places = [
      { profile: 'dev', where: '~/.aws/config:5' },
      { profile: 'base', where: '~/.aws/config:1, ~/.aws/credentials:9' },
    ];
    for (const input of [chain, '']) {
      const { text: found, links } = explained(input, { places });
      const lines = found.split('\n');
      assert.deepEqual(
        [...links].map(([line, profile]) => [profile, lines[line]?.trim()]),
        [
          ['dev', 'dev    ~/.aws/config:5'],
          ['base', 'base   ~/.aws/config:1, ~/.aws/credentials:9'],
        ],
      );
    }
  });

  it('shows no secrets, and no characters that would change its lines', () => {
    const target = { kind: 'profile', name: 'a\u202E\u2028\u0007b' } as const;
    const found = text({ config: `${base}\n${dev}\n[profile ${target.name}]\n${keys('AKIA2')}`, target });
    assert.match(found, /^How Rolecall gets credentials for a\\u\{202E\}\\u\{2028\}\\u\{7\}b\n/u);
    const plan = planFor({ config: `${base}\n${dev}` });
    assert.ok(isPlan(plan));
    assert.doesNotMatch(text(`${base}\n${dev}`), /hunter2|secret-of|me:/u);
  });
});
