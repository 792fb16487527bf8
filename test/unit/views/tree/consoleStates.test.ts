import assert from 'node:assert/strict';
import { Emitter } from '../../../../src/base/event.ts';
import { ConsoleStates } from '../../../../src/views/tree/consoleStates.ts';
import type { ConsoleSignInState } from '../../../../src/views/viewSources.ts';
import { eventually } from '../../../eventually.ts';

const signedOut: ConsoleSignInState = { kind: 'signedOut' };
const expired: ConsoleSignInState = { kind: 'expired' };

describe('the states of console sign-ins', () => {
  let now: number;
  let files: Map<string, ConsoleSignInState>;
  let reads: string[];
  let changes: number;
  let isBroken: boolean;
  let states: ConsoleStates;
  const changed = new Emitter<void>();

  beforeEach(() => {
    [now, files, reads, changes, isBroken] = [0, new Map([['maya', signedOut]]), [], 0, false];
    const signIns = {
      onDidChange: changed.event,
      stateOf: async (session: string) => {
        reads.push(session);
        return files.get(session) ?? Promise.reject(new Error('unreadable'));
      },
    };
    const get = async () => (isBroken ? Promise.reject(new Error('no engine')) : signIns);
    states = new ConsoleStates({ consoleSignIns: { get }, now: () => now }, () => void changes++);
  });
  afterEach(() => states.dispose());

  it('are read once for all rows that are drawn together, and again when they change', async () => {
    files.set('ada', expired);
    assert.equal(states.of('maya'), undefined);
    assert.equal(states.of('ada'), undefined);
    states.of('maya');
    await eventually(() => assert.equal(changes, 1));
    assert.deepEqual(reads, ['maya', 'ada']);
    assert.deepEqual([states.of('maya'), states.of('ada')], [signedOut, expired]);
    files.set('maya', expired);
    changed.fire();
    await eventually(() => assert.equal(changes, 2));
    assert.deepEqual(states.of('maya'), expired);
  });

  it('are read again after a while, because sign-ins also end with time', async () => {
    states.of('maya');
    await eventually(() => assert.equal(changes, 1));
    files.set('maya', expired);
    now = 30_000;
    states.of('maya');
    now = 30_001;
    assert.deepEqual(states.of('maya'), signedOut);
    await eventually(() => assert.equal(changes, 2));
    assert.equal(reads.length, 2);
  });

  it('stay unknown if they cannot be read, and are tried again', async () => {
    isBroken = true;
    states.of('maya');
    await new Promise((resolve) => setImmediate(resolve));
    isBroken = false;
    assert.equal(states.of('maya'), undefined);
    assert.equal(states.of('gone'), undefined);
    await eventually(() => assert.equal(changes, 1));
    assert.deepEqual([states.of('maya'), states.of('gone')], [signedOut, undefined]);
  });
});
