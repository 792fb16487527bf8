import { randomBytes } from 'node:crypto';
import { type Clock, isoSeconds } from '../../aws/clock.ts';
import type { FoundRamRole } from './ram.ts';
import type { RamCaller } from './ramCaller.ts';

/** Temporary keys and their owner. */
export type RamSession = {
  /** Begins with `STS.`. */
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken: string;
  /** Milliseconds since the epoch, in whole seconds. */
  readonly expiration: number;
  readonly caller: RamCaller;
};

export class RamSessions {
  readonly #clock: Clock;
  readonly #issued = new Map<string, RamSession>();
  readonly #revoked = new Set<string>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  issue(caller: RamCaller, durationSeconds: number): RamSession {
    const session: RamSession = {
      accessKeyId: `STS.N${base58(24)}`,
      accessKeySecret: base58(44),
      securityToken: `CAIS${randomBytes(450).toString('base64')}`,
      expiration: (Math.floor(this.#clock.now() / 1000) + durationSeconds) * 1000,
      caller,
    };
    this.#issued.set(session.accessKeyId, session);
    return session;
  }

  /** All sessions so far, for tests that look for their secrets. */
  get issued(): readonly RamSession[] {
    return [...this.#issued.values()];
  }

  find(accessKeyId: string): RamSession | undefined {
    return this.#revoked.has(accessKeyId) ? undefined : this.#issued.get(accessKeyId);
  }

  /** Whether any session has this token. */
  knowsToken(token: string): boolean {
    return this.issued.some(({ securityToken }) => securityToken === token);
  }

  isExpired(session: RamSession): boolean {
    return this.#clock.now() >= session.expiration;
  }

  /** Makes the keys unknown. */
  revoke(accessKeyId: string): void {
    this.#revoked.add(accessKeyId);
  }
}

/** A role with a name for its session. */
export function ramRoleCaller(
  { arn, role, roleId, accountId }: FoundRamRole,
  sessionName: string,
  sessionPolicy?: string,
): RamCaller {
  return {
    kind: 'AssumedRoleUser',
    accountId,
    arn: `acs:ram::${accountId}:assumed-role/${role.name}/${sessionName}`,
    principalArn: arn,
    principalId: `${roleId}:${sessionName}`,
    policies: role.policies ?? [],
    ...(sessionPolicy === undefined ? {} : { sessionPolicy }),
  };
}

/** Credentials as Alibaba Cloud writes them everywhere. */
export function credentialsJson(session: RamSession): {
  readonly AccessKeyId: string;
  readonly AccessKeySecret: string;
  readonly SecurityToken: string;
  readonly Expiration: string;
} {
  return {
    AccessKeyId: session.accessKeyId,
    AccessKeySecret: session.accessKeySecret,
    SecurityToken: session.securityToken,
    Expiration: isoSeconds(session.expiration),
  };
}

function base58(length: number): string {
  const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
  return [...randomBytes(length)].map((byte) => alphabet[byte % 58]).join('');
}
