import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Emitter } from '../../../../src/base/event.ts';
import { isPlan } from '../../../../src/plan/plan.ts';
import { type Access, fullAccess } from '../../../../src/profiles/access/access.ts';
import { ProductionGuard } from '../../../../src/session/consent/productionGuard.ts';
import { nextCode } from '../../../aws/iam/mfa.ts';
import { type LocalAws, startLocalAws } from '../../../aws/localAws.ts';
import { mfaRole, nextRole, phone, testWorld } from '../../../aws/testWorld.ts';
import { TypedCodes } from '../../../fakes/typedCodes.ts';
import { failureFrom } from '../../credentials/runner.ts';
import { forAgent, readOnly } from '../../plan/access/scopedPlans.ts';
import { openWindow, profile, type Window } from '../testWindows/window.ts';

const signal = new AbortController().signal;

describe('the cache of the AWS CLI', () => {
  let aws: LocalAws;
  let directory: string;

  beforeEach(async () => {
    aws = await startLocalAws({ world: testWorld });
    directory = await mkdtemp(join(tmpdir(), 'rolecall-scoped-'));
  });

  afterEach(async () => {
    await aws.close();
    await rm(directory, { recursive: true, force: true });
  });

  function open(): Window<TypedCodes> {
    const prompts = new TypedCodes(() => nextCode(phone, aws.clock));
    const window = openWindow({ url: aws.url, prompts, cliDirectory: directory, isAwsItself: true });
    window.files.config += `[profile cli]
role_arn = ${mfaRole}
source_profile = keys
mfa_serial = ${phone.serialNumber}
region = eu-central-1
[profile after]
role_arn = ${nextRole}
source_profile = cli
`;
    return window;
  }

  const get = async (name: string, access?: Access, mayAsk = true): Promise<string> => {
    const target = { ...profile(name), ...(access && { access }) };
    return (await open().sessions.get(target, { mayAsk, signal })).credentials.accessKeyId;
  };

  for (const [what, access] of [
    ['with less access', readOnly],
    ['of an agent', forAgent(fullAccess)],
    ['of an agent with less access', forAgent(readOnly)],
  ] as const) {
    it(`gets no session ${what}, which the CLI would use as one with everything`, async () => {
      await get('cli', access);
      assert.deepEqual(await readdir(directory), []);
    });

    it(`serves no session ${what}, as it only has those with everything`, async () => {
      const own = await get('cli');
      assert.equal((await readdir(directory)).length, 1);
      assert.equal(await get('cli', undefined, false), own);
      const failure = await failureFrom(get('cli', access, false));
      assert.equal(failure.code, 'needsPerson');
    });
  }

  it('gets no role that may only assume the next one', async () => {
    await get('after', readOnly);
    assert.deepEqual(await readdir(directory), []);
  });

  it('is used for the first role of a chain for an agent with everything', async () => {
    await get('cli');
    await get('after', forAgent(fullAccess), false);
    assert.equal(aws.requests.filter(({ action }) => action === 'GetSessionToken').length, 1);
  });
});

describe('a guard of the user', () => {
  it('shortens the sessions of federated users, too', () => {
    const changed = new Emitter<unknown>();
    const production = { of: () => 'name', matching: () => true, onDidChange: changed.event } as never;
    const guard = new ProductionGuard({
      rules: { value: { sessionMinutes: 20 }, onChange: changed.event },
      production,
    });
    const prompts = new TypedCodes();
    const window = openWindow({ url: '', prompts, shorten: (planned) => guard.shorten(planned) });
    const seconds = ['keys', 'plain'].map((name) => {
      const planned = window.planOf({ ...profile(name), access: readOnly });
      const last = isPlan(planned) ? planned.steps.at(-1) : undefined;
      return last && 'durationSeconds' in last ? last.durationSeconds : undefined;
    });
    assert.deepEqual(seconds, [1200, 1200]);
  });
});
