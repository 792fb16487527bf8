import assert from 'node:assert/strict';
import { isPlan } from '../../../src/plan/plan.ts';
import { type Explained, explain, type ExplanationWords } from '../../../src/views/explanation.ts';
import { type Asked, flush, keys, phone, planFor, role } from '../plan/planText.ts';

const words: ExplanationWords = {
  t: (message, ...values) => message.replaceAll(/\{(\d)\}/gu, (_, i: string) => String(values[Number(i)])),
  step: (step) => `${step.kind} of ${step.profile}`,
  note: ({ code }) => `note ${code}`,
  otherTool: ({ code }) => `aside ${code}`,
  failure: ({ failure }) => `failure ${failure.code}`,
  duration: (ms) => `${ms / 60_000}m`,
};

const base = `[profile base]\n${keys('AKIA1')}\nregion = r1\nmfa_serial = ${phone}`;
const dev = `[profile dev]\n${role('Dev')}\nsource_profile = base\nendpoint_url = https://me:hunter2@aws.test:8443/x`;

function explained(asked: Asked | string, more: Partial<Explained> = {}) {
  const planned = planFor(typeof asked === 'string' ? { config: asked } : asked);
  return explain({ planned, otherTools: [], done: [], places: [], ...more }, words);
}

function text(...dependencies: Parameters<typeof explained>): string {
  return explained(...dependencies).text;
}

describe('the explanation of a profile', () => {
  it('goes through the plan step by step, with where and what it takes', () => {
    assert.equal(
      text(`${base}\n${dev}\nca_bundle = /ca.pem`),
      flush(`
        What Rolecall does for dev

         1. keys of base
         2. mfaSession of base
              at aws.test:8443
              trusting the CA certificates in /ca.pem
              You will be asked for a code.
         3. assumeRole of dev
              at aws.test:8443
              trusting the CA certificates in /ca.pem

        Terminals and tasks are in the region r1.
        They also get AWS_CA_BUNDLE, AWS_ENDPOINT_URL.
        note regionInherited
        note mfaInherited
        `).replace(/ +$/u, ''),
    );
  });

  const chain = `${base}\n[profile dev]\n${role('Dev')}\nsource_profile = base`;

  it('says what is done, for how long, and what need not be done for that', () => {
    const found = text(chain, { done: [{ step: 2, leftMs: 600_000 }] });
    assert.match(found, /1\. keys of base\n +Not needed now: step 2 is done\.\n/u);
    assert.match(found, /at AWS STS in r1\n +Done, and good for another 10m\.\n +3\. assumeRole/u);
    assert.doesNotMatch(found, /asked for a code/u);
    assert.match(text(chain, { done: [{ step: 3, leftMs: undefined }] }), /3\. .*\n.*\n +Done\.\n/u);
  });

  it('says also how long that lives which is needed again only when what stands on it has ended', () => {
    const done = [
      { step: 3, leftMs: 600_000 },
      { step: 2, leftMs: 6_000_000 },
    ];
    const found = text(chain, { done });
    assert.match(found, /1\. keys of base\n +Not needed now: step 3 is done\.\n/u);
    assert.match(found, /2\. mfaSession .*\n.*\n +Done, and good for another 100m\.\n/u);
    assert.match(found, /3\. assumeRole .*\n.*\n +Done, and good for another 10m\.\n/u);
  });

  it('says last what other tools would do', () => {
    const found = text(chain, { otherTools: [{ code: 'mfaOnlyHere' }] });
    assert.ok(found.endsWith('note mfaInherited\naside mfaOnlyHere\n'), found);
  });

  it('says that a program gives the code', () => {
    const found = text(chain.replace('mfa_serial', 'mfa_process = hunter2\nmfa_serial'));
    assert.match(found, /2\. mfaSession.*\n.*\n +A program gives the code\.\n/u);
    assert.doesNotMatch(found, /hunter2/u);
  });

  it('says why a profile cannot be used', () => {
    assert.equal(text(`[profile dev]\n${role('Dev')}`), 'Why dev cannot be used\n\nfailure noSource\n');
  });

  it('leads to what is written, line by line', () => {
    const places = [
      { profile: 'dev', where: '~/.aws/config:5' },
      { profile: 'base', where: '~/.aws/config:1, ~/.aws/credentials:9' },
    ];
    for (const asked of [chain, '']) {
      const { text: found, links } = explained(asked, { places });
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

  it('shows no secret, and nothing that would make other lines of it', () => {
    const target = { kind: 'profile', name: 'a\u202E\u2028\u0007b' } as const;
    const found = text({ config: `${base}\n${dev}\n[profile ${target.name}]\n${keys('AKIA2')}`, target });
    assert.match(found, /^What Rolecall does for a\uFFFD\uFFFD\uFFFDb\n/u);
    const plan = planFor({ config: `${base}\n${dev}` });
    assert.ok(isPlan(plan));
    assert.doesNotMatch(text(`${base}\n${dev}`), /hunter2|secret-of|me:/u);
  });
});
