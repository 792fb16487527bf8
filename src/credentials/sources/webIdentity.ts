import { readText } from '../../base/boundedFile.ts';
import { Cancelled, type Failure, FailureError, type KeyPlace } from '../../base/failure.ts';
import type { TokenOrigin } from '../../base/failures/sourceFailure.ts';
import type { TokenSource, WebIdentityStep } from '../../plan/plan.ts';
import { badText } from '../../profiles/keyForm.ts';
import { keys } from '../../profiles/keys.ts';
import { Credentials } from '../credentials.ts';
import { outputOf, type ProfileProgramHost, valuesIn } from '../programs/namedProgram.ts';
import { awsFailure } from '../sdk/awsFailure.ts';
import type { AwsLimits } from '../sdk/awsLimits.ts';
import { assumeRoleWithWebIdentity } from '../sdk/open.ts';
import { stsHost } from '../sdk/sts.ts';

/**
 * Assumes the role with a web identity token. The token file is read, or the program is run, each time: Kubernetes and
 * others replace the token well before it expires.
 */
export async function assumeWithToken(
  step: WebIdentityStep,
  host: ProfileProgramHost & { readonly limits?: AwsLimits },
  signal: AbortSignal,
): Promise<Credentials> {
  const token = await tokenOf(step, host, signal);
  if (signal.aborted) throw new Cancelled();
  try {
    const request = { ...step, token };
    return new Credentials(await assumeRoleWithWebIdentity(step.sts, request, signal, host.limits));
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
      policies: step.sessionPolicy?.arns,
    });
  }
}

/** The token without the trailing newline that editors and `echo` add; AWS would reject the token with it. */
async function tokenOf(
  { profile, token }: WebIdentityStep,
  host: ProfileProgramHost,
  signal: AbortSignal,
): Promise<string> {
  if (token.kind === 'file') return readToken(profile, token);
  const values = (): readonly string[] => valuesIn(host, profile);
  const program = { profile, key: keys.webIdentityTokenProcess, command: token.command, values } as const;
  const { text, outputError, place } = await outputOf(program, host, signal);
  const printed = text.trim();
  if (printed === '') throw outputError('nothing');
  return checked(printed, profile, keys.webIdentityTokenProcess, place);
}

/** Throws `FailureError` if the token contains what no token contains. */
function checked(token: string, profile: string, name: string, place: KeyPlace): string {
  const bad = badText(token);
  if (bad) throw new FailureError({ code: 'malformedKey', profile, name, place, ...bad });
  return token;
}

async function readToken(
  profile: string,
  { path, key: variable }: Extract<TokenSource, { kind: 'file' }>,
): Promise<string> {
  const key = variable ?? keys.webIdentityTokenFile;
  const text = await readText(path).catch((error: NodeJS.ErrnoException) => {
    throw new FailureError({
      code: 'tokenFileUnreadable',
      profile,
      key,
      path,
      reason: error.code ?? error.name,
    });
  });
  const token = text.trim();
  if (token === '')
    throw new FailureError({ code: 'tokenFileUnreadable', profile, key, path, reason: 'empty' });
  return checked(token, profile, key, { kind: 'file', path });
}

/** AWS's errors about the token itself. Their messages name the issuer and the audience, never the token. */
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

/** Omits the command, which may contain secrets. */
function originOf(token: TokenSource): TokenOrigin {
  return token.kind === 'file' ? { kind: 'file', path: token.path } : { kind: token.kind };
}
