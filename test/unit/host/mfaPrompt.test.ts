import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { Emitter } from '../../../src/base/event.ts';
import type { Failure } from '../../../src/base/failure.ts';
import type { Requester } from '../../../src/credentials/run/mfa.ts';
import { fakeVscode } from '../../fakes/useFakeVscode.ts';

const { createPrompts } = await import('../../../src/host/prompts.ts');

/** An input box in which a test types. */
class Box {
  readonly #changed = new Emitter<string>();
  readonly #accepted = new Emitter<void>();
  value = '';
  title = '';
  prompt = '';
  validationMessage: string | undefined;
  enabled = true;
  readonly onDidChangeValue = this.#changed.event;
  readonly onDidAccept = this.#accepted.event;
  readonly onDidHide = () => ({ dispose() {} });
  readonly onDidTriggerButton = () => ({ dispose() {} });
  show(): void {}
  dispose(): void {}

  /** Changes the whole text in one step, as pasting does. */
  set(value: string): void {
    this.value = value;
    this.#changed.fire(value);
  }

  /** Types character by character. */
  type(text: string): void {
    for (const character of text) this.set(this.value + character);
  }

  delete(): void {
    this.set(this.value.slice(0, -1));
  }

  enter(): void {
    this.#accepted.fire();
  }
}

const phone = 'arn:aws:iam::111122223333:mfa/maya-phone';
const refused: Failure = { code: 'mfaReused', profile: 'dev', mfaSerial: phone, nextCodeAt: 0 };

describe('the prompt for an MFA code', () => {
  const { createInputBox } = fakeVscode.window;
  let box: Box;
  let sent: string[];
  let failures: (Failure | undefined)[];
  let closing: AbortController;
  let asked: Promise<unknown>;

  const attempt = async (code: string): Promise<Failure | undefined> => {
    sent.push(code);
    return failures.shift();
  };
  const open = async (autoSubmit = true, requester?: Promise<Requester>): Promise<void> => {
    const question = {
      profile: 'dev',
      target: { kind: 'profile', name: 'dev' },
      mfaSerial: phone,
      requester,
      program: undefined,
      reuse: () => undefined,
    } as const;
    const prompts = createPrompts(
      () => 'AWS rejected the MFA code.',
      { value: autoSubmit },
      () => false,
    );
    asked = prompts.askMfaCode(question, attempt, closing.signal).catch(() => 'closed');
    await settle();
  };

  beforeEach(() => {
    box = new Box();
    sent = [];
    failures = [];
    closing = new AbortController();
    Object.assign(fakeVscode.window, { createInputBox: () => box });
    mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  });
  afterEach(async () => {
    closing.abort();
    await asked;
    mock.timers.reset();
    Object.assign(fakeVscode.window, { createInputBox });
  });

  it('sends six typed digits by itself, once', async () => {
    await open();
    assert.match(box.prompt, /They are sent as soon as you have typed all six\./);
    box.type('123456');
    await pass(100);
    assert.deepEqual(sent, []);
    await pass(400);
    assert.deepEqual(sent, ['123456']);
  });

  it('sends a pasted code, also with a space, and one that is pasted over another', async () => {
    failures = [refused];
    await open();
    box.set('123 456');
    await pass(500);
    box.set('111111');
    box.set('222222');
    await pass(500);
    assert.deepEqual(sent, ['123456', '222222']);
  });

  it('sends nothing twice if the user presses Enter, too', async () => {
    failures = [refused];
    await open();
    box.type('123456');
    box.enter();
    await pass(500);
    assert.deepEqual(sent, ['123456']);
  });

  it('sends the corrected code if the user deletes a wrong digit in time', async () => {
    await open();
    box.type('123457');
    box.delete();
    await pass(500);
    assert.deepEqual(sent, []);
    box.type('6');
    await pass(500);
    assert.deepEqual(sent, ['123456']);
  });

  it('sends no part of a longer number, not even when the user deletes its end', async () => {
    await open();
    box.type('12345678');
    await pass(500);
    assert.equal(box.validationMessage, 'The MFA code must have six digits.');
    box.delete();
    box.delete();
    await pass(500);
    assert.deepEqual([sent, box.value], [[], '123456']);
    box.enter();
    await pass(0);
    assert.deepEqual(sent, ['123456']);
  });

  it('leaves it to the user to send digits of an input method, which may not be final', async () => {
    await open();
    box.type('１２３４５６');
    await pass(500);
    assert.deepEqual(sent, []);
    box.enter();
    await pass(0);
    assert.deepEqual(sent, ['123456']);
  });

  it('sends nothing by itself if the user does not want that', async () => {
    await open(false);
    assert.match(box.prompt, /^Enter the six digits shown by maya-phone \(arn:.*\)\.$/);
    box.type('123456');
    await pass(500);
    assert.deepEqual(sent, []);
  });

  it('is empty after AWS rejected a code, and still names the profile and the device', async () => {
    failures = [refused];
    await open();
    box.type('123456');
    await pass(500);
    assert.deepEqual([box.value, box.validationMessage], ['', 'AWS rejected the MFA code.']);
    assert.match(box.title, /\bdev · maya-phone$/);
    await pass(5000);
    assert.deepEqual(sent, ['123456']);
  });

  const requesters = {
    'requested by terraform': { kind: 'program', name: 'terraform' },
    'requested by aws, started by an-agent': { kind: 'program', name: 'aws', startedBy: 'an-agent' },
    'requested by a program': { kind: 'program', name: undefined },
    'for Claude Code, in terminal “zsh”': {
      kind: 'program',
      name: 'aws',
      agent: 'Claude Code',
      terminal: 'zsh',
    },
    'for an AI agent': { kind: 'program', name: undefined, agent: '' },
    'requested by the extension Deployer': { kind: 'extension', name: 'Deployer' },
    'requested by the launch configuration Run': { kind: 'launchConfiguration', name: 'Run' },
  } as const;
  for (const [words, requester] of Object.entries(requesters))
    it(`says that it is ${words}`, async () => {
      await open(true, Promise.resolve(requester));
      assert.ok(box.title.endsWith(`dev · maya-phone · ${words}`), box.title);
    });

  it('is not shown before it can say what it is for', async () => {
    const { promise, resolve } = Promise.withResolvers<Requester>();
    const titles: string[] = [];
    box.show = () => void titles.push(box.title);
    await open(true, promise);
    await pass(1000);
    assert.deepEqual(titles, []);
    resolve({ kind: 'program', name: 'aws', agent: 'Codex' });
    await settle();
    assert.match(titles.join('\n'), /^MFA code for AWS profile dev · maya-phone · for Codex$/u);
  });

  it('is not shown if the request ends before that', async () => {
    const { promise, resolve } = Promise.withResolvers<Requester>();
    let shown = 0;
    box.show = () => void shown++;
    await open(true, promise);
    closing.abort();
    resolve({ kind: 'program', name: 'aws', agent: 'Codex' });
    assert.equal(await asked, 'closed');
    assert.equal(shown, 0);
  });
});

/** Lets everything happen that is due in this many milliseconds. */
async function pass(ms: number): Promise<void> {
  mock.timers.tick(ms);
  await settle();
}

/** Waits until all promises that are due have settled. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
