import { randomBytes } from 'node:crypto';
import { isoSeconds } from '../../aws/clock.ts';
import type { Answer, Service } from '../../aws/http/service.ts';
import { json } from '../../aws/machineRoles/containerAgents.ts';
import { Refusal } from '../../aws/sts/refusals.ts';
import { credentialsJson, type RamSession } from '../ram/ramSessions.ts';
import { InstanceRole, type RamRoleSource } from './instanceRole.ts';

/** How the service answers. The forms other than those of PAI DSW are those of other services at such a URI. */
export type CredentialsUriOptions = {
  /** The ARN of the instance's RAM role. Undefined: none, as after a change in the console. */
  readonly role: string | undefined;
  /** Default: an hour. */
  readonly lifeSeconds: number;
  /** The member `Code`; undefined leaves it out. Anything but `Success` comes without credentials. */
  readonly code: string | undefined;
  /** How `Expiration` is written. PAI DSW: `seconds`, as `2026-01-31T23:59:59Z`. */
  readonly expiration: 'seconds' | 'milliseconds' | 'offset' | 'missing' | 'past';
  /** Leaves members out. */
  readonly without: readonly ('AccessKeyId' | 'AccessKeySecret' | 'SecurityToken')[];
  /** Closes the connection after each answer. */
  readonly closes: boolean;
};

const dswDefaults: Omit<CredentialsUriOptions, 'role'> = {
  lifeSeconds: 3600,
  code: 'Success',
  expiration: 'seconds',
  without: [],
  closes: false,
};

/** The service at `ALIBABA_CLOUD_CREDENTIALS_URI`. Its action in faults and recorded requests is `credentialsUri`. */
export class CredentialsUri {
  /** Begins with a slash. It is the secret, because the service has no other protection. */
  readonly path = `/${randomBytes(24).toString('base64url')}`;
  readonly service: Service;
  readonly #role: InstanceRole;
  readonly #source: RamRoleSource;
  #options: CredentialsUriOptions;

  constructor(source: RamRoleSource, role: string | undefined) {
    this.#source = source;
    this.#role = new InstanceRole(source, { service: 'pai.aliyuncs.com', sessionName: 'dsw-instance-1a2b' });
    this.#options = { ...dswDefaults, role };
    this.service = {
      open: (request) =>
        request.path === this.path
          ? {
              action: 'credentialsUri',
              parameters: Object.fromEntries(request.query),
              accessKeyId: undefined,
              answer: async () =>
                request.method === 'GET'
                  ? this.#answer()
                  : refuse(new Refusal(405, 'MethodNotAllowed', 'The service answers GET only.')),
              refuse,
            }
          : undefined,
    };
  }

  /** Changes how the service answers, from the next request on. */
  modify(changes: Partial<CredentialsUriOptions>): void {
    this.#options = { ...this.#options, ...changes };
  }

  rotate(): void {
    this.#role.rotate();
  }

  /** The credentials that the service and the file have now; undefined if the instance has no role. */
  session(): RamSession | undefined {
    const { role, lifeSeconds } = this.#options;
    return role === undefined ? undefined : this.#role.session(role, lifeSeconds);
  }

  #answer(): Answer {
    const { role, code, expiration, without, closes } = this.#options;
    if (role === undefined) return refuse(new Refusal(404, 'NoRole', 'The instance has no RAM role.'));
    const session = this.session();
    if (!session) return refuse(new Refusal(403, 'AssumeRoleFailedError', 'The role cannot be assumed.'));
    const Expiration = written(session.expiration, expiration, this.#source.clock.now());
    const status = code === undefined ? {} : { Code: code };
    const content =
      code === undefined || code === 'Success'
        ? { ...status, ...credentialsJson(session), Expiration }
        : { ...status, Message: 'The credentials are not available.' };
    const shown = Object.entries(content).filter(
      ([name, value]) => value !== undefined && !without.some((left) => left === name),
    );
    const reply = json(200, Object.fromEntries(shown));
    return {
      reply: closes ? { ...reply, headers: { ...reply.headers, Connection: 'close' } } : reply,
      outcome: code ?? 'OK',
      principalArn: session.caller.arn,
    };
  }
}

/** How the option writes the end of a session; undefined leaves it out. */
function written(
  expiration: number,
  form: CredentialsUriOptions['expiration'],
  now: number,
): string | undefined {
  switch (form) {
    case 'seconds':
      return isoSeconds(expiration);
    case 'milliseconds':
      return new Date(expiration).toISOString();
    case 'offset':
      return isoSeconds(expiration + 8 * 3_600_000).replace('Z', '+08:00');
    case 'missing':
      return undefined;
    case 'past':
      return isoSeconds(now - 60_000);
  }
}

function refuse({ status, code, message }: Refusal): Answer {
  return { reply: json(status, { Code: code, Message: message }), outcome: code };
}
