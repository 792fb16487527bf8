import { SSOClient } from '@aws-sdk/client-sso';
import { SSOOIDCClient } from '@aws-sdk/client-sso-oidc';
import type { IdentityCenter } from './identityCenter.ts';

/** AWS's own clients, talking to the local Identity Center. They try once, so that a refusal is seen. */
export function clientsOf({ url }: IdentityCenter): {
  readonly oidc: SSOOIDCClient;
  readonly portal: SSOClient;
} {
  const options = { endpoint: url, region: 'eu-central-1', maxAttempts: 1 };
  return { oidc: new SSOOIDCClient(options), portal: new SSOClient(options) };
}

/** A person at a browser who answers the page at an address; gives where the page leads. */
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
