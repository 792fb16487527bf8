import type { Caller } from './caller.ts';
import type { Clock } from './clock.ts';
import type { Iam } from './iam.ts';
import type { IdentityProvider } from './identityProvider.ts';
import type { MfaVerifier } from './mfa.ts';
import type { Parameters } from './parameters.ts';
import type { Sessions } from './sessions.ts';
import type { XmlContent } from './xml.ts';

/** One action of STS: gives the content of the result element, or throws a refusal. */
export type Operation = (call: Call) => Promise<XmlContent>;

export type Call = {
  readonly parameters: Parameters;
  /** Who signed. Operations that take unsigned requests never ask. */
  readonly authenticate: () => Promise<Caller>;
  /** The region that it was signed for. */
  readonly region: string | undefined;
  readonly iam: Iam;
  readonly sessions: Sessions;
  readonly mfa: MfaVerifier;
  /** What can be found at an issuer's address. */
  readonly providers: ReadonlyMap<string, IdentityProvider>;
  readonly clock: Clock;
};
