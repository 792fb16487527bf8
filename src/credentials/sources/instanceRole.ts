import { FailureError } from '../../base/failure.ts';
import type { InstanceStep } from '../../plan/plan.ts';
import type { Credentials } from '../credentials.ts';
import { parseObject } from '../json.ts';
import {
  type Asked,
  askMetadata,
  type MetadataAnswer,
  metadataFailure,
  readRole,
  Unreachable,
} from './metadataService.ts';

const deadline = { answerMs: 1000 };
const rolePath = '/latest/meta-data/iam/security-credentials/';

/**
 * The role of the EC2 instance: a token first (version 2 of the service), then the role's name, then its credentials.
 * A service that gives no token, or whose token is lost on the way since the hop limit is too low, is asked without.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
 */
export async function fetchInstance(
  step: InstanceStep,
  now: number,
  signal: AbortSignal,
): Promise<Credentials> {
  const asked: Asked = {
    profile: step.profile,
    service: 'instance',
    host: URL.canParse(step.endpoint) ? new URL(step.endpoint).host : step.endpoint,
  };
  try {
    const token = await fetchToken(step, asked, signal);
    const headers = token === undefined ? {} : { 'x-aws-ec2-metadata-token': token };
    const get = (path: string): Promise<MetadataAnswer> =>
      askMetadata(step.endpoint + path, { headers }, deadline, signal);
    const role = await get(rolePath);
    if (role.status === 404) throw new FailureError({ code: 'noInstanceRole', profile: step.profile });
    const name = successful(role, asked).trim();
    const body = successful(await get(rolePath + encodeURIComponent(name)), asked);
    // That EC2 may not assume the role is told with status 200.
    const { Code, Message } = parseObject(body) ?? {};
    if (typeof Code === 'string' && Code !== 'Success')
      throw new FailureError({ ...refused(asked, 200), detail: `${Code}: ${String(Message)}` });
    return readRole(body, asked, now);
  } catch (error) {
    throw metadataFailure(error, asked);
  }
}

async function fetchToken(
  { endpoint, mayUseV1 }: InstanceStep,
  asked: Asked,
  signal: AbortSignal,
): Promise<string | undefined> {
  const headers = { 'x-aws-ec2-metadata-token-ttl-seconds': '60' };
  const answer = await askMetadata(
    `${endpoint}/latest/api/token`,
    { method: 'PUT', headers },
    deadline,
    signal,
  ).catch((error: unknown) => {
    if (mayUseV1 && error instanceof Unreachable && error.isConnected) return undefined;
    throw error;
  });
  if (!answer || (mayUseV1 && [403, 404, 405].includes(answer.status))) return undefined;
  return successful(answer, asked);
}

function successful({ status, body }: MetadataAnswer, asked: Asked): string {
  if (status !== 200) throw new FailureError(refused(asked, status));
  return body;
}

function refused(asked: Asked, status: number) {
  return { code: 'metadataRefused', ...asked, status, detail: '' } as const;
}
