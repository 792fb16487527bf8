import assert from 'node:assert/strict';
import type { Access } from '../../../src/profiles/access/access.ts';
import type { ActiveState } from '../../../src/session/activeState.ts';

await import('../../fakes/useFakeVscode.ts');
const { LaunchVariables } = await import('../../../src/commands/use/launchVariables.ts');

describe('the access for launch.json and tasks.json', () => {
  const target = { kind: 'profile', name: 'dev' } as const;
  const word = (state: ActiveState, access?: Access): string =>
    new LaunchVariables({
      active: { state },
      sessions: { planOf: () => ({ target, steps: [], ...(access && { access }) }) },
    } as never).access();
  const inUse = { kind: 'waiting', target, failure: { code: 'forgotten', profile: 'dev' } } as const;

  for (const [access, expected] of [
    [undefined, 'full'],
    [{ managed: ['readOnly'] }, 'readOnly'],
    [{ managed: ['viewOnly'] }, 'viewOnly'],
    [{ managed: ['securityAudit'] }, 'securityAudit'],
    [{ managed: [], document: { file: 'x.json', text: '{}' } }, 'custom'],
  ] as const)
    it(`is ${expected}`, () => assert.equal(word(inUse, access), expected));

  it('is empty if no profile is in use', () => assert.equal(word({ kind: 'none' }), ''));
});
