import { isPlan, type Planned } from '../../plan/plan.ts';

/**
 * The URL at which the access portal opens the console as a role (AWS IAM Identity Center User Guide, "Creating
 * shortcut links to AWS Management Console destinations"). Undefined if the first credentials come from elsewhere, or
 * if another role is assumed with them.
 */
export function consoleUrl(planned: Planned): string | undefined {
  if (!isPlan(planned)) return undefined;
  const [source, ...others] = planned.steps;
  if (source?.kind !== 'identityCenter' || others.length > 0) return undefined;
  if (!URL.canParse(source.session.startUrl)) return undefined;
  const { session, accountId, roleName } = source;
  const query = new URLSearchParams({ account_id: accountId, role_name: roleName });
  const region = planned.region?.name;
  if (region) query.set('destination', `https://${consoleHost(region)}/console/home?region=${region}`);
  return `${portalAddress(session.startUrl)}/#/console?${query.toString()}`;
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

/** Each AWS partition has its own console (AWS Management Console User Guide, "Service endpoints"). */
function consoleHost(region: string): string {
  if (region.startsWith('cn-')) return `${region}.console.amazonaws.cn`;
  if (region.startsWith('us-gov-')) return `${region}.console.amazonaws-us-gov.com`;
  if (region.startsWith('eusc-')) return `${region}.console.amazonaws-eusc.eu`;
  return `${region}.console.aws.amazon.com`;
}
