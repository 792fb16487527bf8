import type { Clock } from '../clock.ts';
import { serve, type Serving } from '../http/serving.ts';
import type { Directory, Person } from './directory.ts';
import { Grants, type IssuedSecret } from './grants.ts';
import { createOidc } from './oidc.ts';
import { createPortal, type PortalOptions, type PortalSource } from './portal.ts';
import { createSignInPages } from './signInPages.ts';

/**
 * A local IAM Identity Center: the OIDC service, the access portal, and the pages of both at one `url`, which is the
 * value of `AWS_ENDPOINT_URL_SSO` and `AWS_ENDPOINT_URL_SSO_OIDC`. Its pages treat every visitor as signed in.
 */
export type IdentityCenter = Serving & {
  /** The user at the browser. Default: the first person of the directory. */
  person: Person;
  /** Ends all sign-ins, as an administrator can. */
  readonly endSignIns: () => void;
  /** All secrets so far, for tests that look for them. */
  readonly issuedSecrets: readonly IssuedSecret[];
};

/** @param aws where the roles are created and their sessions are valid; its movable clock is used, too */
export async function startIdentityCenter(
  aws: PortalSource & { readonly clock: Clock },
  directory: Directory,
  options: PortalOptions & { readonly port?: number } = {},
): Promise<IdentityCenter> {
  const [first] = directory.people;
  if (!first) throw new Error('The directory has no people.');
  const grants = new Grants(aws.clock, directory);
  let url = '';
  const services = [
    createOidc(grants, aws.clock, () => url),
    createSignInPages(grants, () => center.person),
    createPortal(grants, aws, options),
  ];
  const serving = await serve(services, aws.clock, options.port);
  url = serving.url;
  const center: IdentityCenter = {
    ...serving,
    person: first,
    endSignIns: () => grants.endAll(),
    issuedSecrets: grants.issued,
  };
  return center;
}
