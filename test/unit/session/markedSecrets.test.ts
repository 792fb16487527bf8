import assert from 'node:assert/strict';
import { markSecrets } from '../../../src/session/markedSecrets.ts';
import type { SecretStore } from '../../../src/session/storedSessions.ts';
import { MemoryFacts } from '../../fakes/memoryFacts.ts';
import { MemorySecrets, NoKeyring } from '../../fakes/memorySecrets.ts';
import { RecordedLog } from '../../fakes/recordedLog.ts';

describe('secret storage that forgets', () => {
  let facts: MemoryFacts;
  let log: RecordedLog;
  let lost: number;
  /** Opens a window, some time after all earlier steps. */
  const open = (secrets: SecretStore): SecretStore =>
    markSecrets(secrets, facts, (facts.now += 1000), log, () => lost++);

  beforeEach(() => {
    facts = new MemoryFacts();
    log = new RecordedLog();
    lost = 0;
  });

  it('is detected when the next window stores something, and not before', async () => {
    await open(new MemorySecrets()).store('session.a', 'a');
    assert.equal(lost, 0, 'it cannot be known yet');
    const next = open(new MemorySecrets());
    assert.equal(await next.get('session.a'), undefined);
    assert.deepEqual(await next.keys(), []);
    assert.equal(lost, 0, 'nothing is checked before it is needed');
    await next.store('session.b', 'b');
    await next.store('session.c', 'c');
    assert.equal(lost, 1);
    assert.equal(log.warnings.length, 1);
  });

  it('is distinguished from storage that persists, even after all sessions are forgotten', async () => {
    const secrets = new MemorySecrets();
    const first = open(secrets);
    await first.store('session.a', 'a');
    await first.delete('session.a');
    const next = open(secrets);
    await next.store('session.b', 'b');
    assert.equal(await next.get('session.b'), 'b');
    await open(secrets).store('session.c', 'c');
    assert.deepEqual([lost, log.text], [0, '']);
  });

  it('is not suspected in a page that was open before another stored the marker', async () => {
    const [page, other] = [open(new MemorySecrets()), open(new MemorySecrets())];
    await other.store('session.a', 'a');
    await page.store('session.b', 'b');
    assert.equal(lost, 0);
  });

  it('is not suspected if another VS Code profile stored the marker and this one remembers nothing', async () => {
    const secrets = new MemorySecrets();
    await open(secrets).store('session.a', 'a');
    facts = new MemoryFacts();
    await open(secrets).store('session.b', 'b');
    assert.equal(lost, 0);
    await open(new MemorySecrets()).store('session.c', 'c');
    assert.equal(lost, 1, 'but this one remembers from then on');
  });

  it('is distinguished from storage that fails, which is reported immediately', async () => {
    await assert.rejects(async () => open(new NoKeyring()).store('session.a', 'a'));
    await open(new MemorySecrets()).store('session.a', 'a');
    assert.equal(lost, 0);
  });
});
