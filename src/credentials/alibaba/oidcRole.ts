import { readText } from '../../base/boundedFile.ts';
import { FailureError } from '../../base/failure.ts';
import type { OidcRoleStep } from '../../plan/alibaba/alibabaPlan.ts';
import type { Credentials } from '../credentials.ts';
import { assumeRamRoleWithToken } from './ramRoles.ts';
import type { MachineClock } from './ramSts.ts';

/** Assumes the role with the token in the file, which ACK replaces well before the token expires. */
export async function fetchOidcRole(
  step: OidcRoleStep,
  clock: MachineClock,
  signal: AbortSignal,
): Promise<Credentials> {
  return assumeRamRoleWithToken(step, await readToken(step), clock, signal);
}

async function readToken({ profile, tokenFile: path }: OidcRoleStep): Promise<string> {
  const unreadable = (reason: string, cause?: unknown): FailureError =>
    new FailureError({ code: 'oidcTokenUnreadable', profile, path, reason }, { cause });
  const text = await readText(path).catch((error: NodeJS.ErrnoException) => {
    throw unreadable(error.code ?? error.name, error);
  });
  const token = text.trim();
  if (token === '') throw unreadable('EMPTY');
  return token;
}
