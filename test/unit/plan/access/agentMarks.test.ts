import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import { agentMarks, type MarkSettings, usualAgentName } from '../../../../src/plan/access/agentMarks.ts';
import { type AssumeRoleStep, isPlan } from '../../../../src/plan/plan.ts';
import { fullAccess } from '../../../../src/profiles/access/access.ts';
import { keys, printPlan, role } from '../planText.ts';
import { chainOf, contextOf, forAgent, readOnly, scoped, sources } from './scopedPlans.ts';

const nothing = { sessionName: undefined, sessionTags: undefined, sourceIdentity: undefined };
const named = (sessionName: unknown, own: string): string =>
  agentMarks({ ...nothing, sessionName }).sessionName(own);
const tagsIn = (sessionTags: unknown) => agentMarks({ ...nothing, sessionTags }).tags;
const identityIn = (sourceIdentity: unknown) => agentMarks({ ...nothing, sourceIdentity }).sourceIdentity;

/** The steps of `dev`, with lines of its own and of the role before it. */
function marked(dev: string, marks: Partial<MarkSettings>, before = ''): string {
  const config = `[profile base]\n${keys('AKIA1')}\n[profile mid]\n${role('Mid')}\nsource_profile = base\n${before}\n[profile dev]\n${role('One')}\nsource_profile = mid\n${dev}`;
  const printed = printPlan(scoped({ config }, forAgent(fullAccess), contextOf(marks)));
  return printed.split(' → ').at(-1)!;
}

/** The settings that mark the only role of `dev`. */
function markedBy(dev: string, marks: Partial<MarkSettings>): AssumeRoleStep['markedBy'] {
  const config = `[profile base]\n${keys('AKIA1')}\n[profile dev]\n${role('One')}\nsource_profile = base\n${dev}`;
  const planned = scoped({ config }, forAgent(fullAccess), contextOf(marks));
  const last = isPlan(planned) ? planned.steps.at(-1) : undefined;
  return last?.kind === 'assumeRole' ? last.markedBy : undefined;
}

describe('the name of an agent’s session', () => {
  it('is that of the user’s session with an ending', () => {
    assert.equal(named(usualAgentName, 'maya'), 'maya-agent');
    for (const wrong of [undefined, null, 7, '', '  ', {}, []])
      assert.equal(named(wrong, 'maya'), 'maya-agent');
  });

  it('is made from a template', () => {
    for (const [template, expected] of [
      ['agent', 'agent'],
      ['agent-{session}', 'agent-maya'],
      ['{session}.{session}', 'maya.maya'],
      ['  ai/of {session}  ', 'ai-of-maya'],
      ['{session}', 'maya'],
      ['é', 'maya'],
      ['x', 'maya'],
    ] as const)
      assert.equal(named(template, 'maya'), expected, template);
  });

  it('loses the end of the user’s name if it is too long, and not its own ending', () => {
    assert.equal(named(usualAgentName, 'm'.repeat(64)), `${'m'.repeat(58)}-agent`);
    assert.equal(
      named('{session}-{session}-agent', 'm'.repeat(64)),
      `${'m'.repeat(28)}-${'m'.repeat(28)}-agent`,
    );
  });

  const name = fc.stringMatching(/^[\w+=,.@-]{2,64}$/);
  it('is one that AWS takes, whatever the template is', () => {
    const template = fc.oneof(fc.string({ unit: 'binary' }), fc.constant(`${'a'.repeat(70)}{session}`));
    fc.assert(
      fc.property(template, name, (any, own) => assert.match(named(any, own), /^[\w+=,.@-]{2,64}$/u)),
    );
  });

  it('always ends as the template does', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\w+=,.@-]{1,62}$/), name, (end, own) => {
        assert.ok(named(`{session}${end}`, own).endsWith(end));
      }),
    );
  });

  it('of a federated user has 32 characters at most, and its ending', () => {
    for (const sessionName of ['me', 'a'.repeat(32), 'maya@example.com'.padEnd(64, '0')]) {
      const planned = scoped(chainOf(sources['keys']!, 0), forAgent(readOnly), {
        ...contextOf(),
        sessionName,
      });
      assert.ok(isPlan(planned));
      const last = planned.steps.at(-1)!;
      assert.ok(last.kind === 'federationToken');
      assert.ok(last.sessionName.length <= 32 && last.sessionName.endsWith('-agent'), last.sessionName);
      const person = scoped(chainOf(sources['keys']!, 0), readOnly, { ...contextOf(), sessionName });
      assert.ok(isPlan(person));
      const own = person.steps.at(-1)!;
      assert.equal(own.kind === 'federationToken' && own.sessionName, sessionName.slice(0, 32));
    }
  });
});

describe('the tags of an agent’s session', () => {
  it('are those of the setting that AWS takes', () => {
    assert.deepEqual(tagsIn({ AccessType: 'ai', '': 'x', b: 7, 'aws:c': 'x', d: 'x'.repeat(257), e: '' }), [
      ['AccessType', 'ai'],
      ['e', ''],
    ]);
    for (const wrong of [undefined, null, 7, 'a=b', ['a']])
      assert.deepEqual(tagsIn(wrong), [], String(wrong));
  });

  const sessionTags = { Team: 'agents', kind: 'ai' };
  it('are one for each name in any case, because AWS refuses two', () => {
    assert.deepEqual(tagsIn({ Kind: 'x', a: 'b', kind: 'ai' }), [
      ['kind', 'ai'],
      ['a', 'b'],
    ]);
  });

  it('are added to those of the profile, and replace tags of the same name in any case', () => {
    assert.equal(
      marked('session_tags = team=core,cost=7', { sessionTags }),
      'assumeRole(One, as me-agent, cost=7, Team=agents, kind=ai)',
    );
    assert.equal(marked('', { sessionTags }), 'assumeRole(One, as me-agent, Team=agents, kind=ai)');
  });

  it('do not replace tags that the role before passes on, which AWS refuses', () => {
    const before = 'session_tags = team=core,kind=x\ntransitive_session_tags = team';
    assert.equal(marked('', { sessionTags }, before), 'assumeRole(One, as me-agent, kind=ai)');
  });
});

describe('the source identity of an agent’s session', () => {
  it('is one that AWS takes, or none', () => {
    assert.equal(identityIn(' agent of maya '), 'agent-of-maya');
    assert.equal(identityIn('a'.repeat(70)), 'a'.repeat(64));
    for (const wrong of [undefined, null, '', 'x', 7, {}]) assert.equal(identityIn(wrong), undefined);
  });

  const sourceIdentity = 'an-agent';
  it('is that of the setting, unless the profile has one', () => {
    assert.equal(marked('', { sourceIdentity }), 'assumeRole(One, as me-agent, of an-agent)');
    assert.equal(
      marked('source_identity = maya', { sourceIdentity }),
      'assumeRole(One, as me-agent, of maya)',
    );
  });

  it('is not set if a role before has one, which AWS lets no later role change', () => {
    assert.equal(marked('', { sourceIdentity }, 'source_identity = maya'), 'assumeRole(One, as me-agent)');
  });
});

describe('a step that an agent’s settings mark', () => {
  it('says so, for sentences about roles that refuse it', () => {
    const [tags, identity] = ['rolecall.agents.sessionTags', 'rolecall.agents.sourceIdentity'];
    assert.deepEqual(markedBy('', {}), []);
    assert.deepEqual(markedBy('', { sessionTags: { a: 'b' }, sourceIdentity: 'agent' }), [tags, identity]);
    assert.deepEqual(markedBy('source_identity = maya', { sourceIdentity: 'agent' }), []);
    assert.deepEqual(markedBy('session_tags = a=b', { sessionTags: {} }), []);
  });
});
