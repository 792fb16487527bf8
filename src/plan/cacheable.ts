/**
 * Whether the session cache keeps the step's credentials until they expire. Credentials with another local source are
 * reread each time: keys, container and instance roles, which their service renews, and sign-ins with the AWS console,
 * which any tool renews.
 */
export function isCacheable({ kind }: { readonly kind: string }): boolean {
  return !rereadSources.has(kind);
}

const rereadSources: ReadonlySet<string> = new Set([
  'keys',
  'environment',
  'container',
  'instance',
  'login',
  // Of Alibaba Cloud: see `AlibabaSourceStep`.
  'ramKeys',
  'credentialsUri',
  'credentialsFile',
  'ecsRamRole',
]);
