import { ownerOf } from '../iam/arns.ts';
import type { Session, SessionOrigin } from '../iam/sessions.ts';
import { partitionOfRegion } from './signinAddress.ts';
import { FederationRefusal } from './federationRefusals.ts';
import type { SigninStores, SignIns } from './signIns.ts';

/** A session of the console. */
export type ConsoleSession = {
  readonly session: Session;
  /** Milliseconds since the epoch. */
  readonly endsAt: number;
};

type SigninToken = {
  readonly session: Session;
  /** The duration that the request asked for. Undefined: the console session ends with the credentials. */
  readonly seconds: number | undefined;
  readonly region: string | undefined;
  readonly expiresAt: number;
};

const tokenMs = 900_000;

/** The credentials for which a request may choose the duration of the console session. */
const withDuration: ReadonlySet<SessionOrigin> = new Set(['role', 'webIdentity', 'identityCenter']);

/**
 * Lets people into the console with temporary credentials of a federated user or a role.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_enable-console-custom-url.html
 */
export class Federation {
  readonly #stores: SigninStores;
  readonly #signIns: SignIns;
  readonly #tokens = new Map<string, SigninToken>();

  constructor(stores: SigninStores, signIns: SignIns) {
    this.#stores = stores;
    this.#signIns = signIns;
  }

  /** Issues a sign-in token for credentials in JSON. Throws a refusal, whose reason the answer of AWS does not have. */
  signinToken(json: string, duration: string | undefined, region: string | undefined): string {
    const session = this.#find(json);
    if (region !== undefined && partitionOfRegion(region) !== ownerOf(session.caller.arn).partition)
      throw new FederationRefusal('The credentials are of another partition.');
    const seconds = duration === undefined ? undefined : readSeconds(duration);
    if (seconds !== undefined && !withDuration.has(session.origin))
      throw new FederationRefusal('SessionDuration is not allowed with these credentials.');
    const text = this.#signIns.secret('sign-in token', 300);
    const expiresAt = this.#stores.clock.now() + tokenMs;
    this.#tokens.set(text, { session, seconds, region, expiresAt });
    return text;
  }

  /** The console session that a sign-in token opens. It can be used several times. */
  login(text: string, region: string | undefined): ConsoleSession {
    const { clock, sessions } = this.#stores;
    const token = this.#tokens.get(text);
    const now = clock.now();
    if (!token || token.region !== region || token.expiresAt <= now)
      throw new FederationRefusal('The sign-in token is not valid.');
    const { session, seconds } = token;
    if (session.origin === 'sessionToken')
      throw new FederationRefusal(
        'Only federation tokens or assume role tokens may be used for federated login. ' +
          'Please contact your administrator.',
      );
    if (sessions.isExpired(session)) throw new FederationRefusal('The credentials have expired.');
    return { session, endsAt: seconds === undefined ? session.expiration : now + seconds * 1000 };
  }

  #find(json: string): Session {
    const { sessionId, sessionKey, sessionToken } = readSession(json);
    const { iam, sessions } = this.#stores;
    const session = sessions.find(sessionId);
    const isKnown = session?.secretAccessKey === sessionKey && session.sessionToken === sessionToken;
    if (!isKnown || !iam.exists(session.caller.principalArn))
      throw new FederationRefusal('The credentials are not valid.');
    if (sessions.isExpired(session)) throw new FederationRefusal('The credentials have expired.');
    return session;
  }
}

const keys = ['sessionId', 'sessionKey', 'sessionToken'] as const;

/** Exactly these keys. */
function readSession(json: string): Readonly<Record<(typeof keys)[number], string>> {
  const value = parse(json);
  const names = Object.keys(value).toSorted();
  if (names.join() !== keys.join())
    throw new FederationRefusal('The session must have a sessionId, a sessionKey, and a sessionToken.');
  return value as Readonly<Record<(typeof keys)[number], string>>;
}

function parse(json: string): object {
  try {
    return Object(JSON.parse(json)) as object;
  } catch {
    throw new FederationRefusal('The session is no JSON.');
  }
}

function readSeconds(text: string): number {
  const seconds = /^\d{1,6}$/u.test(text) ? Number(text) : 0;
  if (seconds < 900 || seconds > 43_200)
    throw new FederationRefusal('SessionDuration must be between 900 and 43200 seconds.');
  return seconds;
}
