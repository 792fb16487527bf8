import assert from 'node:assert/strict';
import { Cancelled } from '../../../../src/base/failure.ts';
import type { Requester } from '../../../../src/credentials/run/mfa.ts';
import type { Access } from '../../../../src/profiles/access/access.ts';
import type { Sessions } from '../../../../src/session/sessions.ts';
import { nextCode } from '../../../aws/iam/mfa.ts';
import { type LocalAws, startLocalAws } from '../../../aws/localAws.ts';
import { phone, testWorld } from '../../../aws/testWorld.ts';
import { ConnectedWindows } from '../../../fakes/connectedWindows.ts';
import { InProcessLock } from '../../../fakes/inProcessLock.ts';
import { MemorySecrets } from '../../../fakes/memorySecrets.ts';
import { TypedCodes } from '../../../fakes/typedCodes.ts';
import { codesSent } from '../../credentials/runner.ts';
import { forAgent, readOnly } from '../../plan/access/scopedPlans.ts';
import { openWindow, profile, type Window } from '../testWindows/window.ts';

const agent: Requester = { kind: 'program', name: 'aws', agent: 'Claude Code', terminal: 'bash' };

function escape(): never {
  throw new Cancelled();
}

function get(
  { sessions }: Window<TypedCodes>,
  access?: Access,
  requester?: Requester,
): ReturnType<Sessions['get']> {
  const request = { mayAsk: true, signal: new AbortController().signal };
  return sessions.get(
    { ...profile('next'), ...(access && { access }) },
    { ...request, ...(requester && { requester: Promise.resolve(requester) }) },
  );
}

describe('an MFA code that the user and AI agents need at the same time', () => {
  let aws: LocalAws;
  const rightCode = () => nextCode(phone, aws.clock);

  beforeEach(async () => void (aws = await startLocalAws({ world: testWorld })));
  afterEach(() => aws.close());

  it('is asked for once in a window, whoever comes first, and the box says for whom', async () => {
    for (const isAgentFirst of [true, false]) {
      const window = openWindow({ url: aws.url, prompts: new TypedCodes(rightCode) });
      const requests = [
        () => get(window),
        () => get(window, forAgent(readOnly), agent),
        () => get(window, readOnly),
      ];
      const order = isAgentFirst ? [requests[1]!, requests[0]!, requests[2]!] : requests;
      const sessions = await Promise.all(order.map((request) => request()));
      assert.equal(new Set(sessions.map(({ credentials }) => credentials.accessKeyId)).size, 3);
      assert.equal(window.prompts.questions.length, 1);
      const requester = await window.prompts.questions[0]?.requester;
      assert.equal(requester?.agent, isAgentFirst ? 'Claude Code' : undefined);
      aws.clock.advance(30_000);
    }
    assert.equal(codesSent(aws.requests).length, 2);
  });

  it('is asked for once in two windows', async () => {
    const [windows, lock, secrets] = [new ConnectedWindows(), new InProcessLock(), new MemorySecrets()];
    const [one, other] = [0, 1].map(() =>
      openWindow({
        url: aws.url,
        prompts: new TypedCodes(rightCode),
        otherWindows: windows.open(),
        lock,
        secrets,
      }),
    );
    await Promise.all([get(one!), get(other!, forAgent(readOnly), agent)]);
    assert.equal(one!.prompts.questions.length + other!.prompts.questions.length, 1);
    assert.equal(codesSent(aws.requests).length, 1);
  });

  it('is asked for again for the user if they closed the box of an agent', async () => {
    const window = openWindow({ url: aws.url, prompts: new TypedCodes(escape, rightCode) });
    const [forTheAgent, forTheUser] = await Promise.allSettled([
      get(window, forAgent(readOnly), agent),
      get(window),
    ]);
    assert.equal(forTheAgent?.status === 'rejected' && forTheAgent.reason instanceof Cancelled, true);
    assert.equal(forTheUser?.status, 'fulfilled');
    assert.equal(window.prompts.questions.length, 2);
  });
});
