import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Cancelled } from '../../../../src/base/failure.ts';
import type { Requester } from '../../../../src/credentials/run/mfa.ts';
import type { LiveMirror } from '../../../../src/delivery/mirror/liveMirror.ts';
import { nextCode } from '../../../aws/iam/mfa.ts';
import { type LocalAws, startLocalAws } from '../../../aws/localAws.ts';
import { phone, testWorld } from '../../../aws/testWorld.ts';
import { eventually } from '../../../eventually.ts';
import { profile } from '../../session/testWindows/window.ts';
import { type Run, run } from '../awsPrograms.ts';
import { type LiveOptions, type LiveWindow, openLiveWindow, useLiveFolder } from './liveWindow.ts';

const minute = 60_000;
const claude = { AI_AGENT: 'claude-code_1_agent' };
const codex = { CODEX_THREAD_ID: 'x' };

describe('a prompt for an AI agent', function () {
  this.timeout(60_000);
  let aws: LocalAws;
  let live: LiveMirror;
  let now: number;
  const folder = useLiveFolder();

  beforeEach(async () => {
    now = Date.now();
    aws = await startLocalAws({ world: testWorld });
  });
  afterEach(async () => {
    live.dispose();
    await aws.close();
  });

  async function open(options: Partial<LiveOptions> = {}): Promise<LiveWindow> {
    const opened = await openLiveWindow({
      url: aws.url,
      ...folder(),
      now: () => now,
      terminal: 'zsh',
      ...options,
    });
    live = opened.live;
    return opened;
  }

  it('says at once for which agent it is, and in which terminal', async () => {
    const opened = await open();
    opened.window.prompts.type(pressEscape, pressEscape, pressEscape);
    await runHelper(opened, claude);
    await runHelper(opened, codex);
    await runHelper(opened, { AI_AGENT: '1' });
    const named = (await asked(opened)).map((by) => [by?.kind, by?.agent, by?.terminal]);
    assert.deepEqual(named, [
      ['program', 'Claude Code', 'zsh'],
      ['program', 'Codex', 'zsh'],
      ['program', '', 'zsh'],
    ]);
  });

  it('is not opened again for ten minutes, and the agent learns at once that it must not try again', async () => {
    const opened = await open();
    const { prompts } = opened.window;
    prompts.type(pressEscape);
    const refused = { code: 1, stdout: '', stderr: 'Rolecall: refused mfa to an agent\n' };
    for (const later of [0, 0, minute, 8 * minute]) {
      now += later;
      assert.deepEqual(await runHelper(opened, claude), refused);
    }
    assert.equal(prompts.questions.length, 1);
    now += minute;
    prompts.type(() => code());
    assert.equal((await runHelper(opened, claude)).code, 0);
    assert.equal(prompts.questions.length, 2);
  });

  it('that was closed keeps neither another agent nor the user from asking', async () => {
    const opened = await open();
    const { prompts } = opened.window;
    prompts.type(pressEscape, pressEscape, pressEscape);
    await runHelper(opened, claude);
    await runHelper(opened, codex);
    assert.equal((await runHelper(opened, {})).stderr, 'Rolecall: refused mfa\n');
    assert.equal(prompts.questions.length, 3);
    now += minute;
    prompts.type(() => code());
    assert.equal((await runHelper(opened, {})).code, 0);
    // The user has entered a code, of which there is one session for all.
    assert.equal((await runHelper(opened, claude)).code, 0);
    assert.equal(prompts.questions.length, 4);
  });

  it('may be opened again if the user has allowed the agent more in the meantime', async () => {
    let agents = { ...profile('mfa'), access: { managed: [], isForAgent: true as const } };
    const opened = await open({ agents: { targetFor: async () => agents } });
    opened.window.prompts.type(pressEscape, pressEscape);
    await runHelper(opened, claude);
    agents = { ...profile('mfa-plain'), access: { managed: [], isForAgent: true } };
    await runHelper(opened, claude);
    assert.equal(opened.window.prompts.questions.length, 2);
  });

  it('gives the agent no more than it may have when the code is entered', async () => {
    let agents = profile('mfa');
    const opened = await open({ agents: { targetFor: async () => agents } });
    const typing = Promise.withResolvers<string>();
    opened.window.prompts.type(() => typing.promise);
    const running = runHelper(opened, claude);
    await eventually(() => assert.equal(opened.window.prompts.openPrompts, 1));
    agents = profile('plain');
    typing.resolve(code());
    assert.equal((await running).code, 0);
    assert.deepEqual(
      opened.record.handOuts.all.map((each) => each.profile),
      ['plain'],
    );
  });

  it('is one for all calls of the agent', async () => {
    const opened = await open();
    const { prompts } = opened.window;
    const typing = Promise.withResolvers<string>();
    prompts.type(() => typing.promise);
    const runs = Array.from({ length: 50 }, () => runHelper(opened, claude));
    await eventually(() => assert.equal(prompts.openPrompts, 1));
    typing.resolve(code());
    const keys = new Set((await Promise.all(runs)).map(({ stdout }) => stdout));
    assert.equal(prompts.questions.length, 1);
    assert.equal(keys.size, 1);
    assert.equal(aws.requests.filter(({ action }) => action === 'AssumeRole').length, 1);
  });

  it('is followed by a hand-out that names the agent beside that of the user', async () => {
    const opened = await open();
    opened.window.prompts.type(() => code());
    for (const env of [claude, {}]) await runHelper(opened, env);
    const recipients = opened.record.handOuts.all.map(({ recipient }) => recipient);
    assert.deepEqual(
      recipients.map((each) => each.kind === 'program' && each.agent),
      ['Claude Code', undefined],
    );
    assert.equal(new Set(recipients.map((each) => each.kind === 'program' && each.name)).size, 1);
  });

  const code = () => nextCode(phone, aws.clock);
});

/** What caused the prompts. */
async function asked({ window }: LiveWindow): Promise<readonly (Requester | undefined)[]> {
  const found: (Requester | undefined)[] = [];
  for (const { requester } of window.prompts.questions) found.push(await requester);
  return found;
}

/** A user who presses Escape. */
function pressEscape(): never {
  throw new Cancelled();
}

/** Runs the helper for the profile `mfa`, as a program in a terminal does. */
function runHelper({ mirror, env }: LiveWindow, more: NodeJS.ProcessEnv): Promise<Run> {
  const [, helper = ''] =
    /credential_process = '?(\/.*?)'? window /u.exec(readFileSync(mirror.config, 'utf8')) ?? [];
  return run(helper, ['window', 'mfa'], { ...env, ...more });
}
