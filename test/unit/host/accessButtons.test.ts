import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import type { AccessFailure } from '../../../src/base/failures/accessFailure.ts';
import type { CommandContext } from '../../../src/commands/context.ts';
import type { Plan, Planned } from '../../../src/plan/plan.ts';
import { fullAccess } from '../../../src/profiles/access/access.ts';
import type { Target } from '../../../src/profiles/profiles.ts';
import { fakeVscode } from '../../fakes/useFakeVscode.ts';

const { fullAccessRemedy } = await import('../../../src/commands/access/fullAccess.ts');
const { failureButtons } = await import('../../../src/host/messages/failureButtons.ts');
const { showFailure } = await import('../../../src/host/messages/showFailure.ts');

const impossible = { code: 'accessImpossible', profile: 'dev', why: 'program' } as const;
const invalid = { code: 'policyFileInvalid', profile: 'dev', path: '~/deploy.json', line: 3 } as const;
const dev: Target = { kind: 'profile', name: 'dev' };

const titles = (failure: AccessFailure): readonly string[] =>
  failureButtons(failure).map(({ title }) => title);

const remedyFor = (planned: Partial<Plan> | Exclude<Planned, Plan>, used: Target[] = []) =>
  fullAccessRemedy(dev, { views: { planOf: () => planned } } as unknown as CommandContext, (target) =>
    used.push(target),
  );

describe('the buttons of a failure about an access', () => {
  it('open the settings only if they ask for the access', () => {
    assert.deepEqual(titles(impossible), []);
    assert.deepEqual(titles({ ...impossible, isBySetting: true }), ['Open Settings']);
    const unknown = {
      code: 'unknownAccess',
      profile: 'dev',
      setting: 'rolecall.productionAccess',
      value: 'x',
    } as const;
    assert.deepEqual(failureButtons(unknown), [
      { title: 'Open Settings', settings: ['rolecall.productionAccess'] },
    ]);
  });

  it('open the policy file', () => {
    assert.deepEqual(titles(invalid), ['Open File']);
    assert.deepEqual(titles({ ...invalid, isBySetting: true }), ['Open File', 'Open Settings']);
    for (const code of ['policyWidens', 'policyOnlyDenies'] as const)
      assert.deepEqual(titles({ code, profile: 'dev', path: 'x.json' }), ['Open File']);
  });

  describe('when they are pressed', () => {
    const original = { ...fakeVscode.window };
    let opened: unknown;

    beforeEach(() => {
      Object.assign(fakeVscode.window, {
        showErrorMessage: async (_: string, ...buttons: readonly unknown[]) => buttons[0],
        showTextDocument: async (uri: unknown, options: unknown) => void (opened = [uri, options]),
      });
    });
    afterEach(() => void Object.assign(fakeVscode.window, original));

    it('show the file at the line', async () => {
      showFailure(invalid, () => {});
      await setImmediate();
      const text = JSON.stringify(opened);
      assert.ok(text.includes(`${homedir()}/deploy.json`), text);
      assert.match(text, /"line":2/u);
    });

    it('use everything, if that is the way out', async () => {
      let used = 0;
      const remedy = {
        title: 'Use with Full Access',
        isFor: ({ code }: { readonly code: string }) => code === 'accessImpossible',
        follow: () => void used++,
      };
      showFailure({ ...impossible, isBySetting: true }, () => {}, remedy);
      await setImmediate();
      assert.equal(used, 1);
      showFailure({ code: 'forgotten', profile: 'dev' }, () => {}, remedy);
      await setImmediate();
      assert.equal(used, 1, 'not for another failure');
    });
  });
});

describe('the button for full access', () => {
  it('is there if a setting limits the target, or would', () => {
    const used: Target[] = [];
    remedyFor({ target: dev, failure: { ...impossible, isBySetting: true } }, used)?.follow();
    remedyFor({ target: dev, steps: [], access: { managed: ['readOnly'] } }, used)?.follow();
    const full = { ...dev, access: fullAccess };
    assert.deepEqual(used, [full, full]);
  });

  it('is not there if nothing or the user limits it, or if another thing is wrong', () => {
    assert.equal(remedyFor({ target: dev, steps: [] }), undefined);
    assert.equal(
      remedyFor({ target: dev, failure: { code: 'noSuchProfile', profile: 'dev' } as never }),
      undefined,
    );
    const chosen = { ...dev, access: { managed: ['readOnly'] } };
    assert.equal(remedyFor({ target: chosen, failure: impossible }), undefined);
  });

  it('is for what more access would solve', () => {
    const remedy = remedyFor({ target: dev, steps: [], access: { managed: ['readOnly'] } });
    assert.ok(remedy?.isFor?.({ code: 'policyRefused', profile: 'dev', policies: [], detail: '' }));
    assert.ok(!remedy?.isFor?.({ code: 'forgotten', profile: 'dev' }));
  });
});
