import assert from 'node:assert/strict';
import { basename, join } from 'node:path';
import { isDraft } from '../../../src/base/atomicFile.ts';
import { Credentials } from '../../../src/credentials/credentials.ts';
import { isPlan, type Plan } from '../../../src/plan/plan.ts';
import { FileLock } from '../../../src/session/fileLock.ts';
import { mfaRole, phone } from '../../aws/testWorld.ts';
import { DirectorySecrets } from '../../fakes/directorySecrets.ts';
import { RecordedLog } from '../../fakes/recordedLog.ts';
import { TypedCodes } from '../../fakes/typedCodes.ts';
import { openWindow, profile } from '../../unit/session/testWindows/window.ts';
import { letMinutesPass, pathsIn, type Trial } from './trial.ts';

const hourMs = 3_600_000;
const added = `[profile shared]\nrole_arn = ${mfaRole}\nsource_profile = alice\nmfa_serial = ${phone.serialNumber}\n`;

/** A session whose parts belong together. The token is as long as those of AWS can be. */
function sessionWith(number: number): Credentials {
  return new Credentials({
    accessKeyId: `ASIA${number}`,
    secretAccessKey: `secret-${number}`,
    sessionToken: `${number}.`.repeat(4000),
    expiration: Date.now() + hourMs,
  });
}

/** A window's memory of sessions in secret storage and the CLI's cache, used while a lock is held, as in a real one. */
function sessionsIn(folder: string) {
  const window = openWindow({
    url: '',
    prompts: new TypedCodes(),
    isAwsItself: true,
    secrets: new DirectorySecrets(join(folder, 'secrets')),
    cliDirectory: join(folder, 'cli'),
  });
  window.files.config += added;
  const plan = window.planOf(profile('shared'));
  assert.ok(isPlan(plan));
  const done = plan.steps.length;
  const lock = new FileLock(join(folder, 'locks'), new RecordedLog());
  const { signal } = new AbortController();
  const put = (number: number): Promise<void> =>
    lock.hold('device', signal, () => window.cache.put(plan, { done, credentials: sessionWith(number) }));
  return { put, plan, find: (each: Plan) => window.cache.longestPrefix(each, 0), log: window.log };
}

function numberOf(credentials: Credentials): number {
  const number = Number(credentials.accessKeyId.slice(4));
  const [expected, found] = [sessionWith(number), credentials].map((each) => ({
    ...each.reveal(),
    expiration: 0,
  }));
  assert.deepEqual(found, expected, 'the parts of a session do not belong together');
  return number;
}

export const sessionsTrial: Trial = {
  name: 'sessions in secret storage and in the cache of the CLI',
  async work(folder, begin) {
    const { put } = sessionsIn(folder);
    await put(1);
    begin();
    for (let number = 2; ; number++) await put(number);
  },
  async assertUsable(folder) {
    const next = sessionsIn(folder);
    const found = await next.find(next.plan);
    assert.ok(found, 'the session is lost');
    numberOf(found.credentials);
    await letMinutesPass(folder);
    await next.put(0);
    const again = sessionsIn(folder);
    assert.equal(numberOf((await again.find(again.plan))!.credentials), 0);
    const left = (await pathsIn(join(folder, 'cli'))).filter((path) => isDraft(basename(path)));
    assert.deepEqual(left, []);
  },
};
