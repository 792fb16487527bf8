import assert from 'node:assert/strict';
import { basename, dirname, join } from 'node:path';
import { isDraft } from '../../../src/base/atomicFile.ts';
import { readToken, type SsoToken, tokenPath, writeToken } from '../../../src/credentials/sso/ssoTokens.ts';
import { FileLock } from '../../../src/session/fileLock.ts';
import { corpSignIn } from '../../fakes/corpSignIn.ts';
import { RecordedLog } from '../../fakes/recordedLog.ts';
import { letMinutesPass, pathsIn, type Trial } from './trial.ts';

const session = corpSignIn({ startUrl: 'https://corp.awsapps.com/start', region: 'eu-west-1' });
const expiresAt = Date.UTC(2100, 0, 1);

/** A token whose parts belong together. */
function tokenWith(number: number): SsoToken {
  const long = `${number}.`.repeat(2000);
  const refresh = {
    refreshToken: long,
    clientId: 'id',
    clientSecret: long,
    registrationExpiresAt: expiresAt,
  };
  return { accessToken: `access-${number}`, expiresAt, refresh };
}

function tokensIn(folder: string) {
  const path = tokenPath(join(folder, 'sso'), session);
  const lock = new FileLock(join(folder, 'locks'), new RecordedLog());
  const { signal } = new AbortController();
  const write = (number: number): Promise<void> =>
    lock.hold('token', signal, () => writeToken(path, session, tokenWith(number)));
  return { path, write };
}

export const signInsTrial: Trial = {
  name: 'tokens of sign-ins',
  async work(folder, begin) {
    const { write } = tokensIn(folder);
    await write(1);
    begin();
    for (let number = 2; ; number++) await write(number);
  },
  async assertUsable(folder) {
    const { path, write } = tokensIn(folder);
    const found = await readToken(path);
    assert.deepEqual(found, tokenWith(Number(found?.accessToken.slice('access-'.length))));
    await letMinutesPass(folder);
    await write(0);
    assert.deepEqual(await readToken(path), tokenWith(0));
    const left = (await pathsIn(dirname(path))).filter((each) => isDraft(basename(each)));
    assert.deepEqual(left, []);
  },
};
