import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Recipient } from '../../../../src/delivery/handover/recipient.ts';
import type { HandOut } from '../../../../src/delivery/record/handOuts.ts';
import { processStart } from '../../../../src/delivery/record/processStart.ts';
import type { Target } from '../../../../src/profiles/profiles.ts';
import { eventually } from '../../../eventually.ts';
import { type HandOutRecord, recordHandOuts } from '../../../fakes/handOutRecord.ts';
import { fakeVscode } from '../../../fakes/useFakeVscode.ts';

const { OpenTerminals } = await import('../../../../src/delivery/terminals/openTerminals.ts');

const knowsStarts = process.platform !== 'win32';
const [dev, ci, prod] = ['dev', 'ci', 'prod'].map((name): Target => ({ kind: 'profile', name }));

/** What VS Code tells of a terminal. */
interface FakeTerminal {
  name: string;
  processId: Promise<number | undefined>;
  readonly creationOptions: object;
  readonly state: { readonly shell: string | undefined; readonly isInteractedWith: boolean };
}

function opens(...terminals: readonly FakeTerminal[]): void {
  for (const each of terminals) fakeVscode.reports.terminalOpened.fire(each);
}

function closes(...terminals: readonly FakeTerminal[]): void {
  for (const each of terminals) fakeVscode.reports.terminalClosed.fire(each);
}

/** Longer than any of the times. */
function settled(): Promise<void> {
  return sleep(600);
}

describe('the record of terminals', function () {
  this.timeout(30_000);
  let record: HandOutRecord;
  let memory: Map<string, unknown>;
  let open: InstanceType<typeof OpenTerminals>;
  let processes: ChildProcess[];

  /** Loads the window, again if there is one, with the terminals that are there before the extension. */
  const load = (...terminals: readonly FakeTerminal[]): void => {
    open?.dispose();
    record = recordHandOuts();
    fakeVscode.window.terminals = [...terminals];
    open = new OpenTerminals({
      handOuts: record.handOuts,
      memory: {
        get: (key: string, other?: unknown) => structuredClone(memory.get(key) ?? other) as never,
        update: async (key, value) => void memory.set(key, structuredClone(value)),
      },
      onOpened: () => {},
      times: { taskMs: 200, lookMs: 100, relaunchMs: 300 },
    });
  };
  /** What new terminals get from now on. */
  const use = (target: Target | undefined): void =>
    record.handOuts.lead(target, { kind: 'newTerminals', folder: undefined });
  const start = (): number => {
    const started = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)']);
    processes.push(started);
    return started.pid ?? assert.fail();
  };
  const terminal = (
    name: string,
    pid: number | Promise<number> = start(),
    options = {},
    isInteractedWith = true,
  ): FakeTerminal => ({
    name,
    processId: Promise.resolve(pid),
    creationOptions: options,
    state: { shell: undefined, isInteractedWith },
  });
  const listed = () =>
    record.handOuts
      .current('terminal', 'task')
      .map(({ recipient, profile, what }) => [nameOf(recipient), profile ?? what]);
  const reported = () =>
    record.reported
      .filter(({ recipient }) => recipient.kind !== 'newTerminals')
      .map(({ recipient, profile, what, ended }: HandOut) => [nameOf(recipient), ended ?? profile ?? what]);

  beforeEach(() => {
    memory = new Map();
    processes = [];
    load();
  });
  afterEach(() => {
    open.dispose();
    for (const each of processes) each.kill();
  });

  it('has what a terminal got of each cloud', async () => {
    use(dev);
    record.handOuts.lead({ kind: 'cliProfile', name: 'ali' }, { kind: 'newTerminals', folder: undefined });
    const shell = terminal('bash');
    opens(shell);
    const both = [
      ['bash', 'dev'],
      ['bash', 'ali'],
    ];
    await eventually(() => assert.deepEqual(listed(), both));
    assert.deepEqual(
      open.shells.map(({ has }) => has?.profile),
      ['dev'],
    );
    load(shell);
    await eventually(() => assert.deepEqual(listed(), both));
    closes(shell);
    await settled();
    assert.deepEqual(listed(), []);
  });

  it('knows the profile of AWS of no terminal that has only another cloud', async () => {
    record.handOuts.lead({ kind: 'cliProfile', name: 'ali' }, { kind: 'newTerminals', folder: undefined });
    opens(terminal('bash'));
    await eventually(() => assert.deepEqual(listed(), [['bash', 'ali']]));
    assert.deepEqual(
      open.shells.map(({ has }) => has),
      [undefined],
    );
  });

  it('has each of several terminals with the same name, until it closes', async () => {
    use(dev);
    const [first, second] = [terminal('bash'), terminal('bash')];
    opens(first);
    await eventually(() => assert.deepEqual(listed(), [['bash', 'dev']]));
    use(ci);
    opens(second);
    const both = [
      ['bash', 'dev'],
      ['bash', 'ci'],
    ];
    await eventually(() => assert.deepEqual(listed(), both));
    closes(first);
    assert.deepEqual(listed(), [['bash', 'ci']]);
    closes(second);
    assert.deepEqual(listed(), []);
  });

  it('reads the name of a terminal when it has one, or else that of its shell', async () => {
    use(dev);
    const [late, never] = [terminal(''), terminal('')];
    opens(late, never);
    late.name = 'zsh';
    await eventually(() =>
      assert.deepEqual(
        listed().toSorted((a, b) => a.join().localeCompare(b.join())),
        [
          ['bash', 'dev'],
          ['zsh', 'dev'],
        ],
      ),
    );
  });

  it('has what a terminal got when its process started, not when VS Code reports it', async () => {
    use(dev);
    const late = Promise.withResolvers<number>();
    const [quick, slow] = [terminal('quick'), terminal('slow', late.promise)];
    opens(quick, slow);
    await sleep(100);
    use(ci);
    late.resolve(start());
    await eventually(() =>
      assert.deepEqual(listed(), [
        ['quick', 'dev'],
        // Nothing tells which of both it got.
        ['slow', 'unknown'],
      ]),
    );
  });

  it('has after a reload what terminals got before, and invents nothing', async () => {
    const none = terminal('none');
    opens(none);
    await settled();
    use(ci);
    const [held, gone] = [terminal('held'), terminal('gone')];
    opens(held, gone);
    await eventually(() => assert.equal(listed().length, 2));
    await settled();
    for (const restored of ['before', 'after']) {
      load(...(restored === 'before' ? [none, held] : []));
      use(prod);
      if (restored === 'after') opens(none, held);
      await eventually(() => assert.deepEqual(listed(), [['held', 'ci']]));
      await settled();
      assert.deepEqual(reported(), [], restored);
      await settled();
    }
    closes(held);
    assert.deepEqual(reported(), [['held', 'closed']]);
  });

  if (knowsStarts)
    it('says only that an older process may have something', async () => {
      const [attached, task] = [terminal('attached'), start()];
      await sleep(3000);
      use(prod);
      opens(attached);
      fakeVscode.reports.taskStarted.fire({ execution: { task: { name: 'watch' } }, processId: task });
      await eventually(() =>
        assert.deepEqual(reported(), [
          ['watch', 'unknown'],
          ['attached', 'unknown'],
        ]),
      );
    });

  it('does not take another process with the same ID for a terminal of before', async function () {
    if (!knowsStarts) return this.skip();
    const pid = start();
    const started = (await processStart(pid)) ?? assert.fail();
    const recipient: Recipient = { kind: 'terminal', name: 'old', how: 'opened', id: 7 };
    const handed = { profile: 'dev', account: undefined, session: undefined, expiration: undefined };
    const handOuts = [{ ...handed, at: 0, what: 'keys', recipient }];
    memory.set('openTerminals', [{ id: 7, pid, started: started - 60_000, handOuts }]);
    load();
    use(ci);
    opens(terminal('new', pid));
    await eventually(() => assert.deepEqual(listed(), [['new', 'ci']]));
  });

  it('notices a relaunch, with what the new process gets', async () => {
    use(dev);
    const relaunched = terminal('bash');
    opens(relaunched);
    await eventually(() => assert.deepEqual(listed(), [['bash', 'dev']]));
    record.handOuts.lead(prod, open.injected(relaunched as never));
    use(ci);
    await settled();
    relaunched.processId = Promise.resolve(start());
    await eventually(() => assert.deepEqual(listed(), [['bash', 'ci']]));
    assert.deepEqual(reported(), [
      ['bash', 'dev'],
      ['bash', 'prod'],
      ['bash', 'closed'],
      ['bash', 'closed'],
      ['bash', 'ci'],
    ]);
  });

  it('knows the new profile of a terminal that VS Code relaunches because nobody has typed there', async () => {
    use(dev);
    const [typed, untouched] = [terminal('typed'), terminal('untouched', start(), {}, false)];
    opens(typed, untouched);
    await settled();
    use(ci);
    for (const each of [typed, untouched]) each.processId = Promise.resolve(start());
    await open.refresh();
    assert.deepEqual(
      open.shells.map(({ terminal: { name }, has }) => [name, has?.profile]),
      // It may have been relaunched with what it had before.
      [
        ['typed', undefined],
        ['untouched', 'ci'],
      ],
    );
  });

  it('keeps the profile of a dedicated terminal when it is relaunched', async () => {
    use(dev);
    const env = {};
    const recipients = ['prod', 'prod'].map((name) => open.dedicated(name));
    for (const each of recipients) record.handOuts.lead(prod, each);
    open.expect(env, { recipient: recipients[0]!, target: { kind: 'profile', name: 'prod' } });
    const dedicated = terminal('prod', start(), { env, strictEnv: true });
    opens(dedicated);
    await settled();
    assert.deepEqual(open.targetOf(dedicated as never), prod);
    dedicated.processId = Promise.resolve(start());
    await settled();
    await eventually(() => assert.equal(reported().length, 3));
    assert.deepEqual(listed(), [
      ['prod', 'prod'],
      ['prod', 'prod'],
    ]);
    closes(dedicated);
    assert.deepEqual(listed(), [['prod', 'prod']]);
  });

  it('ends only the terminal into which a profile was loaded', async () => {
    const [one, other] = [terminal('bash'), terminal('bash')];
    opens(one, other);
    for (const each of [one, other]) record.handOuts.lead(dev, open.injected(each as never));
    closes(one);
    assert.deepEqual(listed(), [['bash', 'dev']]);
    closes(other);
    assert.deepEqual(listed(), []);
  });

  it('lists the shells that can get another profile, each with what it got last', async () => {
    const shells = () => open.shells.map(({ terminal: { name }, has }) => [name, has?.profile]);
    const before = terminal('before');
    opens(before);
    await settled();
    use(dev);
    const [first, second, hidden, own] = [
      terminal('first'),
      terminal('second'),
      terminal('hidden', start(), { hideFromUser: true }),
      terminal('own', start(), { strictEnv: true }),
    ];
    opens(first, second, hidden, own);
    // Also while its process is not noted yet.
    const expected = [
      ['before', undefined],
      ['first', 'dev'],
      ['second', 'dev'],
    ];
    assert.deepEqual(shells(), expected);
    await settled();
    assert.deepEqual(shells(), expected);
    use(ci);
    record.handOuts.lead(ci, open.injected(second as never));
    const task = terminal('task');
    fakeVscode.reports.taskStarted.fire({
      execution: { task: { name: 'build' } },
      processId: await task.processId,
    });
    opens(task);
    await settled();
    assert.deepEqual(shells(), [...expected.slice(0, 2), ['second', 'ci']]);
    closes(first);
    assert.deepEqual(shells(), [expected[0], ['second', 'ci']]);
  });

  it('has the task, not the terminal that it runs in, also if it runs there again', async () => {
    use(dev);
    const shown = terminal('build');
    const execution = { task: { name: 'build' } };
    const run = async (pid: Promise<number | undefined>) => {
      fakeVscode.reports.taskStarted.fire({ execution, processId: await pid });
      await settled();
      assert.deepEqual(listed(), [['build', 'dev']]);
      fakeVscode.reports.taskEnded.fire({ execution });
      assert.deepEqual(listed(), []);
    };
    opens(shown);
    await run(shown.processId);
    shown.processId = Promise.resolve(start());
    await run(shown.processId);
    assert.equal(reported().length, 4);
  });

  it('ends only that task of two with the same name', async () => {
    use(dev);
    const [one, other] = [{ task: { name: 'build' } }, { task: { name: 'build' } }];
    for (const execution of [one, other])
      fakeVscode.reports.taskStarted.fire({ execution, processId: start() });
    await eventually(() => assert.equal(listed().length, 2));
    fakeVscode.reports.taskEnded.fire({ execution: one });
    assert.equal(listed().length, 1);
  });
});

function nameOf(recipient: Recipient): string {
  return 'name' in recipient ? (recipient.name ?? '') : recipient.kind;
}
