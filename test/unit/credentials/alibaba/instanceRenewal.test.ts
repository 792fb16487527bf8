import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AlibabaPlan } from '../../../../src/plan/alibaba/alibabaPlan.ts';
import { planAlibaba } from '../../../../src/plan/alibaba/planAlibaba.ts';
import { Active } from '../../../../src/session/active.ts';
import { SessionCache } from '../../../../src/session/sessionCache.ts';
import { Sessions } from '../../../../src/session/sessions.ts';
import { isoSeconds } from '../../../aws/clock.ts';
import { eventually } from '../../../eventually.ts';
import { InProcessLock } from '../../../fakes/inProcessLock.ts';
import { MemorySecrets } from '../../../fakes/memorySecrets.ts';
import { noOtherWindows } from '../../../fakes/noOtherWindows.ts';
import { listen, type Listening } from '../listening.ts';
import { AlibabaStage, failureOf } from './alibabaStage.ts';

const minute = 60_000;
const hour = 60 * minute;

describe('the role of an instance that is in use', () => {
  let server: Listening;
  let stage: AlibabaStage;
  let active: Active<AlibabaPlan>;
  let expiration: number;
  let number: number;
  /** What happens while an answer is under way. */
  let meanwhile: () => void;
  const now = () => Date.now() + stage.aheadMs;

  beforeEach(async () => {
    mock.timers.enable({ apis: ['setInterval'] });
    meanwhile = () => {};
    server = await listen((_, response) => {
      meanwhile();
      const keys = { AccessKeyId: `STS.${number}`, AccessKeySecret: 'secret', SecurityToken: 'token' };
      response.end(JSON.stringify({ Code: 'Success', ...keys, Expiration: isoSeconds(expiration) }));
    });
    const environment = {
      ALIBABA_CLOUD_CREDENTIALS_URI: `${server.url}/secret-path`,
      ALIBABA_CLOUD_ECS_METADATA: 'instance',
    };
    stage = new AlibabaStage(server, { environment });
    const sessions = new Sessions<AlibabaPlan>(
      (target) => planAlibaba(stage.profiles, target, { sessionName: 'lin' }),
      (...request) => stage.runner.run(...request),
      new SessionCache(new MemorySecrets(), noOtherWindows, stage.log, now),
      new InProcessLock(),
    );
    active = new Active<AlibabaPlan>({
      sessions,
      memory: { load: () => undefined, save: () => {} },
      identify: async () => {},
      log: stage.log,
      now,
      renewMarginMs: () => 5 * minute,
    });
    issue();
    await active.use({ kind: 'credentialsUri' });
  });
  afterEach(async () => {
    active.dispose();
    mock.timers.reset();
    await server.close();
  });

  function issue(lifeMs = hour): void {
    number = (number ?? 0) + 1;
    expiration = now() + lifeMs;
  }
  const tick = async () => {
    stage.aheadMs += 20_000;
    mock.timers.tick(20_000);
    await sleep(100);
  };
  const usesLast = () => {
    const { state } = active;
    assert.ok(state.kind === 'ready', JSON.stringify(state));
    assert.equal(state.session.credentials.accessKeyId, `STS.${number}`);
  };
  const isOver = () => {
    const { state } = active;
    assert.ok(state.kind === 'waiting', state.kind);
    assert.deepEqual(state.failure, { code: 'alibabaSourceStale', profile: 'credentials URI' });
  };

  it('comes back after the machine has slept while it was renewed', async () => {
    stage.aheadMs += 56 * minute;
    meanwhile = () => (stage.aheadMs += 3 * hour);
    await tick();
    isOver();
    meanwhile = () => {};
    issue();
    await eventually(async () => {
      await tick();
      usesLast();
    });
  });

  it('is used until it is over if the service answers the same for an hour, and then again', async () => {
    stage.aheadMs += 54 * minute;
    for (let i = 0; i < 17; i++) await tick();
    usesLast();
    for (let i = 0; i < 3; i++) await tick();
    isOver();
    issue();
    await eventually(async () => {
      await tick();
      usesLast();
    });
  });

  for (const kind of ['credentialsUri', 'ecsRamRole'] as const)
    it(`must not have ended when the answer arrives (${kind})`, async () => {
      meanwhile = () => (stage.aheadMs += hour);
      const { code } = await failureOf(stage.run({ kind }), ['token']);
      assert.equal(code, 'alibabaSourceStale');
    });

  it('survives a clock that is an hour ahead for a while', async () => {
    stage.aheadMs += hour;
    await tick();
    isOver();
    stage.aheadMs -= hour;
    await eventually(async () => {
      await tick();
      usesLast();
    });
  });

  it('may be replaced by one that lasts less', async () => {
    stage.aheadMs += 56 * minute;
    issue(10 * minute);
    await tick();
    usesLast();
    stage.aheadMs += 6 * minute;
    issue();
    await tick();
    usesLast();
  });
});
