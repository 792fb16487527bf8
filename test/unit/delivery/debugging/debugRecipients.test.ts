import assert from 'node:assert/strict';
import { recordHandOuts } from '../../../fakes/handOutRecord.ts';
import { fakeVscode } from '../../../fakes/useFakeVscode.ts';

const { DebugRecipients } = await import('../../../../src/delivery/debugging/debugRecipients.ts');

const { debugStarted, debugEnded } = fakeVscode.reports;

function setUp() {
  const { handOuts } = recordHandOuts();
  const recipients = new DebugRecipients(handOuts.end.bind(handOuts));
  const launch = (profile: string, name = 'Launch') =>
    handOuts.lead({ kind: 'profile', name: profile }, recipients.next(name));
  const running = () => handOuts.current('debugSession').map(({ profile }) => profile);
  return { recipients, launch, running };
}

describe('the record of debug sessions', () => {
  it('ends only that run of two of the same configuration', () => {
    const { recipients, launch, running } = setUp();
    for (const [id, profile] of [
      ['1', 'dev'],
      ['2', 'ci'],
    ] as const) {
      launch(profile);
      debugStarted.fire({ id, name: 'Launch' });
    }
    assert.deepEqual(running(), ['dev', 'ci']);
    debugEnded.fire({ id: '1', name: 'Launch' });
    assert.deepEqual(running(), ['ci']);
    debugEnded.fire({ id: '2', name: 'Launch' });
    assert.deepEqual(running(), []);
    recipients.dispose();
  });

  it('follows a session that is restarted', () => {
    const { recipients, launch, running } = setUp();
    const session = { id: '1', name: 'Launch' };
    launch('dev');
    debugStarted.fire(session);
    debugEnded.fire(session);
    launch('ci');
    assert.deepEqual(running(), ['ci']);
    debugEnded.fire(session);
    assert.deepEqual(running(), []);
    recipients.dispose();
  });

  it('ignores sessions that got nothing', () => {
    const { recipients, launch, running } = setUp();
    launch('dev');
    debugStarted.fire({ id: '1', name: 'Launch' });
    debugStarted.fire({ id: '2', name: 'Launch' });
    debugEnded.fire({ id: '2', name: 'Launch' });
    debugEnded.fire({ id: '3', name: 'Attach' });
    assert.deepEqual(running(), ['dev']);
    recipients.dispose();
  });
});
