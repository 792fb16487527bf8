import { awsManagedPolicy } from '../iam/managedPolicies.ts';
import { createHash } from 'node:crypto';
import type { Answer, Exchange, Service, ServiceRequest } from '../http/service.ts';
import type { FoundRole, Iam } from '../iam/iam.ts';
import type { Sessions } from '../iam/sessions.ts';
import { json } from '../machineRoles/containerAgents.ts';
import { Refusal } from '../sts/refusals.ts';
import { roleCaller } from '../sts/roleSession.ts';
import type { Person } from './directory.ts';
import type { Grants } from './grants.ts';
import { noAccess, tooManyRequests, unauthorized } from './refusals.ts';

/** Where the roles are created and their sessions are valid. */
export type PortalSource = { readonly iam: Iam; readonly sessions: Sessions };

export type PortalOptions = {
  /** Further requests fail with status 429. This limit uses the machine's clock. */
  readonly requestsPerSecond?: number;
};

/**
 * The access portal: lists a user's accounts and roles and issues credentials for them. The token alone identifies the
 * user.
 *
 * @see https://docs.aws.amazon.com/singlesignon/latest/PortalAPIReference/Welcome.html
 */
export function createPortal(grants: Grants, aws: PortalSource, options: PortalOptions): Service {
  const limit = limiter(options.requestsPerSecond ?? Infinity);
  const actions: Readonly<Record<string, [string, (person: Person, query: URLSearchParams) => object]>> = {
    'GET /assignment/accounts': ['ListAccounts', listAccounts],
    'GET /assignment/roles': ['ListAccountRoles', listRoles],
    'GET /federation/credentials': [
      'GetRoleCredentials',
      (person, query) => roleCredentials(aws, person, query),
    ],
  };
  return {
    open: (request) => {
      const token = request.headers['x-amz-sso_bearer_token'] ?? '';
      if (request.method === 'POST' && request.path === '/logout')
        return exchange('Logout', request, () => {
          if (!grants.accessToken(token)) throw unauthorized();
          grants.signOut(token);
          return {};
        });
      const [action, act] = actions[`${request.method} ${request.path}`] ?? [];
      if (!action || !act) return undefined;
      return exchange(action, request, () => {
        if (!limit()) throw tooManyRequests();
        const found = grants.accessToken(token);
        if (!found?.scopes.includes('sso:account:access')) throw unauthorized();
        return act(found.signIn.person, request.query);
      });
    },
  };
}

function limiter(perSecond: number): () => boolean {
  let second = 0;
  let count = 0;
  return () => {
    const now = Math.floor(Date.now() / 1000);
    if (now !== second) [second, count] = [now, 0];
    return ++count <= perSecond;
  };
}

function exchange(action: string, { query }: ServiceRequest, act: () => object): Exchange {
  return {
    action,
    parameters: Object.fromEntries([...query].filter(([name]) => name !== 'next_token')),
    accessKeyId: undefined,
    answer: async () => {
      try {
        return { reply: json(200, act()), outcome: 'OK' };
      } catch (error) {
        if (error instanceof Refusal) return refuse(error);
        throw error;
      }
    },
    refuse,
  };
}

function refuse(refusal: Refusal): Answer {
  const reply = json(refusal.status, {
    message: refusal.message,
    __type: `com.amazonaws.switchboard.portal#${refusal.code}`,
  });
  return {
    reply: { ...reply, headers: { ...reply.headers, 'x-amzn-ErrorType': refusal.code } },
    outcome: refusal.code,
  };
}

function listAccounts(person: Person, query: URLSearchParams): object {
  const { items, nextToken } = page(person.accounts, query);
  const accountList = items.map(({ id, name, email }) => ({
    accountId: id,
    accountName: name,
    emailAddress: email,
  }));
  return { accountList, nextToken };
}

function listRoles(person: Person, query: URLSearchParams): object {
  const account = person.accounts.find(({ id }) => id === query.get('account_id'));
  if (!account) throw noAccess();
  const { items, nextToken } = page(account.roles, query);
  return { roleList: items.map((roleName) => ({ roleName, accountId: account.id })), nextToken };
}

/** The token of a page is the index of its first item. */
function page<T>(
  all: readonly T[],
  query: URLSearchParams,
): { readonly items: readonly T[]; readonly nextToken: string | undefined } {
  const size = Math.min(100, Number(query.get('max_result') ?? 20));
  const start = Number(query.get('next_token') ?? 0);
  const end = start + size;
  return { items: all.slice(start, end), nextToken: end < all.length ? `${end}` : undefined };
}

const roleSeconds = 3600;

function roleCredentials(aws: PortalSource, person: Person, query: URLSearchParams): object {
  const accountId = query.get('account_id') ?? '';
  const roleName = query.get('role_name') ?? '';
  const account = person.accounts.find(({ id }) => id === accountId);
  if (!account?.roles.includes(roleName)) throw noAccess();
  const session = aws.sessions.issue(
    roleCaller(reservedRole(aws.iam, accountId, roleName), person.name),
    roleSeconds,
    'identityCenter',
  );
  return {
    roleCredentials: {
      accessKeyId: session.accessKeyId,
      secretAccessKey: session.secretAccessKey,
      sessionToken: session.sessionToken,
      expiration: session.expiration,
    },
  };
}

const readOnly = awsManagedPolicy('arn:aws:iam::aws:policy/ReadOnlyAccess');

/** The role that Identity Center creates for a permission set in an account. */
function reservedRole(iam: Iam, accountId: string, permissionSet: string): FoundRole {
  const suffix = createHash('sha256').update(`${accountId}/${permissionSet}`).digest('hex').slice(0, 16);
  return iam.addRole(accountId, {
    name: `AWSReservedSSO_${permissionSet}_${suffix}`,
    path: '/aws-reserved/sso.amazonaws.com/',
    trust: { principals: [] },
    // The permission sets of this name do what it says. All others may do everything.
    ...(permissionSet === 'ReadOnly' && readOnly ? { policies: [readOnly] } : {}),
  });
}
