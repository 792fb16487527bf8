import type { Environment } from '../plan/endpoint.ts';
import type { Session } from '../session/sessions.ts';

/** Variables that would let a program find other credentials than the session's. Empty, they count as unset everywhere. */
const rivals = [
  'AWS_SECURITY_TOKEN',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_ROLE_ARN',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
] as const;

/**
 * Where an inherited one is set, some SDKs prefer it to the keys, and the CLI refuses it empty. So it names the profile
 * of the session: whichever a program prefers, it is never somebody else. What is no profile has no name; the CLI then
 * says so, which is better than being somebody else in silence.
 */
const profileNames = ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE'] as const;

/**
 * The variables by which programs use a session. Those of `inherited` that would speak against it are set empty; so
 * are the ones that this session has no value for, lest a value of somebody else's stay beside it.
 */
export function sessionVariables(
  { credentials, plan }: Session,
  inherited: Environment,
): ReadonlyMap<string, string> {
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = credentials.reveal();
  const variables = new Map<string, string>([
    ['AWS_ACCESS_KEY_ID', accessKeyId],
    ['AWS_SECRET_ACCESS_KEY', secretAccessKey],
  ]);
  const setOrEmpty = (name: string, value: string | undefined): void => {
    if (value !== undefined || inherited[name]) variables.set(name, value ?? '');
  };
  setOrEmpty('AWS_SESSION_TOKEN', sessionToken);
  setOrEmpty('AWS_CREDENTIAL_EXPIRATION', expiration === undefined ? undefined : isoSeconds(expiration));
  for (const rival of rivals) setOrEmpty(rival, undefined);
  const { target } = plan;
  const ownName = target.kind === 'profile' ? target.name : '';
  for (const name of profileNames) if (inherited[name]) variables.set(name, ownName);
  if (plan.region) {
    variables.set('AWS_REGION', plan.region.name);
    variables.set('AWS_DEFAULT_REGION', plan.region.name);
  }
  for (const [name, url] of plan.endpointVariables) variables.set(name, url);
  return variables;
}

/** `2026-01-31T12:00:00Z`, from milliseconds since the epoch. */
function isoSeconds(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/u, 'Z');
}
