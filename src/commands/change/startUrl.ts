/** The start URL that a text means: copied without its scheme, from a page of the portal, or only the portal's ID. */
export function mendedStartUrl(text: string): string {
  const bare = text.trim().replaceAll(/^["'<]|["'>]$/gu, '');
  const [, id] = /^(d-[0-9a-f]{10})$/u.exec(bare) ?? [];
  const whole = id === undefined ? withScheme(bare) : `https://${id}.awsapps.com/start`;
  if (!isAddress(whole)) return bare;
  const { protocol, host, pathname } = new URL(whole);
  // Other hosts may be servers of the user's own, with any path and without TLS.
  const isAws = /(?:^|\.)(?:awsapps\.com|awsapps\.cn|app\.aws)$/u.test(host);
  // The portal of a directory has its name in the path: `start.us-gov-home.awsapps.com/directory/example`.
  const isPortal = /^[^.]+\.awsapps\.com$/u.test(host);
  const path = isPortal ? '/start' : pathname.replace(/(?<!\/)\/+$/u, '');
  return `${isAws ? 'https:' : protocol}//${host}${path}`;
}

/** The region that a start URL names (IAM Identity Center User Guide: `ssoins-….portal.eu-west-1.app.aws`). */
export function regionOfStartUrl(startUrl: string): string | undefined {
  return /\.portal\.([a-z0-9-]+)\.app\.aws(?:\/|$)/u.exec(startUrl)?.[1];
}

/** The suggested name for a sign-in: `example` from `https://example.awsapps.com/start`, unless AWS has named it. */
export function nameOfStartUrl(startUrl: string): string {
  const [, name = ''] = /^https:\/\/([\w-]+)\.awsapps\./u.exec(startUrl) ?? [];
  return name === '' || name === 'start' || /^d-[0-9a-f]{10}$/u.test(name) ? 'my-sso' : name;
}

function withScheme(text: string): string {
  return /^https?:\/\//iu.test(text) ? text : `https://${text}`;
}

/** A host without a dot is a word that somebody took for the URL. */
function isAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { hostname, username } = new URL(text);
  return username === '' && (hostname.includes('.') || hostname === 'localhost');
}
