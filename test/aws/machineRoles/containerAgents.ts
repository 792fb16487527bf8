import type { Reply } from '../http/service.ts';
import { Refusal } from '../sts/refusals.ts';
import type { RoleSession } from './serviceRole.ts';

/** An agent that provides credentials to containers. The credentials are the same for all agents; the errors differ. */
export type ContainerAgent = {
  /** The service that the role must trust. If undefined, the role's trust is not checked. */
  readonly service?: string;
  readonly path: string;
  readonly sessionName: string;
  /** The members that the agent adds to the credentials. */
  readonly extra: (session: RoleSession) => Readonly<Record<string, string>>;
  readonly tokenMissing: Refusal;
  readonly tokenWrong: Refusal;
  readonly roleUntrusted: Refusal;
  readonly pathUnknown: Refusal;
  readonly say: (refusal: Refusal) => Reply;
};

const credentialsNotFound = new Refusal(
  400,
  'InvalidIdInRequest',
  'CredentialsV2Request: Credentials not found',
);

/**
 * The ECS agent. The path is the secret; there is no token. A task whose role cannot be assumed has no credentials.
 *
 * @see https://github.com/aws/amazon-ecs-agent/blob/dev/ecs-agent/tmds/handlers/v1/credentials_handler.go
 */
const ecs: ContainerAgent = {
  service: 'ecs-tasks.amazonaws.com',
  path: '/v2/credentials/5a1c3f58-7f0e-4d0c-9a53-0d2b8c1e6f47',
  sessionName: '0b69d5c0d66543b3a4e9e2c8c4a1f7d2',
  extra: ({ found }) => ({ RoleArn: found.arn }),
  tokenMissing: credentialsNotFound,
  tokenWrong: credentialsNotFound,
  roleUntrusted: credentialsNotFound,
  pathUnknown: credentialsNotFound,
  say: ({ status, code, message }) => json(status, { code, message, HTTPErrorCode: status }),
};

/**
 * The agent of EKS Pod Identity, which calls the EKS Auth service. Its errors are plain text.
 *
 * @see https://github.com/aws/eks-pod-identity-agent/blob/main/pkg/errors/errors.go
 */
const podIdentity: ContainerAgent = {
  service: 'pods.eks.amazonaws.com',
  path: '/v1/credentials',
  sessionName: 'eks-cluster-pod-5af5e7ac-5754-49ea-b28f-2c2a2eb95fbb',
  extra: ({ found }) => ({ AccountId: found.accountId }),
  tokenMissing: new Refusal(400, 'RequestValidationError', 'Service account token cannot be empty'),
  tokenWrong: ofEksAuth(
    'InvalidTokenException',
    'The specified Kubernetes service account token is invalid.',
  ),
  roleUntrusted: ofEksAuth(
    'AccessDeniedException',
    'Unauthorized Exception! EKS does not have permissions to assume the associated role.',
  ),
  pathUnknown: new Refusal(404, 'NotFound', '404 page not found'),
  say: ({ status, message }) => ({
    status,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff' },
    body: `${message}\n`,
  }),
};

/** An error of EKS Auth as the agent passes it on: after the id of its request. */
function ofEksAuth(code: string, message: string): Refusal {
  const requestId = 'b69b1279-d140-4eee-b7ea-b124286f544c';
  return new Refusal(400, code, `[${requestId}]: (${code}): ${message}, fault: client`);
}

/** Any other program that provides credentials in this way. Its errors have the format that AWS SDKs read. */
const other: ContainerAgent = {
  path: '/credentials',
  sessionName: 'lent',
  extra: () => ({}),
  tokenMissing: new Refusal(400, 'InvalidRequest', 'The request has no Authorization header.'),
  tokenWrong: new Refusal(403, 'AccessDenied', 'The authorization token is not the right one.'),
  roleUntrusted: new Refusal(403, 'AccessDenied', 'The role cannot be assumed.'),
  pathUnknown: new Refusal(404, 'NotFound', 'There is nothing at this address.'),
  say: ({ status, code, message }) => json(status, { Code: code, Message: message }),
};

export const containerAgents = { ecs, podIdentity, other };

export function json(status: number, content: object): Reply {
  return { status, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(content) };
}
