import { deadlines } from '../../base/deadlines.ts';
import { type Failure, FailureError } from '../../base/failure.ts';
import type { EcsRamRoleStep } from '../../plan/alibaba/alibabaPlan.ts';
import { isInstanceRole } from '../../plan/alibaba/roleRules.ts';
import { Credentials } from '../credentials.ts';
import { parseObject } from '../json.ts';
import { connectionFailure, isNetworkCode } from '../sdk/connectionFailure.ts';
import { askMetadata, type MetadataAnswer, Unreachable } from '../sources/metadataService.ts';
import { readTemporaryKeys } from './temporaryKeys.ts';

const deadline = { answerMs: deadlines.instanceMs };
const rolePath = '/latest/meta-data/ram/security-credentials/';
/** Seconds. The token serves for the requests that follow at once. */
const tokenLife = '60';

/**
 * Fetches the credentials of the ECS instance's RAM role: first a token, then the name of the role unless it is known,
 * then the credentials. `now`: milliseconds since the epoch. Rejects with `FailureError` or `Cancelled`.
 *
 * @see https://www.alibabacloud.com/help/en/ecs/user-guide/view-instance-metadata
 */
export async function fetchEcsRamRole(
  step: EcsRamRoleStep,
  now: () => number,
  signal: AbortSignal,
): Promise<Credentials> {
  try {
    const token = await fetchToken(step, signal);
    const headers = token === undefined ? {} : { 'x-aliyun-ecs-metadata-token': token };
    const get = async (path: string): Promise<string> => {
      const answer = await ask(step, path, { headers }, signal);
      // The SDKs for Node.js and Python, too, do without a token that the service has issued and then refuses.
      const isTokenRefused = token !== undefined && step.mayUseV1 && ![200, 404].includes(answer.status);
      return bodyOf(isTokenRefused ? await ask(step, path, {}, signal) : answer, step);
    };
    const roleName = step.roleName ?? roleIn(await get(rolePath), step);
    return roleKeys(await get(rolePath + encodeURIComponent(roleName)), step, now());
  } catch (error) {
    throw error instanceof Unreachable ? new FailureError(unreachable(error, step), { cause: error }) : error;
  }
}

/** Undefined if the service issues no token but may be queried without one. */
async function fetchToken(step: EcsRamRoleStep, signal: AbortSignal): Promise<string | undefined> {
  const headers = { 'x-aliyun-ecs-metadata-token-ttl-seconds': tokenLife };
  const request = { method: 'PUT', headers };
  const answer = await ask(step, '/latest/api/token', request, signal).catch((error: unknown) => {
    if (step.mayUseV1 && error instanceof Unreachable && error.isConnected) return undefined;
    throw error;
  });
  const token = answer?.status === 200 ? answer.body.trim() : '';
  if (/^[\w+/=.~-]+$/u.test(token)) return token;
  if (answer && !step.mayUseV1) throw answer.status === 200 ? badAnswer(step) : refused(answer, step);
  return undefined;
}

function ask(
  { endpoint }: EcsRamRoleStep,
  path: string,
  options: Parameters<typeof askMetadata>[1],
  signal: AbortSignal,
): Promise<MetadataAnswer> {
  return askMetadata(endpoint + path, options, deadline, signal);
}

/** A page with status 404 tells that the instance has no role, or not this one. */
function bodyOf(answer: MetadataAnswer, step: EcsRamRoleStep): string {
  const { profile, roleName } = step;
  if (answer.status === 404) throw new FailureError({ code: 'ecsRoleMissing', profile, roleName });
  if (answer.status !== 200) throw refused(answer, step);
  return answer.body;
}

/** An instance has at most one role. */
function roleIn(body: string, step: EcsRamRoleStep): string {
  const name = body.trim();
  if (name === '')
    throw new FailureError({ code: 'ecsRoleMissing', profile: step.profile, roleName: undefined });
  if (!isInstanceRole(name)) throw badAnswer(step);
  return name;
}

function roleKeys(body: string, step: EcsRamRoleStep, now: number): Credentials {
  const fields = parseObject(body);
  if (fields?.['Code'] !== 'Success') throw badAnswer(step);
  const keys = readTemporaryKeys(fields);
  if ('missing' in keys || keys.expiration === undefined) throw badAnswer(step);
  if (keys.expiration <= now) throw new FailureError({ code: 'alibabaSourceStale', profile: step.profile });
  return new Credentials(keys);
}

function serviceOf({ profile, endpoint }: EcsRamRoleStep) {
  return { profile, host: URL.canParse(endpoint) ? new URL(endpoint).host : endpoint };
}

function badAnswer(step: EcsRamRoleStep): FailureError {
  return new FailureError({ code: 'ecsMetadataBadAnswer', ...serviceOf(step) });
}

function refused({ status }: MetadataAnswer, step: EcsRamRoleStep): FailureError {
  return new FailureError({ code: 'ecsMetadataRefused', ...serviceOf(step), status });
}

function unreachable({ reason }: Unreachable, step: EcsRamRoleStep): Failure {
  const service = serviceOf(step);
  if (reason === 'EMSGSIZE') return { code: 'ecsMetadataBadAnswer', ...service };
  return isNetworkCode(reason)
    ? { code: 'ecsMetadataUnreachable', ...service, reason }
    : connectionFailure(reason, service);
}
