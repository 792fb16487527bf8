import { signInKey } from '../plan/identityCenterSource.ts';
import { isPlan, type Planned } from '../plan/plan.ts';
import { type Access, accessWord } from '../profiles/access/access.ts';
import { type Target, withoutAccess } from '../profiles/profiles.ts';
import type { AccessPortal } from './accessPortal.ts';

type Assignment = Extract<Target, { readonly kind: 'assignment' }>;

/** How permission sets are called that only let people look, also those that AWS proposes (`ViewOnlyAccess`). */
const lookingNames = /read.?only|view.?only|viewer|reader|audit|observer|look.?only/iu;

/** How those are called that also change something, such as `AuditManagerAdmin`. */
const changingNames =
  /admin|full|write|power|manager|operator|owner|deploy|contributor|no[nt].?(?:read|view)/iu;

function seemsToLook(name: string): boolean {
  return lookingNames.test(name) && !changingNames.test(name);
}

/**
 * The user's other permission sets in the account of a plan that seem to allow only looking, by their names. Those that
 * were used before come first. AWS takes no policy for IAM Identity Center, so they are the way to less access there.
 */
export async function lesserRoles(
  planned: Planned,
  usedBefore: readonly Target[],
  portal: () => Promise<Pick<AccessPortal, 'accounts'>>,
): Promise<readonly Assignment[]> {
  const source = isPlan(planned) ? planned.steps[0] : undefined;
  if (source?.kind !== 'identityCenter') return [];
  const { session, accountId, roleName } = source;
  const { accounts } = await portal();
  const known = (await accounts.known(session))?.accounts.get(accountId)?.roles;
  const roles = known ?? (await listed(accounts, session, accountId));
  const signIn = signInKey(session);
  const found = roles
    .filter((name) => name !== roleName && seemsToLook(name))
    .map((name): Assignment => ({ kind: 'assignment', signIn, accountId, roleName: name }));
  const rank = (one: Assignment): number => {
    const at = usedBefore.findIndex((each) => isSameRole(each, one));
    return at < 0 ? usedBefore.length : at;
  };
  return found.toSorted((a, b) => rank(a) - rank(b));
}

/**
 * What stands in for a plan that AWS cannot limit to an access: its own target, if that seems to allow no more, or
 * another role. No name says that a role allows no more than a policy of the user's own.
 */
export async function readOnlyRole(
  planned: Planned,
  access: Access,
  portal: () => Promise<Pick<AccessPortal, 'accounts'>>,
): Promise<Target | undefined> {
  const names = namesFor(access);
  const source = isPlan(planned) ? planned.steps[0] : undefined;
  if (source?.kind !== 'identityCenter' || !names) return undefined;
  const { roleName } = source;
  if (seemsToLook(roleName) && names.test(roleName)) return withoutAccess(planned.target);
  return (await lesserRoles(planned, [], portal)).find((role) => names.test(role.roleName));
}

/** How permission sets are called that allow no more than an access; undefined if no name says so. */
function namesFor(access: Access): RegExp | undefined {
  switch (accessWord(access)) {
    case 'full':
    case 'readOnly':
      return lookingNames;
    case 'securityAudit':
      return /audit/iu;
    case 'viewOnly':
      return /view.?only/iu;
    case 'custom':
      return undefined;
  }
}

function isSameRole(one: Target, other: Assignment): boolean {
  return one.kind === 'assignment' && one.accountId === other.accountId && one.roleName === other.roleName;
}

/** Without asking the user to sign in, so there may be none. */
async function listed(
  accounts: AccessPortal['accounts'],
  session: Parameters<AccessPortal['accounts']['listRoles']>[0],
  accountId: string,
): Promise<readonly string[]> {
  const { signal } = new AbortController();
  const listing = await accounts
    .listRoles(session, accountId, { mayAsk: false, signal })
    .catch(() => undefined);
  return listing?.accounts.get(accountId)?.roles ?? [];
}
