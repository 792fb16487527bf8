import type { SsoSession } from '../../src/plan/plan.ts';

/** The sign-in `[sso-session corp]` with only the keys that it needs. */
export function corpSignIn(changes: Partial<SsoSession> = {}): SsoSession {
  return {
    name: 'corp',
    startUrl: 'https://example.awsapps.com/start',
    region: 'us-east-1',
    scopes: [],
    oidcUrl: undefined,
    portalUrl: undefined,
    fips: false,
    dualstack: false,
    caBundle: undefined,
    ...changes,
  };
}
