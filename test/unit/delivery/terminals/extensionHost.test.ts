import assert from 'node:assert/strict';
import { Emitter } from '../../../../src/base/event.ts';
import { liveHandover, profileHandover } from '../../../../src/delivery/handover/handover.ts';
import { ExtensionHostVariables } from '../../../../src/delivery/terminals/extensionHost.ts';
import { withEnvironment } from '../../../aws/environment.ts';

const other = {
  AWS_PROFILE: 'other',
  AWS_ACCESS_KEY_ID: 'AKIAOTHER',
  AWS_SECRET_ACCESS_KEY: 'secret of other',
  AWS_REGION: 'us-east-1',
  AWS_EB_PROFILE: undefined,
  AWS_CONFIG_FILE: undefined,
  ROLECALL_TEST: undefined,
};
const names = Object.keys(other);
const dev = profileHandover('dev', undefined, undefined);
const devVariables = { AWS_PROFILE: 'dev', AWS_EB_PROFILE: 'dev', AWS_REGION: 'us-east-1' };
const live = liveHandover({ config: '/mirror/config', credentials: '/mirror/credentials' }, 'r', undefined);

/** Uses the real environment of this process, which child processes inherit. */
function test(
  title: string,
  action: (host: ExtensionHostVariables, turn: (on: boolean) => void) => void,
): void {
  it(title, () =>
    withEnvironment(other, async () => {
      const changed = new Emitter<boolean>();
      const isOn = { value: true, onChange: changed.event };
      const host = new ExtensionHostVariables(process.env, isOn);
      action(host, (on) => {
        isOn.value = on;
        changed.fire(on);
      });
      host.dispose();
      assert.deepEqual(seenIn(process.env), before);
    }),
  );
}

const before = Object.fromEntries(Object.entries(other).filter(([, value]) => value !== undefined));

function seenIn(environment: Readonly<Record<string, string | undefined>>): object {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => names.includes(name)));
}

describe('the variables of the extension host', () => {
  test('are those of the profile in use, without any that select another profile', (host) => {
    host.deliver(() => dev);
    assert.deepEqual(seenIn(process.env), devVariables);
  });

  test('do not accumulate when another profile is chosen', (host) => {
    host.deliver(() => dev);
    host.deliver(() => live);
    assert.deepEqual(seenIn(process.env), { AWS_CONFIG_FILE: '/mirror/config' });
    host.deliver(() => undefined);
    assert.deepEqual(seenIn(process.env), before);
  });

  test('are set while the setting is on', (host, turn) => {
    turn(false);
    host.deliver(() => dev);
    assert.deepEqual(seenIn(process.env), before);
    turn(true);
    assert.deepEqual(seenIn(process.env), devVariables);
    turn(false);
    assert.deepEqual(seenIn(process.env), before);
  });

  test('are kept if something else has changed them in the meantime', (host) => {
    host.deliver(() => dev);
    process.env['AWS_PROFILE'] = 'theirs';
    host.deliver(() => undefined);
    assert.deepEqual(seenIn(process.env), { ...before, AWS_PROFILE: 'theirs' });
    process.env['AWS_PROFILE'] = 'other';
  });
});

describe('the environment that VS Code was started with', () => {
  test('does not show our variables', (host) => {
    const { inherited } = host;
    host.deliver(() => dev);
    assert.equal(inherited['AWS_PROFILE'], 'other');
    assert.equal(inherited['AWS_EB_PROFILE'], undefined);
    assert.deepEqual(
      names.filter((name) => name in inherited),
      Object.keys(before),
    );
    assert.deepEqual(seenIn(inherited), before);
    assert.deepEqual(seenIn({ ...inherited }), before);
    assert.deepEqual(seenIn(JSON.parse(JSON.stringify(inherited)) as typeof inherited), before);
  });

  test('shows later changes', (host) => {
    const { inherited } = host;
    host.deliver(() => dev);
    process.env['ROLECALL_TEST'] = 'later';
    assert.equal(inherited['ROLECALL_TEST'], 'later');
    assert.deepEqual(seenIn(inherited), { ...before, ROLECALL_TEST: 'later' });
    delete process.env['ROLECALL_TEST'];
    process.env['AWS_PROFILE'] = 'theirs';
    assert.equal(inherited['AWS_PROFILE'], 'theirs');
    delete process.env['AWS_PROFILE'];
    assert.equal(inherited['AWS_PROFILE'], undefined);
    process.env['AWS_PROFILE'] = 'other';
  });

  test('cannot be changed', ({ inherited }) => {
    const open = inherited as Record<string, string>;
    assert.throws(() => (open['AWS_PROFILE'] = 'x'), TypeError);
    assert.throws(() => delete open['AWS_PROFILE'], TypeError);
  });
});
