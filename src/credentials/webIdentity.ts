import { readFile } from 'node:fs/promises';
import { Cancelled, type Failure, FailureError } from '../failure.ts';
import type { WebIdentityStep } from '../plan/plan.ts';
import { awsFailure } from './awsFailure.ts';
import { Credentials } from './credentials.ts';
import { assumeRoleWithWebIdentity, stsHost } from './sts.ts';

/**
 * A session of the role for whoever holds the token. The file is read each time: whoever keeps it, Kubernetes for one,
 * replaces the token well before it expires.
 */
export async function assumeWithToken(step: WebIdentityStep, signal: AbortSignal): Promise<Credentials> {
  const token = await readToken(step);
  if (signal.aborted) throw new Cancelled();
  try {
    return new Credentials(await assumeRoleWithWebIdentity(step.sts, { ...step, token }, signal));
  } catch (error) {
    const failure = tokenFailure(error, step);
    if (failure) throw new FailureError(failure, { cause: error });
    throw awsFailure(error, {
      profile: step.profile,
      action: 'sts:AssumeRoleWithWebIdentity',
      accessKeyId: '',
      region: step.sts.region,
      host: stsHost(step.sts),
      mfaSerial: undefined,
    });
  }
}

/** The token without the line break that editors and `echo` leave behind it, for which AWS would refuse it. */
async function readToken({ profile, tokenFile: path }: WebIdentityStep): Promise<string> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new FailureError({
      code: 'tokenFileUnreadable',
      profile,
      path,
      reason: error.code ?? error.name,
    });
  });
  const token = text.trim();
  if (token === '') throw new FailureError({ code: 'tokenFileUnreadable', profile, path, reason: 'empty' });
  return token;
}

/** What AWS says of the token itself. Its sentences name issuer and audience, never the token. */
function tokenFailure(error: unknown, { profile, tokenFile: path }: WebIdentityStep): Failure | undefined {
  if (!(error instanceof Error)) return undefined;
  const awsCode = error.name.replace(/Exception$/u, '');
  switch (awsCode) {
    case 'ExpiredToken':
      return { code: 'webIdentityExpired', profile, path };
    case 'InvalidIdentityToken':
    case 'IDPRejectedClaim':
      return { code: 'webIdentityRefused', profile, awsCode, detail: error.message.trim() };
    case 'IDPCommunicationError':
      return { code: 'identityProviderSilent', profile };
    default:
      return undefined;
  }
}
