import { accountRootArn, userArn } from '../iam/arns.ts';
import type { Service } from '../http/service.ts';
import { IdentityProvider } from '../webIdentity/identityProvider.ts';
import type { World } from '../world.ts';
import { createAuthorizePages } from './authorizePage.ts';
import { DpopProofs } from './dpopProof.ts';
import { Federation } from './federation.ts';
import { createFederationPages } from './federationPages.ts';
import { type SigninSecret, type SigninStores, SignIns } from './signIns.ts';
import { createTokenEndpoint } from './tokenEndpoint.ts';

/**
 * AWS Sign-In: the sign-in of command line tools with the identity of the console, and the way into the console with
 * temporary credentials. Its addresses begin with the `url`
 * of the local AWS, which is the value of `AWS_ENDPOINT_URL_SIGNIN`, or with `<url>/region/<region>`.
 */
export type Signin = {
  /**
   * The identity at the browser: the ARN of a user, a role session, or a root user. Default: the first user without
   * access keys, else the first user.
   */
  identity: string;
  /** Ends all sign-ins, or those of one identity, because the password was changed. */
  readonly changePassword: (arn?: string) => void;
  /** Ends all sign-ins as if their twelve hours were over. */
  readonly endAll: () => void;
  /** All codes and tokens so far, for tests that look for them. Session keys are in `Sessions`. */
  readonly issuedSecrets: readonly SigninSecret[];
};

export function createSignin(
  world: World,
  stores: SigninStores,
): { readonly signin: Signin; readonly services: readonly Service[] } {
  const signIns = new SignIns(stores);
  const signin: Signin = {
    identity: firstIdentity(world),
    changePassword: (arn) => signIns.end('passwordChanged', arn),
    endAll: () => signIns.end('ended'),
    issuedSecrets: signIns.issued,
  };
  const { clock } = stores;
  const idTokens = new IdentityProvider('https://signin.aws.amazon.com', clock);
  const services = [
    createAuthorizePages(signIns, () => signin.identity),
    createFederationPages(new Federation(stores, signIns), clock.now),
    createTokenEndpoint({ signIns, proofs: new DpopProofs(clock), idTokens, clock }),
  ];
  return { signin, services };
}

function firstIdentity({ accounts }: World): string {
  const users = accounts.flatMap((account) => (account.users ?? []).map((user) => ({ account, user })));
  const found = users.find(({ user }) => (user.keys ?? []).length === 0) ?? users[0];
  if (found) return userArn(found.account, found.user.name);
  return accounts[0] ? accountRootArn(accounts[0]) : '';
}
