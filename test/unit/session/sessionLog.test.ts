import assert from 'node:assert/strict';
import { Emitter } from '../../../src/base/event.ts';
import type { ActiveState } from '../../../src/session/activeState.ts';
import { runLine } from '../../../src/session/sessionLog.ts';
import { logStates } from '../../../src/session/inUse/stateLog.ts';
import { nextCode } from '../../aws/iam/mfa.ts';
import { type LocalAws, startLocalAws } from '../../aws/localAws.ts';
import { phone, testWorld } from '../../aws/testWorld.ts';
import { RecordedLog } from '../../fakes/recordedLog.ts';
import { TypedCodes } from '../../fakes/typedCodes.ts';
import { assertNoSecret } from '../credentials/runner.ts';
import { openWindow, profile, type Window } from './testWindows/window.ts';

/** Without the time, which depends on the clock of this machine. */
const lines = (log: RecordedLog): readonly string[] =>
  log.infos.map((line) => line.replace(/until \d\d:\d\d/u, 'until HH:MM'));

describe('the log', () => {
  let aws: LocalAws;
  let window: Window<TypedCodes>;

  beforeEach(async () => {
    aws = await startLocalAws({ world: testWorld });
    const { now } = aws.clock;
    window = openWindow({ url: aws.url, prompts: new TypedCodes(() => nextCode(phone, aws.clock)), now });
  });
  afterEach(async () => {
    assertNoSecret(window.log.text);
    await aws.close();
  });

  it('tells in one line what each session took, and for which program', async () => {
    const requester = Promise.resolve({ kind: 'program', name: 'terraform' } as const);
    await window.get('mfa', { requester });
    await window.get('next');
    await window.get('plain');
    assert.deepEqual(lines(window.log), [
      'mfa: read the access keys of alice, started an MFA session, assumed Mfa, until HH:MM, for terraform',
      'next: session of Mfa reused, assumed Next, until HH:MM',
      'plain: read the access keys of keys, assumed Plain, until HH:MM',
    ]);
  });

  it('has only details about what was there already', async () => {
    await window.get('mfa');
    await window.get('mfa-plain');
    await window.get('mfa');
    await window.get('keys');
    assert.equal(lines(window.log)[1], 'mfa-plain: MFA session reused, assumed Plain, until HH:MM');
    assert.equal(window.log.infos.length, 2);
    assert.match(window.log.debugs[0] ?? '', /^mfa: session of Mfa reused, until \d\d:\d\d$/);
    assert.equal(window.log.debugs[1], 'keys: read the access keys of keys');
  });

  it('contains no secret that is in the wrong place', () => {
    const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
    const planned = window.planOf(profile('plain'));
    assert.ok('steps' in planned);
    const [source, step] = planned.steps;
    assert.ok(step?.kind === 'assumeRole');
    const steps = [source!, { ...step, roleArn: `arn:aws:iam::1:role/${secret}` }];
    assert.doesNotMatch(runLine({ ...planned, steps }, 0, undefined), /wJalrXUtn/);
  });

  it('names the access of a session that is limited, and of a target that waits for one', () => {
    const planned = window.planOf(profile('plain'));
    assert.ok('steps' in planned);
    const access = { managed: ['readOnly'] };
    assert.match(
      runLine({ ...planned, access }, 1, undefined),
      /^plain \(readOnly\): session of keys reused, /u,
    );
    const log = new RecordedLog();
    const changed = new Emitter<ActiveState>();
    logStates({ state: { kind: 'none' }, onDidChange: changed.event }, log);
    const target = { ...profile('dev'), access: { managed: ['arn:aws:iam::aws:policy/X'] } };
    changed.fire({ kind: 'waiting', target, failure: { code: 'forgotten', profile: 'dev' } });
    assert.deepEqual(log.infos, ['The window uses dev (custom), without a session: forgotten']);
  });

  it('tells what the window uses, and why it has no session', () => {
    const log = new RecordedLog();
    const changed = new Emitter<ActiveState>();
    const active = { state: { kind: 'none' } as ActiveState, onDidChange: changed.event };
    const listening = logStates(active, log);
    const target = profile('dev');
    changed.fire({ kind: 'switching', target, from: { kind: 'none' } });
    const waiting = { kind: 'waiting', target, failure: { code: 'needsPerson', profile: 'dev' } } as const;
    for (const state of [waiting, waiting, { kind: 'none' } as const]) changed.fire(state);
    listening.dispose();
    assert.deepEqual(log.infos, [
      'The window uses dev, without a session: needsPerson',
      'The window uses no profile',
    ]);
  });
});
