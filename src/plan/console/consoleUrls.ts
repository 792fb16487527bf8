import type { Failure } from '../../base/failure.ts';
import { keys } from '../../profiles/keys.ts';
import { targetName } from '../../profiles/profiles.ts';
import type { IdentityCenterStep, Plan } from '../plan.ts';
import type { ConsolePlace } from './consolePlace.ts';

/** The address of the federation endpoint. */
export function federationUrl({ signin }: Pick<ConsolePlace, 'signin'>): string {
  return `${signin}/federation`;
}

/**
 * The link that signs whoever has it in to the console, for 15 minutes. The token is in its middle: when VS Code asks
 * whether to open the website, it shows how a link begins and ends.
 */
export function loginUrl(
  place: Pick<ConsolePlace, 'signin'>,
  destination: string,
  signinToken: string,
): string {
  const query = new URLSearchParams({
    Action: 'login',
    // Where the console's page about an expired session leads: nowhere.
    Issuer: '',
    SigninToken: signinToken,
    Destination: destination,
  });
  return `${federationUrl(place)}?${query.toString()}`;
}

/**
 * The link that first signs the browser out of the console. Only the regional hosts of AWS Sign-In follow it, and none
 * of them once the browser has several sessions at a time.
 */
export function signedOutFirst({ signin }: Pick<ConsolePlace, 'signin'>, link: string): string {
  return `${signin}/oauth?${new URLSearchParams({ Action: 'logout', redirect_uri: link }).toString()}`;
}

/**
 * The link at which the access portal opens the console as a role (AWS IAM Identity Center User Guide, "Creating
 * shortcut links to AWS Management Console destinations"). Without a destination, the portal opens the home page.
 */
export function portalUrl(
  {
    plan,
    step: { session, accountId, roleName },
  }: { readonly plan: Plan; readonly step: IdentityCenterStep },
  destination: string | undefined,
): string | Failure {
  const { startUrl } = session;
  if (!URL.canParse(startUrl))
    return { code: 'invalidValue', profile: targetName(plan.target), key: keys.ssoStartUrl };
  const query = new URLSearchParams({ account_id: accountId, role_name: roleName });
  if (destination !== undefined) query.set('destination', destination);
  return `${portalAddress(startUrl)}/#/console?${query.toString()}`;
}

/**
 * The address of the access portal: a start URL that was copied from the browser may have a page of the portal, a
 * query, or the name of a user.
 */
function portalAddress(startUrl: string): string {
  const { protocol, host, pathname } = new URL(startUrl);
  const path = pathname.replace(/(?<!\/)\/+$/u, '');
  // The portal at `awsapps.com` has one path only, but for that of GovCloud, which all organizations share.
  const isOwn = host.endsWith('.awsapps.com') && !/^\/directory\/[^/]/u.test(path);
  return `${protocol}//${host}${isOwn ? '/start' : path}`;
}
