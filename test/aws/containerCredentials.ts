import { isoSeconds } from './clock.ts';
import { type ContainerAgent, containerAgents, json } from './containerAgents.ts';
import { Refusal } from './refusals.ts';
import type { Answer, Service, ServiceRequest } from './service.ts';
import { type RoleSession, type RoleSource, ServiceRole } from './serviceRole.ts';
import { serve, type Serving } from './serving.ts';

export type ContainerOptions = {
  readonly agent: keyof typeof containerAgents;
  /** The ARN of the role. */
  readonly role: string;
  /** What the `Authorization` header has to be, to the letter. Not looked at when left out. */
  readonly token?: string;
};

/** The address at which a container gets credentials. Faults and records know one action: `credentials`. */
export type ContainerCredentials = Serving & {
  /** For `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI`, if `url` stands for `http://169.254.170.2`. */
  readonly relativeUri: string;
  /** For `AWS_CONTAINER_CREDENTIALS_FULL_URI`. */
  readonly fullUri: string;
  /** From now on only this token is taken, as after Kubernetes has written a new one into the file. */
  readonly setToken: (token: string) => void;
};

/**
 * @param aws where the role is and its sessions are good; the movable clock is its clock
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
 */
export async function startContainerCredentials(
  aws: RoleSource,
  { agent, role, token }: ContainerOptions,
): Promise<ContainerCredentials> {
  let expected = token;
  const spoken = containerAgents[agent];
  const serving = await serve([createService(aws, spoken, role, () => expected)], aws.clock);
  return {
    ...serving,
    relativeUri: spoken.path,
    fullUri: serving.url + spoken.path,
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
        const given = role.session(roleArn);
        return given === undefined ? refuse(agent.roleUntrusted) : give(agent, given);
      },
      // To be asked too often has a status of its own here.
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

function give(agent: ContainerAgent, given: RoleSession): Answer {
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = given.session;
  const content = {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    Token: sessionToken,
    Expiration: isoSeconds(expiration),
    ...agent.extra(given),
  };
  return { reply: json(200, content), outcome: 'OK' };
}
