import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../../../eventually.ts';
import { fakeVscode } from '../../../fakes/useFakeVscode.ts';

const { SecretClipboard } = await import('../../../../src/commands/handOut/secretClipboard.ts');
const { env, UIKind } = fakeVscode;
const { clipboard } = env;

describe('a secret on the clipboard', () => {
  let clearSeconds: { value: number };
  let ended: number;
  let secrets: InstanceType<typeof SecretClipboard>;

  beforeEach(async () => {
    clearSeconds = { value: 0.05 };
    ended = 0;
    secrets = new SecretClipboard({ clearSeconds, onDidEnd: () => ended++ });
    env.uiKind = UIKind.Desktop;
    env.onRead = async () => {};
    await clipboard.writeText('mine');
  });

  const isCleared = () =>
    eventually(async () => assert.deepEqual([await clipboard.readText(), ended], ['', 1]));

  it('is cleared after the time, which the message says', async () => {
    clearSeconds.value = 1;
    const { sentence } = await secrets.copy('secret');
    assert.match(sentence, /cleared in one second unless/u);
    await sleep(500);
    assert.equal(await clipboard.readText(), 'secret');
    await isCleared();
  });

  it('is not cleared if the user has copied something else', async () => {
    await secrets.copy('secret');
    await clipboard.writeText('mine');
    await sleep(150);
    await secrets.close();
    assert.deepEqual([await clipboard.readText(), ended], ['mine', 1]);
  });

  it('begins a new time when another secret is copied', async () => {
    clearSeconds.value = 0.3;
    await secrets.copy('first');
    await sleep(200);
    await secrets.copy('second');
    await sleep(200);
    assert.equal(await clipboard.readText(), 'second');
    await isCleared();
  });

  it('is cleared when the window closes', async () => {
    clearSeconds.value = 60;
    await secrets.copy('secret');
    await secrets.close();
    await isCleared();
    await clipboard.writeText('secret');
    await secrets.close();
    assert.equal(await clipboard.readText(), 'secret', 'the user has copied it again from elsewhere');
  });

  it('is cleared by the button at once', async () => {
    clearSeconds.value = 60;
    await (await secrets.copy('secret')).clear.follow();
    await isCleared();
  });

  for (const value of [0, -1, Number.NaN, '60' as unknown as number])
    it(`stays with the setting ${JSON.stringify(value)}, and the message says so`, async () => {
      clearSeconds.value = value;
      assert.match((await secrets.copy('secret')).sentence, /not cleared automatically/u);
      await sleep(50);
      await secrets.close();
      assert.equal(await clipboard.readText(), 'secret');
    });

  it('is not read in a browser unless the user presses the button', async () => {
    env.uiKind = UIKind.Web;
    const { sentence, clear } = await secrets.copy('secret');
    assert.match(sentence, /In a browser/u);
    env.onRead = () => assert.fail('the browser would ask the user');
    await sleep(150);
    await secrets.close();
    env.onRead = async () => {};
    await clear.follow();
    await isCleared();
  });

  it('stays without a complaint if the clipboard cannot be read', async () => {
    env.onRead = () => Promise.reject(new Error('NotAllowedError'));
    const { clear } = await secrets.copy('secret');
    await clear.follow();
    await sleep(100);
    env.onRead = async () => {};
    assert.deepEqual([await clipboard.readText(), ended], ['secret', 0]);
  });
});
