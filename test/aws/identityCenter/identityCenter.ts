import type { Clock } from '../clock.ts';
import { serve, type Serving } from '../serving.ts';
import type { Directory, Person } from './directory.ts';
import { Grants } from './grants.ts';
import { createOidc } from './oidc.ts';
import { createPortal, type PortalOptions, type PortalSource } from './portal.ts';
import { createSignInPages } from './signInPages.ts';

/**
 * An IAM Identity Center of one's own: the OIDC service, the access portal and the pages of both at one `url`, which is the
 * value of `AWS_ENDPOINT_URL_SSO` and `AWS_ENDPOINT_URL_SSO_OIDC`. Whoever opens its pages is signed in already.
 */
export type IdentityCenter = Serving & {
  /** Who sits at the browser; the first of the directory unless changed. */
  person: Person;
  /** Ends all sign-ins, as an administrator does. */
  readonly endSignIns: () => void;
};

/** @param aws where the sessions of roles are good; the movable clock is its clock */
export async function startIdentityCenter(
  aws: PortalSource & { readonly clock: Clock },
  directory: Directory,
  options: PortalOptions & { readonly port?: number } = {},
): Promise<IdentityCenter> {
  const [first] = directory.people;
  if (!first) throw new Error('The directory has nobody.');
  const grants = new Grants(aws.clock, directory);
  let url = '';
  const services = [
    createOidc(grants, aws.clock, () => url),
    createSignInPages(grants, () => center.person),
    createPortal(grants, aws, options),
  ];
  const serving = await serve(services, aws.clock, options.port);
  url = serving.url;
  const center: IdentityCenter = { ...serving, person: first, endSignIns: () => grants.endAll() };
  return center;
}
