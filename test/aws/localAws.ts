import { type Clock, createClock } from './clock.ts';
import { Iam } from './iam.ts';
import { IdentityProvider } from './identityProvider.ts';
import { serve, type Serving } from './serving.ts';
import { Sessions } from './sessions.ts';
import { createSts } from './sts.ts';
import type { World } from './world.ts';

/**
 * An AWS of one's own: strict where AWS is, but with a clock that can be moved and trouble that can be ordered. Its `url`
 * is the endpoint for every service, as in `AWS_ENDPOINT_URL`.
 */
export type LocalAws = Serving & {
  readonly clock: Clock;
  readonly iam: Iam;
  readonly sessions: Sessions;
  /** The provider behind an issuer that an account of the world trusts. */
  readonly identityProvider: (issuer: string) => IdentityProvider;
};

export type LocalAwsOptions = {
  readonly world: World;
  /** Any free port unless set. */
  readonly port?: number;
  /** The machine's clock, by which dates on the wire go; that of this process unless set. */
  readonly machine?: () => number;
};

export async function startLocalAws({ world, port, machine }: LocalAwsOptions): Promise<LocalAws> {
  const clock = createClock(machine);
  const iam = new Iam(world);
  const sessions = new Sessions(clock);
  const providers = identityProviders(world, clock);
  const sts = createSts({ iam, sessions, clock, providers });
  return {
    ...(await serve([sts], clock, port)),
    clock,
    iam,
    sessions,
    identityProvider: (issuer) => {
      const provider = providers.get(issuer);
      if (provider === undefined) {
        throw new Error(`The world has no identity provider "${issuer}".`);
      }
      return provider;
    },
  };
}

/** One for each issuer, however many accounts trust it. */
function identityProviders(world: World, clock: Clock): ReadonlyMap<string, IdentityProvider> {
  const issuers = world.accounts.flatMap(({ oidcProviders = [] }) =>
    oidcProviders.map(({ issuer }) => issuer),
  );
  return new Map(issuers.map((issuer) => [issuer, new IdentityProvider(issuer, clock)]));
}
