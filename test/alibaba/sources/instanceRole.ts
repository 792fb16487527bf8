import type { Clock } from '../../aws/clock.ts';
import type { Ram } from '../ram/ram.ts';
import { ramRoleCaller, type RamSession, type RamSessions } from '../ram/ramSessions.ts';

/** The part of the local Alibaba Cloud that has the roles and creates sessions. */
export type RamRoleSource = {
  readonly ram: Ram;
  readonly sessions: RamSessions;
  readonly clock: Clock;
};

/** What a service needs to assume a role for an instance. */
export type InstanceRoleOptions = {
  /** The service that the role must trust, such as `pai.aliyuncs.com`. */
  readonly service: string;
  readonly sessionName: string;
};

/** New credentials are there before the SDKs, which renew them 15 minutes before their end, ask for them. */
export const rotationMs = 15 * 60_000;

/** A role that a service assumes for an instance. The service renews the credentials before they expire. */
export class InstanceRole {
  readonly #source: RamRoleSource;
  readonly #options: InstanceRoleOptions;
  #current: { readonly roleArn: string; readonly session: RamSession } | undefined;

  constructor(source: RamRoleSource, options: InstanceRoleOptions) {
    this.#source = source;
    this.#options = options;
  }

  /**
   * The credentials of now.
   *
   * @returns undefined if the role does not exist or does not trust the service
   */
  session(roleArn: string, lifeSeconds: number): RamSession | undefined {
    const { ram, sessions, clock } = this.#source;
    const { service, sessionName } = this.#options;
    const found = ram.role(roleArn);
    if (!found?.role.trust.service?.includes(service)) return undefined;
    const { session } = this.#current?.roleArn === roleArn ? this.#current : {};
    // Credentials with a shorter life than that are renewed once they have expired.
    const margin = lifeSeconds * 1000 > rotationMs ? rotationMs : 0;
    if (session && sessions.find(session.accessKeyId) && session.expiration - clock.now() > margin)
      return session;
    const renewed = sessions.issue(ramRoleCaller(found, sessionName), lifeSeconds);
    this.#current = { roleArn, session: renewed };
    return renewed;
  }

  /** Renews the credentials now. The previous ones stay valid. */
  rotate(): void {
    this.#current = undefined;
  }
}
