import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SsoDependencies } from '../../src/credentials/sso/roleCredentials.ts';

/** A machine with one window and no sign-in to Identity Center. */
export const noSignIn: Pick<SsoDependencies, 'ssoCacheFolder' | 'withLock'> = {
  ssoCacheFolder: join(tmpdir(), 'rolecall-no-sign-in'),
  withLock: (_name, _signal, action) => action(),
};
