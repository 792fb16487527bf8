import { readFile } from 'node:fs/promises';
import { Cancelled, type Failure, FailureError } from '../../base/failure.ts';
import type { TokenOrigin } from '../../base/sourceFailure.ts';
import type { TokenSource, WebIdentityStep } from '../../plan/plan.ts';
import { Credentials } from '../credentials.ts';
import { outputOf, type ProgramHost } from '../programs/namedProgram.ts';
import { awsFailure } from '../sdk/awsFailure.ts';
import { assumeRoleWithWebIdentity } from '../sdk/open.ts';
import { stsHost } from '../sdk/sts.ts';

/**
 * A session of the role for whoever holds the token. It is read, or its program run, each time: whoever keeps it,
 * Kubernetes for one, replaces the token well before it expires.
 */
export async function assumeWithToken(
  step: WebIdentityStep,
  host: ProgramHost,
  signal: AbortSignal,
): Promise<Credentials> {
  const token = await tokenOf(step, host, signal);
  if (signal.aborted) throw new Cancelled();
  try {
    return new Credentials(await assumeRoleWithWebIdentity(step.sts, { ...step, token }, signal));
  } catch (error) {
    const failure = tokenFailure(error, step);
    if (failure) throw new FailureError(failure, { cause: error });
    throw awsFailure(error, {
      profile: step.profile,
      action: 'sts:AssumeRoleWithWebIdentity',
      signer: undefined,
      region: step.sts.region,
      host: stsHost(step.sts),
      mfaSerial: undefined,
      role: { ...step, externalId: undefined },
    });
  }
}

/** The token without the line break that editors and `echo` leave behind it, for which AWS would refuse it. */
async function tokenOf(
  { profile, token }: WebIdentityStep,
  host: ProgramHost,
  signal: AbortSignal,
): Promise<string> {
  if (token.kind === 'file') return readToken(profile, token.path);
  const program = { profile, key: 'web_identity_token_process', command: token.command } as const;
  const { text, refused } = await outputOf(program, host, signal);
  const printed = text.trim();
  if (printed === '') throw refused('nothing');
  return printed;
}

async function readToken(profile: string, path: string): Promise<string> {
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
function tokenFailure(error: unknown, step: WebIdentityStep): Failure | undefined {
  if (!(error instanceof Error)) return undefined;
  const { profile, roleArn } = step;
  const token = originOf(step.token);
  const awsCode = error.name.replace(/Exception$/u, '');
  const refused = { profile, roleArn, token, awsCode, detail: error.message.trim() };
  switch (awsCode) {
    case 'ExpiredToken':
      return { code: 'webIdentityExpired', profile, token };
    case 'InvalidIdentityToken':
    case 'IDPRejectedClaim':
      return { code: 'webIdentityRefused', ...refused };
    case 'AccessDenied':
      return { code: 'webRoleRefused', ...refused };
    case 'IDPCommunicationError':
      return { code: 'identityProviderSilent', profile };
    default:
      return undefined;
  }
}

/** Without the command, which may hold secrets. */
function originOf(token: TokenSource): TokenOrigin {
  return token.kind === 'file' ? token : { kind: token.kind };
}
