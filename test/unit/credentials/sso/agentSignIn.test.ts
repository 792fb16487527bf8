import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cancelled } from '../../../../src/base/failure.ts';
import type { Requester } from '../../../../src/credentials/run/mfa.ts';
import { createRunner, type Runner } from '../../../../src/credentials/run/runner.ts';
import type { Plan } from '../../../../src/plan/plan.ts';
import { type IdentityCenter, startIdentityCenter } from '../../../aws/identityCenter/identityCenter.ts';
import { sampleDirectory } from '../../../aws/identityCenter/sampleDirectory.ts';
import { type LocalAws, startLocalAws } from '../../../aws/localAws.ts';
import { sampleWorld } from '../../../aws/sample.ts';
import { corpSignIn } from '../../../fakes/corpSignIn.ts';
import { InProcessLock } from '../../../fakes/inProcessLock.ts';
import { RecordedLog } from '../../../fakes/recordedLog.ts';
import { SignInBrowser } from '../../../fakes/signInBrowser.ts';
import { stepAt } from '../login/loginStage.ts';

const agent: Requester = { kind: 'program', name: 'aws', agent: 'Claude Code', terminal: 'zsh' };

describe('a sign-in that an AI agent needs', () => {
  let aws: LocalAws;
  let center: IdentityCenter;
  let folder: string;
  let browser: SignInBrowser;
  let runner: Runner;
  let stop: AbortController;

  beforeEach(async () => {
    aws = await startLocalAws({ world: sampleWorld });
    center = await startIdentityCenter(aws, sampleDirectory);
    folder = await mkdtemp(join(tmpdir(), 'rolecall-sso-'));
    browser = new SignInBrowser();
    stop = new AbortController();
    const lock = new InProcessLock();
    runner = createRunner({
      ssoCacheFolder: join(folder, 'cache'),
      environment: { AWS_LOGIN_CACHE_DIRECTORY: join(folder, 'login') },
      withLock: lock.hold.bind(lock),
      signInPrompts: browser,
      log: new RecordedLog(),
      now: () => aws.clock.now(),
    } as unknown as Parameters<typeof createRunner>[0]);
  });
  afterEach(async () => {
    await center.close();
    await aws.close();
    await rm(folder, { recursive: true });
  });

  const signIn = (requester?: Requester): Promise<void> => {
    const session = corpSignIn({
      startUrl: sampleDirectory.startUrl,
      scopes: ['sso:account:access'],
      oidcUrl: center.url,
      portalUrl: center.url,
    });
    const step = {
      kind: 'identityCenter',
      profile: 'dev',
      session,
      accountId: '444455556666',
      roleName: 'Developer',
    };
    const plan = { target: { kind: 'profile', name: 'sandbox' }, steps: [step] } as unknown as Plan;
    return runner.signIn(plan, stop.signal, requester && Promise.resolve(requester));
  };

  it('opens no browser before the user has allowed it', async () => {
    browser.allowsAgents = false;
    await assert.rejects(signIn(agent), Cancelled);
    assert.deepEqual(browser.askedFor, [
      { session: 'corp', profile: 'sandbox', agent: 'Claude Code', terminal: 'zsh' },
    ]);
    assert.deepEqual([browser.opened, center.requests.length], [[], 0]);
    browser.allowsAgents = true;
    await signIn(agent);
    assert.equal(browser.opened.length, 1);
  });

  it('with the AWS console needs the same question', async () => {
    browser.allowsAgents = false;
    const step = stepAt(aws.url);
    const plan = { target: { kind: 'profile', name: 'behind' }, steps: [step] } as unknown as Plan;
    const begin = (): Promise<void> => runner.signIn(plan, stop.signal, Promise.resolve(agent));
    await assert.rejects(begin(), Cancelled);
    const asked = { session: 'yuki', profile: 'behind', agent: 'Claude Code', terminal: 'zsh' };
    assert.deepEqual([browser.askedFor, browser.opened], [[asked], []]);
    browser.allowsAgents = true;
    await begin();
    assert.equal(browser.opened.length, 1);
  });

  it('is made if the user allows it after the agent has given up', async () => {
    browser.allow = async () => stop.abort();
    await signIn(agent);
    assert.equal(browser.opened.length, 1);
  });

  it('needs no question for the user and other programs', async () => {
    await signIn();
    await signIn({ kind: 'program', name: 'aws' });
    assert.deepEqual([browser.askedFor, browser.opened.length], [[], 2]);
  });
});
