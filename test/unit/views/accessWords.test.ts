import assert from 'node:assert/strict';
import { isPlan, type Plan } from '../../../src/plan/plan.ts';
import type { Access } from '../../../src/profiles/access/access.ts';
import { chainOf, documentOf, readOnly, scoped, sources } from '../plan/access/scopedPlans.ts';

await import('../../fakes/useFakeVscode.ts');
const { accessLine, levelChoice, policySentence } = await import('../../../src/views/accessSentences.ts');
const { accessMark, accessOf, shortAccess, withAccess, withPolicies } =
  await import('../../../src/views/accessWords.ts');

const arn = 'arn:aws:iam::222222222222:policy/teams/Deploy';
const file = documentOf('Allow', 's3:*', '~/policies/deploy.json');

function plan(access: Access, roles = 2): Plan {
  const planned = scoped(chainOf(sources['keys']!, roles), access);
  assert.ok(isPlan(planned));
  return planned;
}

describe('an access in words', () => {
  for (const [access, words] of [
    [readOnly, 'read-only'],
    [{ managed: ['viewOnly'] }, 'view only'],
    [{ managed: ['securityAudit'] }, 'security audit'],
    [{ managed: [arn] }, 'Deploy'],
    [{ managed: [], document: file }, 'deploy.json'],
    [{ managed: [], document: { ...file, file: 'C:\\p\\deploy.json' } }, 'deploy.json'],
    [{ managed: ['readOnly', arn], document: file }, '3 policies'],
    [{ managed: [] }, 'full access'],
  ] as const)
    it(`is “${words}” for ${JSON.stringify(access)}`, () => assert.equal(shortAccess(access), words));

  it('has an icon beside the word', () => {
    assert.deepEqual(accessMark(readOnly), { icon: 'eye', text: 'read-only' });
    assert.deepEqual(accessMark({ managed: [] }), { icon: 'unlock', text: 'full access' });
    assert.equal(accessMark(undefined), undefined);
  });

  it('is that of the plan, or the one that the user asked for', () => {
    const limited = plan(readOnly);
    assert.equal(accessOf(limited), readOnly);
    const { access: _, ...full } = limited;
    assert.equal(accessOf(full), undefined);
    const target = { kind: 'profile', name: 'dev', access: { managed: [] } } as const;
    assert.equal(accessOf({ ...full, target }), target.access);
    assert.equal(accessOf({ target, failure: { code: 'endless', profile: 'dev' } }), target.access);
  });

  it('follows the name', () => {
    assert.equal(withAccess('dev', plan(readOnly)), 'dev · read-only');
    const { access: _, ...full } = plan(readOnly);
    assert.equal(withAccess('dev', full), 'dev');
    assert.equal(withPolicies('dev', ['readOnly', arn]), 'dev · 2 policies');
    assert.equal(withPolicies('dev'), 'dev');
  });

  it('says in a choice what it is good for', () => {
    assert.equal(levelChoice('readOnly'), 'Read-only (can read data)');
    assert.equal(levelChoice('viewOnly'), 'View only (names and settings)');
    assert.equal(levelChoice('securityAudit'), 'Security audit (configuration and policies)');
  });

  it('says who asked for it', () => {
    const access = { settingOf: () => 'productionAccess' as const, onDidChange: () => ({ dispose() {} }) };
    const limited = plan(readOnly);
    assert.equal(accessLine(limited, { access }), 'Access: read-only (setting rolecall.productionAccess)');
    const chosen = { ...limited, target: { ...limited.target, access: readOnly } };
    assert.equal(accessLine(chosen, { access }), 'Access: read-only (your choice)');
    const { access: _, ...full } = limited;
    assert.equal(accessLine(full, { access }), undefined);
  });
});

const sentences = (access: Access): readonly (string | undefined)[] => {
  const limited = plan(access);
  return limited.steps.map((step) => policySentence(step, limited));
};

describe('the session policies of a plan in words', () => {
  it('say that a role before the last one can only assume the next one', () => {
    assert.deepEqual(sentences(readOnly), [
      undefined,
      'This session can only assume the next role.',
      'This session can only do what these policies also allow: arn:aws:iam::aws:policy/ReadOnlyAccess.',
    ]);
  });

  it('name the file of an own policy', () => {
    const last = sentences({ managed: [], document: file }).at(-1);
    assert.equal(last, 'This session can only do what these policies also allow: ~/policies/deploy.json.');
  });

  it('are none for a plan that nothing limits', () => {
    const { access: _, ...full } = plan(readOnly);
    const steps = full.steps.map((step) => ({ ...step, sessionPolicy: undefined }) as never);
    for (const step of steps) assert.equal(policySentence(step, { steps }), undefined);
  });
});
