import assert from 'node:assert/strict';
import { Emitter } from '../../../../src/base/event.ts';
import { isPlan, type Planned } from '../../../../src/plan/plan.ts';
import { accountOf } from '../../../../src/plan/planFacts.ts';
import { productionMatch, readPatterns } from '../../../../src/plan/production.ts';
import { type Target, targetName } from '../../../../src/profiles/profiles.ts';
import type { Active } from '../../../../src/session/active.ts';
import type { ActiveMemory, ActiveState } from '../../../../src/session/activeState.ts';
import type { BindingSettings } from '../../../../src/session/bindings.ts';
import { BoundWindow } from '../../../../src/session/boundWindow.ts';
import type { BindingAnswer, BindingQuestion } from '../../../../src/session/consent/bindingConsent.ts';
import { type LocalAws, startLocalAws } from '../../../aws/localAws.ts';
import { longRole, plainRole, testWorld } from '../../../aws/testWorld.ts';
import { eventually } from '../../../eventually.ts';
import { memoryAnswers } from '../../../fakes/memoryAnswers.ts';
import { TypedCodes } from '../../../fakes/typedCodes.ts';
import { activeIn, openWindow, profile, type Window } from '../testWindows/window.ts';

const folder = (name: string, bound?: string) => ({ uri: `file:///${name}`, name, profile: bound });

const uses = (state: ActiveState): string =>
  state.kind === 'none' ? 'none' : `${state.kind} ${targetName(state.target)}`;

/** A profile of another account, which the user's patterns call production. */
const prod = `[profile prod]\nrole_arn = ${longRole}\nsource_profile = keys\n`;

function isProduction(planned: Planned): boolean {
  const id = isPlan(planned) ? accountOf(planned) : undefined;
  const patterns = readPatterns(['prod', '999999999999']);
  return productionMatch(planned, patterns, { id, name: undefined, email: undefined }) !== undefined;
}

describe('a binding that the user has not agreed to', () => {
  let aws: LocalAws;
  let window: Window<TypedCodes>;
  let remembered: Target | undefined;
  let settings: BindingSettings;
  let settingsChange: Emitter<void>;
  let active: Active;
  let bound: BoundWindow;
  let questions: (BindingQuestion & { answer(answer?: 'switch' | 'keep'): void })[];
  let stored: Map<string, BindingAnswer>;

  const makeActive = (memory: ActiveMemory): Active => activeIn(window, { memory, now: Date.now });

  const open = (): void => {
    settingsChange = new Emitter();
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
      isProduction: (target) => isProduction(window.planOf(target)),
      answers: memoryAnswers(stored),
      ask: (question) => new Promise((answer) => questions.push({ ...question, answer })),
      offer: () => {},
    });
  };

  const close = (): void => {
    bound.dispose();
    active.dispose();
  };

  const reopen = async (): Promise<void> => {
    close();
    open();
    await bound.open();
  };

  beforeEach(async () => {
    aws = await startLocalAws({ world: testWorld });
    remembered = undefined;
    settings = { user: undefined, workspace: undefined, folders: [folder('a')], isTrusted: true };
    questions = [];
    stored = new Map();
    window = openWindow({ url: aws.url, prompts: new TypedCodes() });
    window.files.config += prod;
    open();
  });

  afterEach(async () => {
    close();
    assert.deepEqual(window.log.errors, []);
    await aws.close();
  });

  const change = (changes: Partial<BindingSettings>): void => {
    settings = { ...settings, ...changes };
    settingsChange.fire();
  };
  const becomes = (expected: string): Promise<void> =>
    eventually(() => assert.equal(uses(active.state), expected));
  const asked = (): string[] =>
    questions.map(({ folder: name, profile: bindsTo, isProduction: is }) =>
      [name ?? 'window', bindsTo, ...(is ? ['production'] : [])].join(' '),
    );
  /** Long enough for a switch without a question to begin. */
  const stays = async (expected: string, inFolders: readonly string[] = []): Promise<void> => {
    for (let i = 0; i < 20; i++) {
      await new Promise(setImmediate);
      assert.equal(uses(active.state), expected);
      assert.deepEqual(folders(), inFolders);
    }
  };
  const folders = (): string[] =>
    bound.folders.map(({ name, state }) => `${name}: ${targetName(state.target)}`);

  const makeProduction = (name: string, role: string): void => {
    window.files.config = window.files.config.replace(
      `[profile ${name}]\nrole_arn = ${role}`,
      `[profile ${name}]\nrole_arn = ${role.replace('222222222222', '999999999999')}`,
    );
    bound.refresh();
  };

  it('is followed without a question if it is not production when the window opens', async () => {
    settings = { ...settings, workspace: 'plain' };
    remembered = profile('keys');
    await bound.open();
    await becomes('ready plain');
    assert.deepEqual(asked(), []);
  });

  it('is not followed if it is production, until the user switches', async () => {
    settings = { ...settings, workspace: 'prod' };
    remembered = profile('keys');
    await bound.open();
    await becomes('ready keys');
    await stays('ready keys');
    assert.deepEqual(asked(), ['window prod production']);
    assert.equal(questions[0]?.kept, 'keys', 'which the window is about to restore');
    assert.deepEqual(bound.target, profile('prod'), 'which is what the settings say');
    questions[0]?.answer('switch');
    await becomes('ready prod');
    assert.deepEqual(remembered, profile('keys'), "that was the user's choice");
    await reopen();
    await becomes('ready prod');
    assert.equal(questions.length, 1, 'not again in the next window');
  });

  it('is never followed if the user keeps the profile', async () => {
    settings = { ...settings, workspace: 'prod' };
    await bound.open();
    await stays('none');
    questions[0]?.answer('keep');
    await stays('none');
    remembered = profile('keys');
    await reopen();
    await becomes('ready keys');
    await stays('ready keys');
    assert.equal(questions.length, 1);
  });

  it('does not move an open window when it changes, production or not', async () => {
    settings = { ...settings, workspace: 'plain' };
    await bound.open();
    await becomes('ready plain');
    change({ workspace: 'long' });
    await stays('ready plain');
    change({ folders: [folder('a', 'prod')] });
    await stays('ready plain');
    assert.deepEqual(asked(), ['window long', 'window prod production']);
    assert.equal(questions[0]?.kept, 'plain');
    questions[1]?.answer('keep');
    await stays('ready plain');
    change({ folders: [folder('a')] });
    await stays('ready plain');
    questions[0]?.answer('switch');
    await becomes('ready long');
  });

  it('asks once for each profile, however often the settings and files change', async () => {
    settings = { ...settings, workspace: 'plain' };
    await bound.open();
    await becomes('ready plain');
    for (let i = 0; i < 3; i++) {
      change({ workspace: 'prod' });
      bound.refresh();
      change({ workspace: 'plain' });
    }
    assert.deepEqual(asked(), ['window prod production']);
    questions[0]?.answer('keep');
    change({ workspace: 'prod' });
    await stays('ready plain');
    change({ workspace: 'long' });
    questions[1]?.answer('switch');
    await becomes('ready long');
    change({ workspace: 'plain' });
    questions[2]?.answer('switch');
    await becomes('ready plain');
    change({ workspace: 'long' });
    await becomes('ready long');
    change({ workspace: 'prod' });
    await stays('ready long');
    assert.deepEqual(asked(), ['window prod production', 'window long', 'window plain']);
  });

  it('is asked about again in the next window if the user closes the question', async () => {
    settings = { ...settings, workspace: 'prod' };
    await bound.open();
    questions[0]?.answer(undefined);
    await stays('none');
    change({});
    bound.refresh();
    assert.equal(questions.length, 1);
    await reopen();
    assert.deepEqual(asked(), ['window prod production', 'window prod production']);
  });

  it('is asked about again if it changes to the same production profile again', async () => {
    settings = { ...settings, workspace: 'prod' };
    await bound.open();
    questions[0]?.answer('switch');
    await becomes('ready prod');
    change({ workspace: 'plain' });
    questions[1]?.answer('switch');
    await becomes('ready plain');
    change({ workspace: 'prod' });
    await stays('ready plain');
    change({ workspace: 'plain' });
    await reopen();
    await becomes('ready plain');
    change({ workspace: 'prod' });
    await stays('ready plain');
    assert.deepEqual(asked().slice(2), ['window prod production', 'window prod production']);
    questions.at(-1)?.answer('switch');
    await becomes('ready prod');
    bound.refresh();
    await reopen();
    await becomes('ready prod');
    assert.equal(questions.length, 4);
  });

  it('does not move the window when it is reloaded before the user answers', async () => {
    settings = { ...settings, workspace: 'plain' };
    remembered = profile('keys');
    await bound.open();
    await becomes('ready plain');
    change({ workspace: 'long' });
    await stays('ready plain');
    await reopen();
    await becomes('ready keys');
    await stays('ready keys');
    assert.deepEqual(asked(), ['window long', 'window long']);
    questions[1]?.answer('switch');
    await becomes('ready long');
    await reopen();
    await becomes('ready long');
    assert.equal(questions.length, 2);
  });

  it('was not followed if the user had not agreed when they chose another', async () => {
    settings = { ...settings, workspace: 'prod' };
    await bound.open();
    await stays('none');
    assert.equal(bound.choose(undefined, 'plain', 'prod'), false, 'so Undo does not agree either');
    change({ workspace: 'plain' });
    await becomes('ready plain');
    assert.equal(bound.choose(undefined, 'long', 'plain'), true);
    change({ workspace: 'long' });
    await becomes('ready long');
    change({ workspace: 'prod' });
    await stays('ready long');
  });

  it('does not move the window by an answer that is late', async () => {
    await bound.open();
    await active.use(profile('keys'));
    change({ workspace: 'prod' });
    change({ workspace: undefined });
    questions[0]?.answer('switch');
    await stays('ready keys');
  });

  it('is not asked about if the user has chosen the profile already', async () => {
    await bound.open();
    await active.use(profile('prod'));
    change({ workspace: 'prod' });
    await stays('ready prod');
    await reopen();
    await becomes('ready prod');
    assert.deepEqual(asked(), []);
  });

  it('is not asked about if the user binds the window themselves', async () => {
    await bound.open();
    bound.choose(undefined, 'prod', undefined);
    change({ workspace: 'prod' });
    await becomes('ready prod');
    bound.choose('file:///a', 'long', 'prod');
    change({ folders: [folder('a', 'long')] });
    await becomes('ready long');
    assert.deepEqual(asked(), []);
    bound.choose('file:///a', undefined, 'long');
    change({ folders: [folder('a')], workspace: undefined });
    await stays('ready long');
    await active.use(profile('keys'));
    change({ workspace: 'long' });
    assert.deepEqual(asked(), ['window long'], 'the user has removed that binding');
  });

  it('is asked about if another setting takes effect because one was removed', async () => {
    settings = { ...settings, user: 'prod', workspace: 'plain' };
    await bound.open();
    await becomes('ready plain');
    change({ workspace: undefined });
    await stays('ready plain');
    assert.deepEqual(asked(), ['window prod production']);
  });

  it('is followed without a question when the user trusts the workspace, unless it is production', async () => {
    settings = { ...settings, workspace: 'plain', isTrusted: false };
    await bound.open();
    change({ isTrusted: true });
    await becomes('ready plain');
    assert.deepEqual(asked(), []);
    settings = { ...settings, workspace: 'prod', isTrusted: false };
    await reopen();
    change({ isTrusted: true });
    await stays('none');
    assert.deepEqual(asked(), ['window prod production']);
  });

  describe('because its profile becomes production', () => {
    it('is no longer followed until the user agrees', async () => {
      settings = { ...settings, workspace: 'plain' };
      await bound.open();
      await becomes('ready plain');
      const before = aws.requests.length;
      makeProduction('plain', plainRole);
      await becomes('none');
      await stays('none');
      assert.deepEqual(asked(), ['window plain production']);
      assert.equal(aws.requests.length, before, 'and gets no session of it');
      bound.refresh();
      await stays('none');
      questions[0]?.answer('switch');
      await becomes('waiting plain');
    });

    it('is not covered by an answer from before', async () => {
      await bound.open();
      change({ workspace: 'plain' });
      questions[0]?.answer('switch');
      await becomes('ready plain');
      makeProduction('plain', plainRole);
      await becomes('none');
      assert.deepEqual(asked(), ['window plain', 'window plain production']);
      await reopen();
      assert.equal(questions.length, 3);
      await stays('none');
    });

    it('is not followed when a missing profile appears', async () => {
      settings = { ...settings, workspace: 'new' };
      await bound.open();
      await becomes('waiting new');
      const role = plainRole.replace('222222222222', '999999999999');
      window.files.config += `[profile new]\nrole_arn = ${role}\nsource_profile = keys\n`;
      bound.refresh();
      await becomes('none');
      assert.deepEqual(asked(), ['window new production']);
    });

    it('keeps the window on a profile that the user chose themselves', async () => {
      settings = { ...settings, workspace: 'plain' };
      await bound.open();
      await active.use(profile('long'));
      makeProduction('plain', plainRole);
      await stays('ready long');
      await active.use(profile('keys'));
      assert.deepEqual(asked(), []);
    });

    it('is no longer followed by a folder', async () => {
      settings = { ...settings, folders: [folder('a', 'plain'), folder('b')] };
      await bound.open();
      await eventually(() => assert.deepEqual(folders(), ['a: plain']));
      makeProduction('plain', plainRole);
      await stays('none');
      assert.deepEqual(asked(), ['a plain production']);
    });
  });

  describe('of a folder', () => {
    it('is not followed if it is production, until the user switches', async () => {
      settings = { ...settings, folders: [folder('a', 'prod'), folder('b', 'plain')] };
      await bound.open();
      await stays('none', ['b: plain']);
      assert.deepEqual(asked(), ['a prod production']);
      questions[0]?.answer('switch');
      await eventually(() => assert.deepEqual(folders(), ['a: prod', 'b: plain']));
      await reopen();
      assert.deepEqual(folders(), ['a: prod', 'b: plain']);
      assert.equal(questions.length, 1);
    });

    it('does not move the folder when it changes, is added, or is moved to a second folder', async () => {
      settings = { ...settings, folders: [folder('a', 'plain'), folder('b')] };
      await bound.open();
      change({ folders: [folder('a', 'long'), folder('b', 'long')] });
      await stays('none', ['a: plain']);
      assert.deepEqual(asked(), ['a long', 'b long']);
      questions[1]?.answer('switch');
      await eventually(() => assert.deepEqual(folders(), ['a: plain', 'b: long']));
      questions[0]?.answer('keep');
      await stays('none', ['a: plain', 'b: long']);
    });

    it('is followed without a question if the folder is new and the profile is not production', async () => {
      settings = { ...settings, folders: [folder('a', 'plain'), folder('b')] };
      await bound.open();
      change({ folders: [...settings.folders, folder('c', 'long'), folder('d', 'prod')] });
      await stays('none', ['a: plain', 'c: long']);
      assert.deepEqual(asked(), ['d prod production']);
    });

    it('is asked about if it changes while a second folder is added', async () => {
      settings = { ...settings, folders: [folder('a', 'plain')] };
      await bound.open();
      await becomes('ready plain');
      change({ folders: [folder('a', 'plain'), folder('b')] });
      assert.deepEqual([folders(), asked()], [['a: plain'], []]);
      change({ folders: [folder('a', 'plain')] });
      change({ folders: [folder('a', 'long'), folder('b')] });
      assert.deepEqual(asked(), ['a long']);
    });

    it('is not asked about if the user binds the folder themselves', async () => {
      settings = { ...settings, folders: [folder('a'), folder('b')] };
      await bound.open();
      bound.choose('file:///b', 'prod', undefined);
      change({ folders: [folder('a', 'prod'), folder('b', 'prod')] });
      await stays('none', ['b: prod']);
      assert.deepEqual(asked(), ['a prod production']);
    });
  });
});
