import type { Clock } from '../clock.ts';
import type { FoundRole, Iam } from '../iam/iam.ts';
import type { Session, Sessions } from '../iam/sessions.ts';
import { allows } from '../iam/trust.ts';
import { roleCaller } from '../sts/roleSession.ts';

/** The part of the local AWS that has the roles and creates sessions. */
export type RoleSource = {
  readonly iam: Iam;
  readonly sessions: Sessions;
  readonly clock: Clock;
};

export type ServiceRoleOptions = {
  /**
   * The service that the role must trust, such as `ec2.amazonaws.com`. If undefined, the role's trust is not checked.
   */
  readonly service?: string;
  /** The service's id for the machine or container, which is the last part of the session's ARN. */
  readonly sessionName: string;
};

export type RoleSession = {
  readonly found: FoundRole;
  readonly session: Session;
};

const sixHours = 6 * 3600;

/**
 * "We make new credentials available at least five minutes before the expiration of the old credentials." The old ones
 * stay valid until they expire.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-security-credentials.html
 */
const renewalMilliseconds = 5 * 60_000;

/**
 * A role that an AWS service assumes for a machine or container. The service renews the credentials before they expire.
 */
export class ServiceRole {
  readonly #source: RoleSource;
  readonly #options: ServiceRoleOptions;
  readonly #current = new Map<string, Session>();

  constructor(source: RoleSource, options: ServiceRoleOptions) {
    this.#source = source;
    this.#options = options;
  }

  /** Undefined if the role does not exist or does not trust the service. */
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
    const session = this.#source.sessions.issue(roleCaller(found, sessionName), sixHours, 'service');
    this.#current.set(roleArn, session);
    return { found, session };
  }
}
