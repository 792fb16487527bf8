import { readText } from '../../base/boundedFile.ts';
import { deadlines } from '../../base/deadlines.ts';
import type { Environment } from '../../base/environment.ts';
import { FailureError } from '../../base/failure.ts';
import { containerUrl } from '../../plan/machineRole.ts';
import type { ContainerStep } from '../../plan/plan.ts';
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
  const path = environment['AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE'];
  if (!path) return environment['AWS_CONTAINER_AUTHORIZATION_TOKEN'] || undefined;
  const text = await readText(path).catch((error: NodeJS.ErrnoException) => {
    throw new FailureError({
      code: 'tokenFileUnreadable',
      profile,
      path,
      reason: error.code ?? error.name,
    });
  });
  return text.trim();
}

/** The agent's error message: agents answer with JSON or with plain text. Empty if the message contains the token. */
function sentenceOf(body: string, token: string | undefined): string {
  const { Message, message } = parseObject(body) ?? {};
  const said = [Message, message].find((text) => typeof text === 'string') ?? body;
  const sentence = said.trim().split('\n', 1)[0]!.slice(0, 300);
  return token !== undefined && sentence.includes(token) ? '' : sentence;
}
