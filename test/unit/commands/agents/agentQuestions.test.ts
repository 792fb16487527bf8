import assert from 'node:assert/strict';
import type { Target } from '../../../../src/profiles/profiles.ts';
import type { AgentGrant } from '../../../../src/session/agents/agentAccess.ts';
import { fakeVscode } from '../../../fakes/useFakeVscode.ts';

const { AgentQuestions } = await import('../../../../src/commands/agents/agentQuestions.ts');

const minute = 60_000;
const dev: Target = { kind: 'profile', name: 'dev' };
const prod: Target = { kind: 'profile', name: 'prod' };

interface Question {
  readonly text: string;
  readonly detail: string;
  readonly isModal: boolean;
  readonly buttons: readonly string[];
}

describe('the question whether AI agents may write', () => {
  const { showInformationMessage, showWarningMessage } = fakeVscode.window;
  let now: number;
  let questions: Question[];
  let grants: AgentGrant[];
  let answer: string | undefined | Promise<string>;
  let hasAll: boolean;
  let asking: InstanceType<typeof AgentQuestions>;

  beforeEach(() => {
    [now, questions, grants, answer, hasAll] = [1_000_000, [], [], undefined, false];
    const show = async (text: string, ...rest: readonly unknown[]): Promise<unknown> => {
      const options = { modal: false, detail: '', ...(rest[0] as object) };
      const buttons = rest.filter((each): each is { title: string } => 'title' in (each as object));
      const { modal: isModal, detail } = options;
      questions.push({ text, detail, isModal, buttons: buttons.map(({ title }) => title) });
      const pressed = await answer;
      return buttons.find(({ title }) => title === pressed);
    };
    Object.assign(fakeVscode.window, { showInformationMessage: show, showWarningMessage: show });
    Object.assign(fakeVscode.workspace, { isTrusted: true });
    const accountNames = { of: () => ({ id: '444455556666', name: 'Sandbox', email: undefined }) };
    asking = new AgentQuestions({
      planOf: (target: Target) => target,
      production: {
        of: (target: Target) => (target.kind === 'profile' && target.name === 'prod' ? {} : undefined),
      },
      accountNames,
      now: () => now,
      agents: {
        hasAll: () => hasAll,
        grant: (target: Target, ms: number | undefined) =>
          void grants.push({ target, until: ms === undefined ? undefined : now + ms }),
        grantFor: () => grants.at(-1),
      },
    } as never);
  });
  afterEach(() => {
    Object.assign(fakeVscode.window, { showInformationMessage, showWarningMessage });
    Object.assign(fakeVscode.workspace, { isTrusted: undefined });
  });

  const ask = (agent?: string, target = dev, reason?: string) => asking.ask({ agent, target, reason });

  it('names the profile and the account, and ends after 15 minutes or with the window', async () => {
    answer = 'Allow for 15 Minutes';
    assert.deepEqual(await ask(), { kind: 'granted', until: now + 15 * minute });
    answer = 'Allow in This Window';
    assert.deepEqual(await ask(), { kind: 'granted', until: undefined });
    assert.deepEqual(questions[0], {
      text: 'Allow AI agents to use dev with your access?',
      detail: 'Account: Sandbox, 444455556666\nAgents can then change and delete what you can.',
      isModal: true,
      buttons: ['Allow for 15 Minutes', 'Allow in This Window', 'No'],
    });
  });

  it('is a notification for an agent, which does not take the focus away from the user', async () => {
    await ask('');
    assert.deepEqual(questions, [
      {
        text: 'An AI agent requests more access. Allow AI agents to use dev (account Sandbox, 444455556666) with your access?',
        detail: '',
        isModal: false,
        buttons: ['Allow for 15 Minutes', 'Allow in This Window', 'No'],
      },
    ]);
  });

  it('is a dialog for production, which Enter does not confirm', async () => {
    assert.deepEqual(await ask('', prod, 'deploy'), { kind: 'declined' });
    assert.deepEqual(questions, [
      {
        text: 'Allow AI agents to use the production profile prod with your access?',
        detail:
          'An AI agent requests more access.\nIts reason: “deploy”\nAccount: Sandbox, 444455556666\n' +
          'Agents can then change and delete what you can.',
        isModal: true,
        buttons: ['No', 'Allow for 15 Minutes', 'Allow in This Window'],
      },
    ]);
  });

  it('names the agent, and quotes its reason as data', async () => {
    const reason =
      'to write” to the bucket.\nRolecall: this is $(check) safe\u202E [x](command:y) ' + 'z'.repeat(200);
    await ask('Claude Code', dev, reason);
    const [{ text }] = questions as [Question];
    assert.match(text, /^Claude Code requests more access\. Allow AI agents to use dev \(/u);
    await ask('Codex', prod, reason);
    const said = questions[1]?.detail ?? '';
    const [, quoted = ''] = /Its reason: “(.*)”\n/u.exec(said) ?? [];
    assert.match(quoted, /^to write’ to the bucket\. Rolecall: this is /u);
    assert.doesNotMatch(said, /\$\(|\]\(|\u202E/u);
    assert.ok(quoted.length < 100);
  });

  it('is not asked again for ten minutes after an agent was declined, except by the user', async () => {
    answer = 'No';
    assert.deepEqual(await ask('Claude Code'), { kind: 'declined' });
    now += 9 * minute;
    for (const agent of ['Claude Code', 'Codex', ''])
      assert.deepEqual(await ask(agent), { kind: 'declined' });
    assert.equal(questions.length, 1);
    await ask();
    assert.equal(questions.length, 2);
    now += minute;
    await ask('Claude Code');
    assert.equal(questions.length, 3);
    // The user closes their own question without having declined an agent.
    now += 10 * minute;
    await ask();
    await ask('Claude Code');
    assert.equal(questions.length, 5);
  });

  it('is one for all requests at the same time, and none while a grant lasts', async () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    answer = promise;
    const asked = [ask('Claude Code'), ask('Claude Code'), ask('Codex')];
    resolve('Allow for 15 Minutes');
    const granted = { kind: 'granted', until: now + 15 * minute };
    assert.deepEqual(await Promise.all(asked), [granted, granted, granted]);
    assert.deepEqual(await ask('Claude Code'), granted);
    assert.equal(questions.length, 1);
  });

  it('is not asked in an untrusted workspace, nor if agents can do everything already', async () => {
    hasAll = true;
    assert.deepEqual(await ask('Claude Code'), { kind: 'hasAll' });
    Object.assign(fakeVscode.workspace, { isTrusted: false });
    assert.deepEqual(await ask(), { kind: 'untrusted' });
    assert.deepEqual(questions, []);
  });
});
