import { deadlines } from '../../base/deadlines.ts';
import { FailureError } from '../../base/failure.ts';
import type { InstanceStep } from '../../plan/plan.ts';
import type { Credentials } from '../credentials.ts';
import { parseObject } from '../json.ts';
import {
  askMetadata,
  type MetadataAnswer,
  metadataFailure,
  type MetadataSource,
  readRole,
  Unreachable,
} from './metadataService.ts';

const deadline = { answerMs: deadlines.instanceMs };
const rolePath = '/latest/meta-data/iam/security-credentials/';

/**
 * Fetches the EC2 instance's role credentials: first a token (IMDSv2), then the role name, then the credentials. Falls
 * back to IMDSv1 if the service provides no token, or if the token's response is lost because the hop limit is too low.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
 */
export async function fetchInstance(
  step: InstanceStep,
  now: number,
  signal: AbortSignal,
): Promise<Credentials> {
  const source: MetadataSource = {
    profile: step.profile,
    service: 'instance',
    host: URL.canParse(step.endpoint) ? new URL(step.endpoint).host : step.endpoint,
  };
  try {
    const token = await fetchToken(step, source, signal);
    const headers = token === undefined ? {} : { 'x-aws-ec2-metadata-token': token };
    const get = (path: string): Promise<MetadataAnswer> => askInstance(step, path, { headers }, signal);
    const role = await get(rolePath);
    if (role.status === 404) throw new FailureError({ code: 'noInstanceRole', profile: step.profile });
    const name = successful(role, source).trim();
    const body = successful(await get(rolePath + encodeURIComponent(name)), source);
    // The service reports with status 200 that EC2 may not assume the role.
    const { Code, Message } = parseObject(body) ?? {};
    if (typeof Code === 'string' && Code !== 'Success')
      throw new FailureError({ ...refused(source, 200), detail: `${Code}: ${String(Message)}` });
    return readRole(body, source, now);
  } catch (error) {
    throw metadataFailure(error, source);
  }
}

/** Like `askMetadata`. Rejects with `otherCloud` if it is the service of another cloud, whatever its answer. */
async function askInstance(
  { endpoint, profile }: InstanceStep,
  path: string,
  options: Parameters<typeof askMetadata>[1],
  signal: AbortSignal,
): Promise<MetadataAnswer> {
  const answer = await askMetadata(endpoint + path, options, deadline, signal);
  if (answer.cloud) throw new FailureError({ code: 'otherCloud', profile, cloud: answer.cloud });
  return answer;
}

async function fetchToken(
  step: InstanceStep,
  source: MetadataSource,
  signal: AbortSignal,
): Promise<string | undefined> {
  const headers = { 'x-aws-ec2-metadata-token-ttl-seconds': '60' };
  const { mayUseV1 } = step;
  const answer = await askInstance(step, '/latest/api/token', { method: 'PUT', headers }, signal).catch(
    (error: unknown) => {
      if (mayUseV1 && error instanceof Unreachable && error.isConnected) return undefined;
      throw error;
    },
  );
  if (!answer || (mayUseV1 && [403, 404, 405].includes(answer.status))) return undefined;
  return successful(answer, source);
}

function successful({ status, body }: MetadataAnswer, source: MetadataSource): string {
  if (status !== 200) throw new FailureError(refused(source, status));
  return body;
}

function refused(source: MetadataSource, status: number) {
  return { code: 'metadataRefused', ...source, status, detail: '' } as const;
}
