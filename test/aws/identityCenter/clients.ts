import { SSOClient } from '@aws-sdk/client-sso';
import { SSOOIDCClient } from '@aws-sdk/client-sso-oidc';
import type { IdentityCenter } from './identityCenter.ts';

/** AWS SDK clients for the local Identity Center. They do not retry, so that tests see every error. */
export function clientsOf({ url }: IdentityCenter): {
  readonly oidc: SSOOIDCClient;
  readonly portal: SSOClient;
} {
  const options = { endpoint: url, region: 'eu-central-1', maxAttempts: 1 };
  return { oidc: new SSOOIDCClient(options), portal: new SSOClient(options) };
}

/** Answers the page at an address, as a user in a browser does. Returns the address that the page redirects to. */
export async function answerPage(address: string, answer: 'allow' | 'deny'): Promise<string | undefined> {
  const page = await fetch(address);
  const [, action] = /action="([^"]*)"/u.exec(await page.text()) ?? [];
  if (!page.ok || action === undefined) return undefined;
  const answered = await fetch(new URL(action.replaceAll('&amp;', '&'), address), {
    method: 'POST',
    body: new URLSearchParams({ answer }),
    redirect: 'manual',
  });
  return answered.headers.get('location') ?? '';
}
