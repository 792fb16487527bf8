import type { AlibabaPlan } from './alibabaPlan.ts';

/** The role at the end of the plan, as far as the plan contains it. */
export interface AlibabaRole {
  readonly account: string | undefined;
  readonly role: string;
  /** As in the answer of `GetCallerIdentity`: `acs:ram::<account>:assumed-role/<role>/<session>`. */
  readonly sessionArn: string;
}

export function alibabaRole({ steps }: AlibabaPlan): AlibabaRole | undefined {
  const last = steps.at(-1);
  if (last?.kind !== 'ramRole' && last?.kind !== 'oidcRole') return undefined;
  const [, , , account = '', resource = ''] = last.roleArn.split(':');
  const role = resource.slice(resource.indexOf('/') + 1);
  const sessionArn = `acs:ram::${account}:assumed-role/${role}/${last.sessionName}`;
  return { account: account || undefined, role, sessionArn };
}
