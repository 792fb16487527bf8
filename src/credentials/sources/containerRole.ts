import { readText } from '../../base/boundedFile.ts';
import { deadlines } from '../../base/deadlines.ts';
import type { Environment } from '../../base/environment.ts';
import { FailureError, type KeyPlace } from '../../base/failure.ts';
import { containerUrl } from '../../plan/machineRole.ts';
import type { ContainerStep } from '../../plan/plan.ts';
import { badHeader } from '../../profiles/keyForm.ts';
import type { Credentials } from '../credentials.ts';
import { parseObject } from '../json.ts';
import { askMetadata, metadataFailure, type MetadataSource, readRole } from './metadataService.ts';

/** The agent may have to call AWS first. */
const deadline = { answerMs: deadlines.containerMs };

/**
 * Fetches the container's role credentials. The URL and the token come from the environment; the plan does not contain
 * them.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
 */
export async function fetchContainer(
  { profile, host }: ContainerStep,
  environment: Environment,
  now: number,
  signal: AbortSignal,
): Promise<Credentials> {
  const source: MetadataSource = { profile, service: 'container', host };
  const token = await readToken(profile, environment);
  const headers = { Accept: 'application/json', ...(token === undefined ? {} : { Authorization: token }) };
  try {
    const { status, body } = await askMetadata(
      containerUrl(environment) ?? '',
      { headers },
      deadline,
      signal,
    );
    if (status === 200) return readRole(body, source, now);
    throw new FailureError({ code: 'metadataRefused', ...source, status, detail: sentenceOf(body, token) });
  } catch (error) {
    throw metadataFailure(error, source);
  }
}

/** As in the CLI, the file takes precedence. It is read each time because its token is replaced. */
async function readToken(profile: string, environment: Environment): Promise<string | undefined> {
  const path = environment[tokenFile];
  if (!path) {
    const token = environment[tokenVariable] || undefined;
    checkToken(token, profile, tokenVariable, { kind: 'environment' });
    return token;
  }
  const text = await readText(path).catch((error: NodeJS.ErrnoException) => {
    throw new FailureError({
      code: 'tokenFileUnreadable',
      profile,
      key: tokenFile,
      path,
      reason: error.code ?? error.name,
    });
  });
  const token = text.trim();
  checkToken(token, profile, tokenFile, { kind: 'file', path });
  return token;
}

const tokenVariable = 'AWS_CONTAINER_AUTHORIZATION_TOKEN';
const tokenFile = 'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE';

/** Throws `FailureError` if the token cannot be sent in a header. */
function checkToken(token: string | undefined, profile: string, name: string, place: KeyPlace): void {
  const bad = token === undefined ? undefined : badHeader(token);
  if (bad) throw new FailureError({ code: 'malformedKey', profile, name, place, ...bad });
}

/** The agent's error message: agents answer with JSON or with plain text. Empty if the message contains the token. */
function sentenceOf(body: string, token: string | undefined): string {
  const { Message, message } = parseObject(body) ?? {};
  const said = [Message, message].find((text) => typeof text === 'string') ?? body;
  const sentence = said.trim().split('\n', 1)[0]!.slice(0, 300);
  return token !== undefined && sentence.includes(token) ? '' : sentence;
}
