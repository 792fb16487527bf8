import { isoSeconds } from '../clock.ts';
import type { Answer, Service, ServiceRequest } from '../http/service.ts';
import { serve, type Serving } from '../http/serving.ts';
import { Refusal } from '../sts/refusals.ts';
import { type ContainerAgent, containerAgents, json } from './containerAgents.ts';
import { type RoleSession, type RoleSource, ServiceRole } from './serviceRole.ts';

export type ContainerOptions = {
  readonly agent: keyof typeof containerAgents;
  /** The ARN of the role. */
  readonly role: string;
  /** The required value of the `Authorization` header. Not checked if undefined. */
  readonly token?: string;
};

/** The endpoint for container credentials. The only action in faults and recorded requests is `credentials`. */
export type ContainerCredentials = Serving & {
  /** For `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI`, with `url` in the place of `http://169.254.170.2`. */
  readonly relativeUri: string;
  /** For `AWS_CONTAINER_CREDENTIALS_FULL_URI`. */
  readonly fullUri: string;
  /** Changes the required token, as when Kubernetes writes a new one to the file. */
  readonly setToken: (token: string) => void;
};

/**
 * @param aws where the role exists and its sessions are valid; its movable clock is used, too
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
 */
export async function startContainerCredentials(
  aws: RoleSource,
  { agent, role, token }: ContainerOptions,
): Promise<ContainerCredentials> {
  let expected = token;
  const containerAgent = containerAgents[agent];
  const serving = await serve([createService(aws, containerAgent, role, () => expected)], aws.clock);
  return {
    ...serving,
    relativeUri: containerAgent.path,
    fullUri: serving.url + containerAgent.path,
    setToken: (next) => {
      expected = next;
    },
  };
}

function createService(
  source: RoleSource,
  agent: ContainerAgent,
  roleArn: string,
  token: () => string | undefined,
): Service {
  const role = new ServiceRole(source, agent);
  const refuse = (refusal: Refusal): Answer => ({ reply: agent.say(refusal), outcome: refusal.code });
  return {
    open: (request) => ({
      action: 'credentials',
      parameters: {},
      accessKeyId: undefined,
      answer: async () => {
        const faulty = findFault(agent, request, token());
        if (faulty !== undefined) {
          return refuse(faulty);
        }
        const roleSession = role.session(roleArn);
        return roleSession === undefined
          ? refuse(agent.roleUntrusted)
          : credentialsAnswer(agent, roleSession);
      },
      // Throttling has another status here.
      refuse: (refusal) =>
        refuse(refusal.code === 'Throttling' ? new Refusal(429, refusal.code, refusal.message) : refusal),
    }),
  };
}

function findFault(
  agent: ContainerAgent,
  { method, path, headers }: ServiceRequest,
  token: string | undefined,
): Refusal | undefined {
  if (method !== 'GET' || path !== agent.path) {
    return agent.pathUnknown;
  }
  const { authorization } = headers;
  if (token === undefined || authorization === token) {
    return undefined;
  }
  return authorization === undefined ? agent.tokenMissing : agent.tokenWrong;
}

function credentialsAnswer(agent: ContainerAgent, roleSession: RoleSession): Answer {
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = roleSession.session;
  const content = {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    Token: sessionToken,
    Expiration: isoSeconds(expiration),
    ...agent.extra(roleSession),
  };
  return { reply: json(200, content), outcome: 'OK' };
}
