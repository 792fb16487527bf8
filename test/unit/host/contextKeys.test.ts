import assert from 'node:assert/strict';
import { Emitter } from '../../../src/base/event.ts';
import type { Target } from '../../../src/profiles/profiles.ts';
import type { ActiveState } from '../../../src/session/activeState.ts';
import { fakeVscode } from '../../fakes/useFakeVscode.ts';
import { planFor } from '../plan/planText.ts';

const { registerContextKeys } = await import('../../../src/host/contextKeys.ts');

const config = `[profile signed-in]
login_session = arn:aws:iam::111122223333:user/maya
region = eu-west-1
[profile role]
role_arn = arn:aws:iam::444455556666:role/Admin
source_profile = signed-in
`;

describe('the context keys of the walkthrough', () => {
  const { executeCommand } = fakeVscode.commands;
  const used = new Emitter<ActiveState>();
  const keys = new Map<unknown, unknown>();
  let registered: { dispose(): void };

  beforeEach(() => {
    keys.clear();
    Object.assign(fakeVscode.commands, {
      executeCommand: async (_: string, key: unknown, value: unknown) => void keys.set(key, value),
    });
    const none = { onDidChange: new Emitter<never>().event };
    const onChange = none.onDidChange;
    registered = registerContextKeys(
      { ready: () => new Promise(() => {}), onDidChange: () => ({ dispose() {} }) } as never,
      { onDidChange: used.event, isUsing: () => false } as never,
      { target: undefined, onDidChange: onChange },
      { value: { forbid: new Set() }, onChange } as never,
      none,
      { value: false, onChange },
    );
  });
  afterEach(() => {
    registered.dispose();
    Object.assign(fakeVscode.commands, { executeCommand });
  });

  const use = (name: string): void => {
    const target: Target = { kind: 'profile', name };
    const plan = planFor({ config, target });
    used.fire({ kind: 'ready', target, session: { plan } } as unknown as ActiveState);
  };

  const known = () => ['isActive', 'isConsoleSignIn', 'isRole'].map((key) => keys.get(`rolecall.${key}`));

  it('tell what the window uses, once it has a session', () => {
    used.fire({ kind: 'waiting' } as ActiveState);
    assert.deepEqual(known(), [true, false, false]);
    use('signed-in');
    assert.deepEqual(known(), [true, true, false]);
    use('role');
    assert.deepEqual(known(), [true, true, true]);
    used.fire({ kind: 'none' });
    assert.deepEqual(known(), [false, false, false]);
  });
});
