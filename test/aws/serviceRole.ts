import type { Clock } from './clock.ts';
import type { FoundRole, Iam } from './iam.ts';
import { roleCaller } from './roleSession.ts';
import type { Session, Sessions } from './sessions.ts';
import { allows } from './trust.ts';

/** Where roles are found and sessions are made: in the local AWS. */
export type RoleSource = {
  readonly iam: Iam;
  readonly sessions: Sessions;
  readonly clock: Clock;
};

export type ServiceRoleOptions = {
  /** Whom the role has to trust, as `ec2.amazonaws.com`. Anybody may take it when left out. */
  readonly service?: string;
  /** What the service calls the machine or container: the last part of its ARN. */
  readonly sessionName: string;
};

export type RoleSession = {
  readonly found: FoundRole;
  readonly session: Session;
};

const sixHours = 6 * 3600;

/**
 * "We make new credentials available at least five minutes before the expiration of the old credentials." The old ones
 * live out their time.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-security-credentials.html
 */
const renewalMilliseconds = 5 * 60_000;

/** A role that a service of AWS assumes for a machine or a container, and whose credentials it renews in time. */
export class ServiceRole {
  readonly #source: RoleSource;
  readonly #options: ServiceRoleOptions;
  readonly #current = new Map<string, Session>();

  constructor(source: RoleSource, options: ServiceRoleOptions) {
    this.#source = source;
    this.#options = options;
  }

  /** Undefined if there is no such role or it does not trust the service. */
  session(roleArn: string): RoleSession | undefined {
    const { service, sessionName } = this.#options;
    const found = this.#source.iam.role(roleArn);
    if (
      found === undefined ||
      (service !== undefined && !allows(found.role.trust, { principals: [service] }))
    ) {
      return undefined;
    }
    const current = this.#current.get(roleArn);
    if (current !== undefined && current.expiration - this.#source.clock.now() > renewalMilliseconds) {
      return { found, session: current };
    }
    const session = this.#source.sessions.issue(roleCaller(found, sessionName), sixHours);
    this.#current.set(roleArn, session);
    return { found, session };
  }
}
