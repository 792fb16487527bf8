import { STATUS_CODES } from 'node:http';
import { isoSeconds } from '../../aws/clock.ts';
import type { Answer, Service, ServiceRequest } from '../../aws/http/service.ts';
import { MetadataTokens } from '../../aws/machineRoles/metadataTokens.ts';
import { credentialsJson } from '../ram/ramSessions.ts';
import { InstanceRole, type RamRoleSource } from './instanceRole.ts';

export type EcsMetadataOptions = {
  /** The ARN of the instance's RAM role. */
  readonly role: string | undefined;
  /** `HttpTokens=required`: requests without a token are refused. */
  readonly hardened: boolean;
  /** Whether the service issues tokens. Older ones do not. */
  readonly issuesTokens: boolean;
  /** Default: six hours. */
  readonly lifeSeconds: number;
  readonly region: string;
};

const tokenPath = '/latest/api/token';
const rolePath = '/latest/meta-data/ram/security-credentials/';
const regionPath = '/latest/meta-data/region-id';
const ttlHeader = 'x-aliyun-ecs-metadata-token-ttl-seconds';

/**
 * The metadata service of an ECS instance. Its actions in faults and recorded requests are `ecsToken`, `ecsRoleName`,
 * `ecsCredentials`, and `ecsRegion`.
 *
 * @see The ECS document "Instance metadata"
 */
export class EcsMetadata {
  readonly service: Service;
  readonly #tokens: MetadataTokens;
  readonly #role: InstanceRole;
  readonly #source: RamRoleSource;
  #options: EcsMetadataOptions;

  constructor(source: RamRoleSource, role: string | undefined) {
    this.#source = source;
    this.#tokens = new MetadataTokens(source.clock);
    this.#role = new InstanceRole(source, {
      service: 'ecs.aliyuncs.com',
      sessionName: 'vm-ram-i-bp1a2b3c4d5e6f7g8h9i',
    });
    this.#options = {
      role,
      hardened: false,
      issuesTokens: true,
      lifeSeconds: 6 * 3600,
      region: 'cn-hangzhou',
    };
    this.service = {
      open: (request) => {
        const action = actionOf(request.path);
        if (action === undefined) return undefined;
        return {
          action,
          parameters: recorded(request),
          accessKeyId: undefined,
          answer: async () => this.#answer(request),
          refuse: ({ status }) => page(status),
        };
      },
    };
  }

  /** Changes the instance, from the next request on. */
  modify(changes: Partial<EcsMetadataOptions>): void {
    this.#options = { ...this.#options, ...changes };
  }

  rotate(): void {
    this.#role.rotate();
  }

  #answer(request: ServiceRequest): Answer {
    const { hardened, role, region } = this.#options;
    if (request.path === tokenPath) return this.#answerToken(request);
    if (request.method !== 'GET') return page(405);
    const token = request.headers['x-aliyun-ecs-metadata-token'];
    // Hardening refuses with 403, and so does a token that is wrong or has ended.
    if (token === undefined ? hardened : !this.#tokens.isValid(token)) return page(403);
    if (request.path === regionPath) return plain(region);
    const name = role?.split('/').at(-1);
    if (role === undefined || name === undefined) return page(404);
    if (request.path === rolePath) return plain(name);
    return request.path === rolePath + name ? this.#answerRole(role) : page(404);
  }

  #answerToken({ method, headers }: ServiceRequest): Answer {
    if (!this.#options.issuesTokens) return page(404);
    if (method !== 'PUT') return page(405);
    const token = this.#tokens.issue(headers[ttlHeader]);
    return token === undefined ? page(400) : plain(token);
  }

  /** A role that cannot be assumed has status 200 and another code. */
  #answerRole(role: string): Answer {
    const session = this.#role.session(role, this.#options.lifeSeconds);
    const LastUpdated = isoSeconds(this.#source.clock.now());
    return session
      ? plain(JSON.stringify({ ...credentialsJson(session), LastUpdated, Code: 'Success' }, undefined, 2))
      : { ...plain(JSON.stringify({ Code: 'Failed', LastUpdated })), outcome: 'Failed' };
  }
}

function actionOf(path: string): string | undefined {
  if (path === tokenPath) return 'ecsToken';
  if (path === rolePath) return 'ecsRoleName';
  if (path === regionPath) return 'ecsRegion';
  return path.startsWith(rolePath) ? 'ecsCredentials' : undefined;
}

/** Whether the request had a token, never which one. */
function recorded({ headers }: ServiceRequest): Readonly<Record<string, string>> {
  const ttl = headers[ttlHeader];
  return {
    version: headers['x-aliyun-ecs-metadata-token'] === undefined ? '1' : '2',
    ...(ttl === undefined ? {} : { ttl }),
  };
}

function plain(body: string): Answer {
  return {
    reply: { status: 200, headers: { 'Content-Type': 'text/plain', Connection: 'close' }, body },
    outcome: 'OK',
  };
}

/** Errors are pages of HTML. */
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
    reply: { status, headers: { 'Content-Type': 'text/html', Connection: 'close' }, body },
    outcome: STATUS_CODES[status] ?? String(status),
  };
}
