import { STATUS_CODES } from 'node:http';
import { type Clock, isoSeconds } from '../clock.ts';
import type { Answer, Service, ServiceRequest } from '../http/service.ts';
import type { Session } from '../iam/sessions.ts';
import { MetadataTokens } from './metadataTokens.ts';
import { type RoleSource, ServiceRole } from './serviceRole.ts';

/** The names are those of EC2's `InstanceMetadataOptions`, except for the role. */
export type MetadataOptions = {
  /** The ARN of the role in the instance profile. */
  readonly role: string | undefined;
  /** Whether requests without a token (IMDSv1) are rejected. */
  readonly httpTokens: 'optional' | 'required';
  readonly httpEndpoint: 'enabled' | 'disabled';
};

type Parts = {
  readonly tokens: MetadataTokens;
  readonly role: ServiceRole;
  readonly clock: Clock;
  readonly options: () => MetadataOptions;
};

const tokenPath = '/latest/api/token';
const rolePath = '/latest/meta-data/iam/security-credentials/';
const ttlHeader = 'x-aws-ec2-metadata-token-ttl-seconds';

/**
 * The paths of the instance metadata service that lead to credentials. Responses are plain text; errors are HTML pages.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html#instance-metadata-returns
 */
export function createImds(source: RoleSource, instanceId: string, options: () => MetadataOptions): Service {
  const parts: Parts = {
    tokens: new MetadataTokens(source.clock),
    role: new ServiceRole(source, { service: 'ec2.amazonaws.com', sessionName: instanceId }),
    clock: source.clock,
    options,
  };
  return {
    open: (request) => ({
      action: actionOf(request.path),
      parameters: {},
      accessKeyId: undefined,
      answer: async () => answer(parts, request),
      // Throttling has another status here.
      refuse: ({ code, status }) => page(code === 'Throttling' ? 503 : status),
    }),
  };
}

function actionOf(path: string): string {
  if (path === tokenPath) {
    return 'token';
  }
  if (path === rolePath) {
    return 'role';
  }
  return path.startsWith(rolePath) ? 'credentials' : '';
}

function answer({ tokens, role, clock, options }: Parts, request: ServiceRequest): Answer {
  const { httpEndpoint, httpTokens, role: roleArn } = options();
  if (httpEndpoint === 'disabled') {
    return page(403);
  }
  if (request.path === tokenPath) {
    return answerToken(tokens, request);
  }
  if (request.method !== 'GET') {
    return page(405);
  }
  const token = request.headers['x-aws-ec2-metadata-token'];
  // An invalid token is rejected even if tokens are optional.
  if (token === undefined ? httpTokens === 'required' : !tokens.isValid(token)) {
    return page(401);
  }
  const name = roleArn?.split('/').at(-1);
  if (roleArn === undefined || name === undefined) {
    return page(404);
  }
  if (request.path === rolePath) {
    return plain(name);
  }
  if (request.path !== rolePath + name) {
    return page(404);
  }
  const session = role.session(roleArn)?.session;
  return plain(
    JSON.stringify(session === undefined ? untrusted(name, clock) : credentials(session), undefined, 2),
  );
}

function answerToken(tokens: MetadataTokens, { method, headers }: ServiceRequest): Answer {
  if (method !== 'PUT') {
    return page(405);
  }
  // This keeps an open proxy from exposing the instance's role.
  if (headers['x-forwarded-for'] !== undefined) {
    return page(403);
  }
  const seconds = headers[ttlHeader];
  const token = tokens.issue(seconds);
  return token === undefined || seconds === undefined ? page(400) : plain(token, { [ttlHeader]: seconds });
}

function credentials(session: Session): object {
  return {
    Code: 'Success',
    LastUpdated: isoSeconds(session.issued),
    Type: 'AWS-HMAC',
    AccessKeyId: session.accessKeyId,
    SecretAccessKey: session.secretAccessKey,
    Token: session.sessionToken,
    Expiration: isoSeconds(session.expiration),
  };
}

/** The response for a role that does not trust EC2. It has status 200 and takes the place of credentials. */
function untrusted(role: string, clock: Clock): object {
  return {
    Code: 'AssumeRoleUnauthorizedAccess',
    Message:
      `EC2 cannot assume the role ${role}.  Please see documentation at ` +
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_iam-ec2.html#troubleshoot_iam-ec2_errors-info-doc.',
    LastUpdated: isoSeconds(clock.now()),
  };
}

// The service closes the connection after each response.
const common = { Server: 'EC2ws', Connection: 'close' };

function plain(body: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    reply: { status: 200, headers: { ...common, ...headers, 'Content-Type': 'text/plain' }, body },
    outcome: 'OK',
  };
}

function page(status: number): Answer {
  const title = `${status} - ${STATUS_CODES[status] ?? ''}`;
  const body = `<?xml version="1.0" encoding="iso-8859-1"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"
	"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en">
 <head>
  <title>${title}</title>
 </head>
 <body>
  <h1>${title}</h1>
 </body>
</html>
`;
  return {
    reply: { status, headers: { ...common, 'Content-Type': 'text/html' }, body },
    outcome: STATUS_CODES[status] ?? String(status),
  };
}
