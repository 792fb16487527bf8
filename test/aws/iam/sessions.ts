import { randomBytes } from 'node:crypto';
import { type Clock, isoSeconds } from '../clock.ts';
import type { XmlContent } from '../sts/xml.ts';
import type { Caller } from './caller.ts';

/**
 * How temporary credentials were made. The console does not accept all of them. `role` is a role assumed with the
 * long-term keys of a user, `chain` one assumed with temporary credentials, and `service` one that a service assumed
 * for a machine.
 */
export type SessionOrigin =
  | 'role'
  | 'chain'
  | 'webIdentity'
  | 'identityCenter'
  | 'service'
  | 'signIn'
  | 'sessionToken'
  | 'federationToken';

/** Temporary credentials and their owner. */
export type Session = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly issued: number;
  readonly expiration: number;
  readonly caller: Caller;
  readonly origin: SessionOrigin;
};

export class Sessions {
  readonly #clock: Clock;
  readonly #issued = new Map<string, Session>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  issue(caller: Caller, durationSeconds: number, origin: SessionOrigin): Session {
    const issued = this.#clock.now();
    const session: Session = {
      accessKeyId: randomKeyId(),
      secretAccessKey: randomBytes(30).toString('base64'),
      sessionToken: randomBytes(240).toString('base64'),
      issued,
      expiration: issued + durationSeconds * 1000,
      caller,
      origin,
    };
    this.#issued.set(session.accessKeyId, session);
    return session;
  }

  /** All sessions so far, for tests that look for their secrets. */
  get issued(): readonly Session[] {
    return [...this.#issued.values()];
  }

  find(accessKeyId: string): Session | undefined {
    return this.#issued.get(accessKeyId);
  }

  isExpired(session: Session): boolean {
    return this.#clock.now() >= session.expiration;
  }
}

/** The `Credentials` element of a response. */
export function credentialsXml(session: Session): XmlContent {
  return {
    AccessKeyId: session.accessKeyId,
    SecretAccessKey: session.secretAccessKey,
    SessionToken: session.sessionToken,
    Expiration: isoSeconds(session.expiration),
  };
}

/** Temporary keys begin with ASIA, long-term keys with AKIA. 16 base32 characters follow. */
function randomKeyId(): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  return `ASIA${[...randomBytes(16)].map((byte) => alphabet[byte % 32]).join('')}`;
}
