import type { Clock } from '../clock.ts';
import type { Caller } from '../iam/caller.ts';
import type { Iam } from '../iam/iam.ts';
import type { MfaVerifier } from '../iam/mfa.ts';
import type { Sessions } from '../iam/sessions.ts';
import type { IdentityProvider } from '../webIdentity/identityProvider.ts';
import type { Parameters } from './parameters.ts';
import type { XmlContent } from './xml.ts';

/** An STS action. It returns the content of the result element or throws a refusal. */
export type Operation = (call: Call) => Promise<XmlContent>;

export type Call = {
  readonly parameters: Parameters;
  /** Verifies the signature. Operations that accept unsigned requests do not call this. */
  readonly authenticate: () => Promise<Caller>;
  /** The region that the request is signed for. */
  readonly region: string | undefined;
  readonly iam: Iam;
  readonly sessions: Sessions;
  readonly mfa: MfaVerifier;
  /** The identity provider at the address of each issuer. */
  readonly providers: ReadonlyMap<string, IdentityProvider>;
  readonly clock: Clock;
};
