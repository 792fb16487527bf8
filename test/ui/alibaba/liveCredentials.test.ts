import { equal, notEqual } from 'node:assert/strict';
import { join } from 'node:path';
import { createClock } from '../../aws/clock.ts';
import { eventually } from '../../eventually.ts';
import { useMovableClock } from '../window/useMovableClock.ts';
import { useDswInstance } from './useDswInstance.ts';

const role = 'Instance RAM role (credentials URI)';
const minute = 60_000;
const hour = 60 * minute;
const id = /^STS\.\S+/mu;

describe('programs that run longer than the credentials of a PAI DSW instance', function () {
  this.timeout(90_000);
  const clock = useMovableClock();
  const scene = useDswInstance(() => {
    const { machine, env = {}, preload = '' } = clock.options();
    const settings = { 'rolecall.terminals.mode': 'live' };
    // With an old profile of the CLI, which wins unless the mode rules it out.
    return { files: { cli: 'stale', ini: 'stale' }, clock: createClock(machine), env, preload, settings };
  });

  const currentId = (): string | undefined => scene().stage.alibaba.uri.session()?.accessKeyId;

  async function printed(input: string, expected: RegExp, timeout = 30_000): Promise<string> {
    const { terminal } = scene().window;
    await terminal.run(input);
    return expected.exec(await terminal.waitFor(expected, timeout))?.[0] ?? '';
  }

  it('get no keys, but an address of Rolecall', async () => {
    const { window, item } = scene();
    await window.tree('AWS Profiles, Alibaba Cloud').pressAction(role, 'Use These Credentials');
    await item.waitFor(/^Instance.* · (1h|59m)$/);
    await window.newTerminal();
    await printed('clear; echo "[$ALIBABA_CLOUD_ACCESS_KEY_ID$OSS_ACCESS_KEY_ID]"', /^\[\]$/m);
    const uri = /^http:\/\/127\.0\.0\.1:\d+\/alibaba\/\S+$/m;
    const address = await printed('clear; echo $ALIBABA_CLOUD_CREDENTIALS_URI', uri);
    notEqual(address, scene().stage.alibaba.credentialsUri);
  });

  it('get fresh credentials whenever their own are about to expire', async () => {
    const { window, item } = scene();
    const moved = join(import.meta.dirname, '..', 'movedClock.ts');
    await printed(`clear; ${process.execPath} --import ${moved} followWhoAmI.mjs`, /^ready$/m);
    const seen = [await printed('', id)];
    equal(seen[0], currentId());
    for (const _ of ['once', 'twice']) {
      await clock.advance(hour + minute);
      const another = new RegExp(`^(?!${seen.join('|')})STS\\.\\S+ acs:`, 'mu');
      // The program notices the time only after a moment.
      seen.push(await eventually(() => printed('', another, 3000), 30_000));
      await item.waitFor(/^Instance.* · (1h|59m)$/);
    }
    await window.terminal.press('Control+C');
  });

  it('follow the window, and lose the address when the user stops using Alibaba Cloud', async () => {
    const { window, item } = scene();
    const status = 'clear; curl -s -o /dev/null -w "[%{http_code}]\\n" $ALIBABA_CLOUD_CREDENTIALS_URI';
    equal(await printed(status, /^\[\d+\]$/m), '[200]');
    await window.runCommand('Rolecall: Stop Using Alibaba Cloud');
    await item.waitUntilGone();
    equal(await printed(status, /^\[4\d\d\]$/m).then((text) => text.slice(0, 2)), '[4');
  });
});
