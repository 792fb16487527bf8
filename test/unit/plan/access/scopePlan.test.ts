import assert from 'node:assert/strict';
import { type Access, fullAccess } from '../../../../src/profiles/access/access.ts';
import type { PlanInput } from '../planText.ts';
import { keys, phone, printPlan, role, workingPlan } from '../planText.ts';
import { chainOf, documentOf, forAgent, mfa, readOnly, scoped, sources } from './scopedPlans.ts';

/** Compares the steps, or the failure. */
function prints(what: string, input: PlanInput, access: Access, expected: string): void {
  it(what, () => assert.equal(printPlan(scoped(input, access)).split('; ')[0], expected));
}

/** The policy of a role before another one. */
function to(name: string): string {
  return `only allow sts:AssumeRole+sts:TagSession+sts:SetSourceIdentity ${name}`;
}

const only = 'only aws:policy/ReadOnlyAccess';
const withKeys = sources['keys']!;

describe('the plan of a session with less access', () => {
  for (const [source, found] of Object.entries(sources)) {
    const { printed, unlimited } = found;
    prints(
      `limits a role from ${source}`,
      chainOf(found, 1),
      readOnly,
      `${printed} → assumeRole(One, ${only})`,
    );
    prints(
      `lets each role in a chain from ${source} only assume the next one`,
      chainOf(found, 3),
      readOnly,
      `${printed} → assumeRole(One, ${to('Two')}) → assumeRole(Two, ${to('Three')}) → assumeRole(Three, ${only})`,
    );
    prints(
      `without a role, from ${source}, ${unlimited === undefined ? 'is that of a federated user' : 'is impossible'}`,
      chainOf(found, 0),
      readOnly,
      unlimited === undefined
        ? `${printed} → federationToken(me, 1h, ${only})`
        : `✗ accessImpossible(${found.lines.startsWith('credential_source') ? 'environment' : 'dev'}, ${unlimited})`,
    );
  }

  const web = `${role('Web')}\nweb_identity_token_file = /var/token`;
  prints(
    'limits a role for a token',
    { config: `[profile dev]\n${web}` },
    readOnly,
    `webIdentity(Web, /var/token, ${only})`,
  );
  prints(
    'lets a role for a token only assume the next one',
    { config: `[profile base]\n${web}\n[profile dev]\n${role('One')}\nsource_profile = base` },
    readOnly,
    `webIdentity(Web, /var/token, ${to('One')}) → assumeRole(One, ${only})`,
  );
  const adHoc = { kind: 'role', roleArn: 'arn:aws:iam::222222222222:role/Any' } as const;
  prints(
    'limits a role without a profile',
    {
      config: `[profile base]\n${keys('AKIA1')}`,
      target: { ...adHoc, sourceProfile: 'base', sessionName: 'me' },
    },
    readOnly,
    `keys(AKIA1) → assumeRole(Any, ${only})`,
  );

  describe('with an MFA device', () => {
    prints(
      'limits the role after the MFA session',
      chainOf(withKeys, 1, mfa),
      readOnly,
      `keys(AKIA1) → mfaSession(phone, 12h) → assumeRole(One, ${only})`,
    );
    prints(
      'limits every role of a chain after the MFA session',
      chainOf(withKeys, 2, mfa),
      readOnly,
      `keys(AKIA1) → mfaSession(phone, 12h) → assumeRole(One, ${to('Two')}) → assumeRole(Two, ${only})`,
    );
    prints(
      'limits a role that gets the code itself',
      {
        config: `[profile base]\n${keys('AKIA1')}\n${mfa}\n[profile dev]\n${role('One')}\nsource_profile = base\nduration_seconds = 7200`,
      },
      readOnly,
      `keys(AKIA1) → assumeRole(One, 2h, code of phone, ${only})`,
    );
    prints(
      'makes a federated user without an MFA session, because AWS takes only the keys themselves',
      chainOf(withKeys, 0, mfa),
      readOnly,
      `keys(AKIA1) → federationToken(me, 1h, ${only})`,
    );
  });

  describe('has', () => {
    const limits = (what: string, access: Access, expected: string): void =>
      prints(what, chainOf(withKeys, 1), access, `keys(AKIA1) → assumeRole(One${expected})`);
    const own = 'arn:aws:iam::222222222222:policy/team/Own';
    limits('no policy for full access', fullAccess, '');
    limits(
      'the policy for viewing',
      { managed: ['viewOnly'] },
      ', only aws:policy/job-function/ViewOnlyAccess',
    );
    limits('the policy for audits', { managed: ['securityAudit'] }, ', only aws:policy/SecurityAudit');
    limits('policies of the account of the role', { managed: [own] }, ', only 222222222222:policy/team/Own');
    limits(
      'several policies, in their order',
      { managed: ['viewOnly', own] },
      ', only aws:policy/job-function/ViewOnlyAccess & 222222222222:policy/team/Own',
    );
    limits('a document', { managed: [], document: documentOf('Allow') }, ', only allow s3:* *');
    limits(
      'a document that denies something beside a level',
      { ...readOnly, document: documentOf('Deny') },
      `, ${only} & deny s3:* *`,
    );
    limits('the name of an agent’s session', forAgent(readOnly), `, as me-agent, ${only}`);
    limits('the name of an agent’s session with full access', forAgent(fullAccess), ', as me-agent');
    limits(
      'the duration of an agent’s session with full access',
      { ...forAgent(fullAccess), mostSeconds: 900 },
      ', as me-agent, 900s',
    );
    for (const lines of ['', mfa])
      prints(
        `gives an agent with full access no keys of a user${lines ? ' with MFA' : ''}`,
        chainOf(withKeys, 0, lines),
        { ...forAgent(fullAccess), mostSeconds: 900 },
        'keys(AKIA1) → federationToken(me-agent, 900s, only aws:policy/AdministratorAccess)',
      );
    prints(
      'the name of an agent for a federated user',
      chainOf(withKeys, 0),
      forAgent(readOnly),
      `keys(AKIA1) → federationToken(me-agent, 1h, ${only})`,
    );
    prints(
      'the name of an agent only at the end of a chain',
      chainOf(withKeys, 2),
      forAgent(fullAccess),
      'keys(AKIA1) → assumeRole(One) → assumeRole(Two, as me-agent)',
    );
    prints(
      'no name of an agent where AWS takes none',
      chainOf(sources['IAM Identity Center']!, 0),
      forAgent(fullAccess),
      'identityCenter(corp, 111122223333, Admin)',
    );

    it('the target, region, endpoint, notes, and variables of the plan with full access', () => {
      const plan = workingPlan({
        config: `[profile dev]\n${role('One')}\nsource_profile = base\nregion = eu-west-1\nservices = s\n[services s]\nsts =\n  endpoint_url = http://localhost:1\n[profile base]\n${keys('AKIA1')}\nmfa_serial = ${phone}`,
      });
      for (const access of [readOnly, forAgent(readOnly)]) {
        const { steps, access: had, ...rest } = { ...plan, ...scoped(plan, access) };
        const { steps: _, ...expected } = plan;
        assert.deepEqual(rest, expected);
        assert.deepEqual(had, access);
        const last = steps.at(-1);
        assert.equal(last?.kind === 'assumeRole' && last.sts.url, 'http://localhost:1');
      }
    });
  });

  it('is the plan itself for full access', () => {
    const plan = workingPlan(chainOf(withKeys, 1));
    assert.equal(scoped(plan, fullAccess), plan);
  });
});
