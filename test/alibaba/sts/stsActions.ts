import type { Clock } from '../../aws/clock.ts';
import type { IdentityProvider } from '../../aws/webIdentity/identityProvider.ts';
import type { Ram } from '../ram/ram.ts';
import type { RamCaller } from '../ram/ramCaller.ts';
import type { RamSessions } from '../ram/ramSessions.ts';
import type { RpcParameters } from './rpcRequest.ts';

/** An action of STS. It returns the answer without its request ID, or throws a refusal. */
export type StsAction = (call: StsCall) => object;

export type StsCall = AlibabaStores & {
  readonly parameters: RpcParameters;
  /** Verifies the signature. Actions that nobody signs do not call this. */
  readonly authenticate: () => RamCaller;
};

export type AlibabaStores = {
  readonly ram: Ram;
  readonly sessions: RamSessions;
  readonly clock: Clock;
  /** The identity provider at the address of each issuer. */
  readonly providers: ReadonlyMap<string, IdentityProvider>;
};
