import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { Cancelled } from '../../../src/base/failure.ts';
import { askAgain, type Question, type TextQuestion } from '../../../src/commands/questions.ts';
import type { Script } from '../../../src/commands/wizard.ts';
import { TypedInput } from '../../fakes/typedInput.ts';
import { fakeVscode } from '../../fakes/useFakeVscode.ts';

const { Draft, more, runWizard } = await import('../../../src/commands/wizard.ts');

const secret = 'je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY';

/** The input that was shown last. */
let shown: TypedInput;

function create(): TypedInput {
  return (shown = new TypedInput());
}

const type = (text: string): void => {
  shown.value = text;
  shown.changed.fire(text);
};
const next = async (fire: () => void): Promise<void> => {
  fire();
  for (let i = 0; i < 5; i++) await setImmediate();
};
const enter = (text = shown.value): Promise<void> =>
  next(() => {
    type(text);
    shown.accepted.fire();
  });
const choose = (label: string): Promise<void> =>
  next(() => {
    shown.selectedItems = shown.items.filter((row) => row.label === label);
    shown.accepted.fire();
  });
const back = (): Promise<void> => next(() => shown.pressed.fire({ tooltip: 'Back' }));
const escape = (): Promise<void> => next(() => shown.hidden.fire());
const head = (): string => `${shown.title} ${shown.step ?? '-'}/${shown.totalSteps ?? '-'}`;

const text =
  (name: string, others: Partial<TextQuestion> = {}) =>
  (): Question => ({
    kind: 'text',
    name,
    prompt: name,
    validate: (typed) => (typed === 'bad' ? 'This is bad.' : undefined),
    ...others,
  });
const kind = (): Question => ({
  kind: 'choice',
  name: 'kind',
  prompt: 'kind',
  items: [{ label: 'short' }, { label: 'long' }],
});
const script: Script = ({ kind: chosen }) => {
  if (chosen === undefined) return [kind, more as never];
  const others = chosen === 'long' ? [text('a'), text('secret', { secret: true })] : [];
  return [kind, ...others, text('name')];
};
const start = async (...args: Parameters<typeof runWizard>) => {
  const running = runWizard(...args);
  await next(() => {});
  return running;
};
/** Starts a wizard without waiting for its end. */
const open = async (...args: Parameters<typeof runWizard>) => {
  const running = start(...args);
  await next(() => {});
  return { running };
};

describe('a wizard', () => {
  const { createInputBox, createQuickPick } = fakeVscode.window;

  before(() => {
    Object.assign(fakeVscode.window, { createInputBox: create, createQuickPick: create });
  });

  after(() => Object.assign(fakeVscode.window, { createInputBox, createQuickPick }));

  it('counts its steps once their number is known', async () => {
    const { running } = await open('Add', script);
    assert.equal(head(), 'Add -/-');
    assert.equal(shown.buttons.length, 0);
    await choose('long');
    assert.equal(head(), 'Add 2/4');
    assert.equal(shown.buttons.length, 1);
    await enter('x');
    assert.equal(head(), 'Add 3/4');
    await enter('y');
    await enter('z');
    assert.deepEqual(await running, { kind: 'long', a: 'x', secret: 'y', name: 'z' });
  });

  it('keeps answers, and texts that were not accepted, when the user goes back', async () => {
    await open('Add', script);
    await choose('long');
    await enter('x');
    type('half');
    await back();
    assert.equal(shown.value, 'x');
    type('bad');
    assert.equal(shown.validationMessage, 'This is bad.');
    await back();
    await choose('long');
    assert.equal(shown.value, 'bad');
    await enter('x');
    assert.equal(shown.value, '');
  });

  it('keeps everything but secrets for the next time if the user leaves', async () => {
    const draft = new Draft();
    const { running } = await open('Add', script, draft);
    await choose('long');
    await enter('x');
    await enter(secret);
    type('half');
    await escape();
    assert.equal(await running, undefined);
    assert.ok(!JSON.stringify(draft.answers).includes(secret));
    const { running: again } = await open('Add', script, draft);
    assert.equal(shown.activeItems.length, 1);
    await choose('long');
    assert.equal(shown.value, 'x');
    await enter();
    assert.equal(shown.value, '');
    await enter('other');
    assert.equal(shown.value, 'half');
    await enter();
    assert.deepEqual(await again, { kind: 'long', a: 'x', secret: 'other', name: 'half' });
    assert.deepEqual(draft.answers, {});
  });

  it('goes back if the user closes what a step opens first', async () => {
    let opened = 0;
    const refused = async (): Promise<Question> => {
      opened++;
      throw new Cancelled();
    };
    await open('Add', () => [text('a'), refused]);
    await enter('x');
    assert.deepEqual([opened, shown.value, head()], [1, 'x', 'Add 1/2']);
  });

  it('repeats the step of a question if the user chooses so, and keeps no answer of that', async () => {
    let asked = 0;
    const listed = async (): Promise<Question> => {
      asked++;
      const items = asked === 1 ? [{ label: 'Try Again', answer: askAgain }] : [{ label: 'role' }];
      return { kind: 'choice', name: 'role', prompt: 'role', items };
    };
    const { running } = await open('Add', () => [text('a'), listed]);
    await enter('x');
    await choose('Try Again');
    assert.equal(head(), 'Add 2/2');
    await choose('role');
    assert.deepEqual(await running, { a: 'x', role: 'role' });
    assert.equal(asked, 2);
  });

  it('hides a secret access key in any text, and does not take it', async () => {
    await open('Add', () => [text('a'), text('b')]);
    await enter(secret);
    assert.match(shown.validationMessage ?? '', /looks like a secret access key/u);
    assert.deepEqual([shown.password, head()], [true, 'Add 1/2']);
    type('maya');
    assert.equal(shown.password, false);
  });

  it('removes a secret access key from a picker, which cannot hide it', async () => {
    await open('Add', () => [() => ({ ...kind(), other: (label) => ({ label }) }) as Question, text('b')]);
    type(secret);
    assert.equal(shown.value, '');
    assert.match(shown.items.at(-1)?.label ?? '', /looks like a secret access key/u);
  });

  it('answers what is meant', async () => {
    const { running } = await open('Add', () => [text('a', { mend: (typed) => `https://${typed}` })]);
    await enter('x');
    assert.deepEqual(await running, { a: 'https://x' });
  });

  it('checks a text elsewhere, and may go on if it could not be checked', async () => {
    const checked: string[] = [];
    const check = async (typed: string) => {
      checked.push(typed);
      if (typed === 'fine') return undefined;
      return { complaint: `no ${typed}`, mayPass: typed === 'offline' };
    };
    const { running } = await open('Add', () => [text('a', { check })]);
    await enter('wrong');
    await enter('wrong');
    assert.deepEqual([shown.validationMessage, shown.enabled], ['no wrong', true]);
    await enter('offline');
    assert.equal(shown.validationMessage, 'no offline');
    await enter('bad');
    await enter('offline');
    assert.deepEqual(await running, { a: 'offline' });
    assert.deepEqual(checked, ['wrong', 'wrong', 'offline']);
  });

  it('ends a check that is in progress when the user goes back', async () => {
    let signal: AbortSignal | undefined;
    const check = (_: string, given: AbortSignal): Promise<undefined> =>
      new Promise((__, reject) => {
        signal = given;
        given.addEventListener('abort', () => reject(new Cancelled()));
      });
    await open('Add', () => [text('a'), text('b', { check })]);
    await enter('x');
    await enter('y');
    assert.equal(shown.enabled, false);
    await back();
    assert.deepEqual([signal?.aborted, shown.value, shown.enabled], [true, 'x', true]);
  });
});
