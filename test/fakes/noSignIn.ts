import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SsoDependencies } from '../../src/credentials/sso/roleCredentials.ts';

/** A machine on which nobody has signed in to Identity Center, with one window. */
export const noSignIn: Pick<SsoDependencies, 'ssoCacheFolder' | 'alone'> = {
  ssoCacheFolder: join(tmpdir(), 'rolecall-no-sign-in'),
  alone: (_name, _signal, action) => action(),
};
