import { type Clock, createClock } from './clock.ts';
import { serve, type Serving } from './http/serving.ts';
import { Iam } from './iam/iam.ts';
import { createIamApi } from './iam/iamApi.ts';
import { MfaVerifier } from './iam/mfa.ts';
import { Sessions } from './iam/sessions.ts';
import { Buckets } from './s3/buckets.ts';
import { createS3 } from './s3/s3.ts';
import { createSignin, type Signin } from './signin/signin.ts';
import { createSts } from './sts/sts.ts';
import { IdentityProvider } from './webIdentity/identityProvider.ts';
import type { World } from './world.ts';

/**
 * A local AWS: as strict as AWS, but with a movable clock and faults on demand. Its `url` is the endpoint for every
 * service, as in `AWS_ENDPOINT_URL`.
 */
export type LocalAws = Serving & {
  readonly clock: Clock;
  readonly iam: Iam;
  readonly sessions: Sessions;
  /** The content of Amazon S3. */
  readonly buckets: Buckets;
  /** The sign-in of people in the browser. */
  readonly signin: Signin;
  /** The identity provider of an issuer that an account of the world trusts. */
  readonly identityProvider: (issuer: string) => IdentityProvider;
};

export type LocalAwsOptions = {
  readonly world: World;
  /** Default: any free port. */
  readonly port?: number;
  /** The machine's clock, which dates on the wire follow. Default: `Date.now`. */
  readonly machine?: () => number;
  /** STS actions that the server does not have. Default: none. */
  readonly missingActions?: readonly string[];
};

export async function startLocalAws({
  world,
  port,
  machine,
  missingActions = [],
}: LocalAwsOptions): Promise<LocalAws> {
  const clock = createClock(machine);
  const iam = new Iam(world);
  const sessions = new Sessions(clock);
  const providers = identityProviders(world, clock);
  const buckets = new Buckets(world, clock);
  const stores = { iam, sessions, buckets, clock, providers, missingActions, mfa: new MfaVerifier(clock) };
  const signin = createSignin(world, stores);
  const services = [createS3(stores), ...signin.services, createIamApi(stores), createSts(stores)];
  return {
    ...(await serve(services, clock, port)),
    clock,
    iam,
    sessions,
    buckets,
    signin: signin.signin,
    identityProvider: (issuer) => {
      const provider = providers.get(issuer);
      if (provider === undefined) {
        throw new Error(`The world has no identity provider "${issuer}".`);
      }
      return provider;
    },
  };
}

/** One provider for each issuer, even if several accounts trust it. */
function identityProviders(world: World, clock: Clock): ReadonlyMap<string, IdentityProvider> {
  const issuers = world.accounts.flatMap(({ oidcProviders = [] }) =>
    oidcProviders.map(({ issuer }) => issuer),
  );
  return new Map(issuers.map((issuer) => [issuer, new IdentityProvider(issuer, clock)]));
}
