import assert from 'node:assert/strict';
import { Emitter } from '../../../src/base/event.ts';
import { type Target, targetName } from '../../../src/profiles/profiles.ts';
import type { Active } from '../../../src/session/active.ts';
import type { ActiveMemory, ActiveState } from '../../../src/session/activeState.ts';
import type { BindingSettings } from '../../../src/session/bindings.ts';
import { BoundWindow } from '../../../src/session/boundWindow.ts';
import { nextCode } from '../../aws/iam/mfa.ts';
import { type LocalAws, startLocalAws } from '../../aws/localAws.ts';
import { phone, testWorld } from '../../aws/testWorld.ts';
import { eventually } from '../../eventually.ts';
import { memoryAnswers } from '../../fakes/memoryAnswers.ts';
import { TypedCodes } from '../../fakes/typedCodes.ts';
import { activeIn, openWindow, profile, type Window } from './testWindows/window.ts';

const folder = (name: string, bound?: string) => ({ uri: `file:///${name}`, name, profile: bound });

const uses = (state: ActiveState): string =>
  state.kind === 'none' ? 'none' : `${state.kind} ${targetName(state.target)}`;

/** `bindingConsent.test.ts` has the questions about changes; here, the user always agrees. */
describe('a window that is bound to a profile', () => {
  let aws: LocalAws;
  let window: Window<TypedCodes>;
  let remembered: Target | undefined;
  let settings: BindingSettings;
  let settingsChange: Emitter<void>;
  let active: Active;
  let bound: BoundWindow;
  let offered: string[];
  let asked: string[];
  let production: readonly string[];

  beforeEach(async () => {
    aws = await startLocalAws({ world: testWorld });
    remembered = undefined;
    settings = { user: undefined, workspace: undefined, folders: [folder('a')], isTrusted: true };
    settingsChange = new Emitter();
    [offered, asked, production] = [[], [], []];
    window = openWindow({ url: aws.url, prompts: new TypedCodes() });
    const makeActive = (memory: ActiveMemory): Active => activeIn(window, { memory, now: Date.now });
    active = makeActive({ load: () => remembered, save: (target) => void (remembered = target) });
    bound = new BoundWindow({
      settings: {
        get value() {
          return settings;
        },
        onChange: settingsChange.event,
      },
      active,
      ownChoice: () => remembered,
      makeActive,
      planOf: (target) => window.planOf(target),
      isProduction: (target) => production.includes(targetName(target)),
      answers: memoryAnswers(),
      ask: async ({ profile: name }) => {
        asked.push(name);
        return 'switch';
      },
      offer: ({ profile: name, isProduction }) => offered.push(isProduction ? `${name}, production` : name),
    });
  });

  afterEach(async () => {
    bound.dispose();
    active.dispose();
    assert.deepEqual(window.log.errors, []);
    await aws.close();
  });

  const change = (changes: Partial<BindingSettings>): void => {
    settings = { ...settings, ...changes };
    settingsChange.fire();
  };
  const becomes = (expected: string): Promise<void> =>
    eventually(() => assert.equal(uses(active.state), expected));
  const inFolders = (): string[] => bound.folders.map(({ name, state }) => `${name}: ${uses(state)}`);

  it('uses the profile when it opens, whatever was in use last time', async () => {
    settings = { ...settings, workspace: 'plain' };
    remembered = profile('long');
    await bound.open();
    await becomes('ready plain');
    assert.deepEqual(remembered, profile('long'), "that was the user's choice");
  });

  it('keeps the access that the user chose for the same profile, and for no other', async () => {
    settings = { ...settings, workspace: 'plain' };
    remembered = { ...profile('plain'), access: { managed: ['readOnly'] } };
    await bound.open();
    await becomes('ready plain');
    assert.ok(active.isUsing(remembered));
    change({ workspace: 'long' });
    await becomes('ready long');
    assert.ok(active.isUsing(profile('long')));
  });

  it('takes the same profile with another access for the one that it is bound to', async () => {
    await bound.open();
    production = ['plain'];
    const chosen = { ...profile('plain'), access: { managed: ['readOnly'] } };
    await active.use(chosen);
    change({ workspace: 'plain' });
    bound.refresh();
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.ok(active.isUsing(chosen));
    assert.deepEqual(asked, []);
  });

  it('restores the previous choice if it is not bound', async () => {
    remembered = profile('long');
    await bound.open();
    assert.equal(uses(active.state), 'ready long');
  });

  it('prompts for nothing, and waits if a session needs the user', async () => {
    settings = { ...settings, workspace: 'mfa' };
    await bound.open();
    await becomes('waiting mfa');
    assert.deepEqual(window.prompts.questions, []);
    window.prompts.type(() => nextCode(phone, aws.clock));
    bound.adopt(await window.get('mfa'));
    assert.equal(uses(active.state), 'ready mfa');
  });

  it('reports a missing profile instead of using another', async () => {
    settings = { ...settings, workspace: 'gone' };
    remembered = profile('plain');
    await bound.open();
    await becomes('waiting gone');
    assert.equal(active.state.kind === 'waiting' && active.state.failure.code, 'noSuchProfile');
  });

  it('follows the setting', async () => {
    await bound.open();
    change({ workspace: 'plain' });
    await becomes('ready plain');
    change({ folders: [folder('a', 'keys')] });
    await becomes('ready keys');
    change({ folders: [folder('a')], workspace: undefined });
    assert.equal(bound.target, undefined);
    assert.equal(uses(active.state), 'ready keys', 'a window keeps its target');
  });

  it('follows the setting while another profile is in use and the files change', async () => {
    await bound.open();
    await active.use(profile('long'));
    change({ workspace: 'plain' });
    bound.refresh();
    await becomes('ready plain');
  });

  it("keeps the user's own choice until the setting changes", async () => {
    settings = { ...settings, workspace: 'plain' };
    await bound.open();
    await active.use(profile('keys'));
    change({});
    bound.refresh();
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.equal(uses(active.state), 'ready keys');
    change({ workspace: 'long' });
    await becomes('ready long');
  });

  it('ignores settings of an untrusted workspace, which are offered once', async () => {
    settings = { ...settings, workspace: 'plain', isTrusted: false };
    remembered = profile('keys');
    await bound.open();
    change({});
    assert.equal(uses(active.state), 'ready keys');
    assert.deepEqual(offered, ['plain']);
    change({ isTrusted: true });
    await becomes('ready plain');
    assert.deepEqual(offered, ['plain']);
  });

  it('says that the profile it offers is a production profile', async () => {
    production = ['plain'];
    settings = { ...settings, workspace: 'plain', isTrusted: false };
    await bound.open();
    assert.deepEqual(offered, ['plain, production']);
  });

  it('does not offer a profile that is already in use or cannot be used', async () => {
    settings = { ...settings, workspace: 'keys', isTrusted: false };
    remembered = profile('keys');
    await bound.open();
    change({ workspace: 'gone' });
    assert.deepEqual(offered, []);
  });

  it('has folders that keep their own profile, even without a session', async () => {
    settings = {
      ...settings,
      workspace: 'plain',
      folders: [folder('a', 'keys'), folder('b', 'mfa'), folder('c')],
    };
    await bound.open();
    await eventually(() => assert.deepEqual(inFolders(), ['a: ready keys', 'b: waiting mfa']));
    await active.use(profile('long'));
    assert.deepEqual(inFolders(), ['a: ready keys', 'b: waiting mfa']);
    window.prompts.type(() => nextCode(phone, aws.clock));
    bound.adopt(await window.get('mfa'));
    assert.deepEqual(inFolders(), ['a: ready keys', 'b: ready mfa']);
    assert.equal(uses(active.state), 'ready long');
  });

  it('follows added and removed folders', async () => {
    settings = { ...settings, folders: [folder('a', 'keys'), folder('b')] };
    await bound.open();
    await eventually(() => assert.deepEqual(inFolders(), ['a: ready keys']));
    const [, ofA] = bound.actives;
    let notified = 0;
    bound.onDidChange(() => notified++);
    change({ folders: [folder('a', 'keys'), folder('b', 'keys'), folder('c', 'plain')] });
    assert.equal(bound.actives[1], ofA, 'one for each profile');
    await eventually(() =>
      assert.deepEqual(inFolders(), ['a: ready keys', 'b: ready keys', 'c: ready plain']),
    );
    assert.ok(notified >= 2);
    change({ folders: [folder('c', 'plain'), folder('b')] });
    assert.deepEqual(inFolders(), ['c: ready plain']);
    assert.equal(bound.actives.length, 2);
  });
});
