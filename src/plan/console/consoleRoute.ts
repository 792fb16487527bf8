import type { Failure } from '../../base/failure.ts';
import type { ConsoleImpossible } from '../../base/failures/consoleFailure.ts';
import { targetName } from '../../profiles/profiles.ts';
import { awsPolicyArn } from '../access/sessionPolicy.ts';
import { type FederationStep, type IdentityCenterStep, isTemporary, type Plan } from '../plan.ts';

/** How the console is opened with the credentials at the end of a plan. */
export type ConsoleRoute =
  /** A link of the access portal, which signs the user in itself. It contains no secret. */
  | { readonly kind: 'portal'; readonly plan: Plan; readonly step: IdentityCenterStep }
  | FederationRoute
  /** Only AWS can tell what these credentials are; see `routeOfKeys`. */
  | { readonly kind: 'askIdentity'; readonly plan: Plan };

/** The federation endpoint exchanges the credentials at the end of the plan for a link. */
export interface FederationRoute {
  readonly kind: 'federation';
  /** Ends with a session of `GetFederationToken` for an IAM user. Programs never get that. */
  readonly plan: Plan;
  /** How long the console session lasts. Undefined: as long as the credentials. */
  readonly sessionSeconds: number | undefined;
  /** Whether `ConsoleWish.as` decides what the console session may do. */
  readonly isForUser?: true;
}

/** What a user wants of the console, and what limits that. */
export interface ConsoleWish {
  /** How long a console session lasts where that can be chosen, in seconds. */
  readonly sessionSeconds: number;
  /** The longest session that one MFA code may lead to, in seconds. */
  readonly mostCodeSeconds?: number;
  /** What the console session of an IAM user may do: everything that the user may do, or only read. */
  readonly as: 'user' | 'readOnly';
  /** The name of the federated user for an IAM user, which the console and CloudTrail show. */
  readonly sessionName: string;
  /** Open the console for an IAM user whose profile needs a code, although AWS then takes none. */
  readonly withoutMfa?: boolean;
}

/** AWS's limits for `SessionDuration`, in seconds (IAM User Guide, "Enable custom identity broker access"). */
const leastSeconds = 900;
const mostRoleSeconds = 43_200;
/** AWS's limit for `GetFederationToken` of an IAM user, in seconds. AWS itself shortens that of a root user. */
const mostUserSeconds = 129_600;
/** AWS's limit for the name of a federated user (STS API, `GetFederationToken`). */
const mostName = 32;

/**
 * Decides by the plan which link opens the console: the federation endpoint answers a wrong kind of credentials and a
 * wrong duration with HTTP 400 and no reason.
 */
export function consoleRoute(plan: Plan, wish: ConsoleWish): ConsoleRoute | Failure {
  const last = plan.steps.at(-1)!;
  switch (last.kind) {
    case 'identityCenter':
      return { kind: 'portal', plan, step: last };
    case 'process':
      return { kind: 'askIdentity', plan };
    case 'keys':
    case 'environment':
      return isTemporary(last) ? { kind: 'askIdentity', plan } : routeOfUser(plan, wish);
    case 'mfaSession':
      if (!wish.withoutMfa) return impossible(plan, 'mfaSession');
      return consoleRoute({ ...plan, steps: plan.steps.slice(0, -1) }, wish);
    case 'webIdentity':
    case 'assumeRole':
    case 'container':
    case 'instance':
    case 'login':
    case 'federationToken':
      return { kind: 'federation', plan, sessionSeconds: durationFor(plan, wish) };
  }
}

/** What AWS tells about credentials: the ARN of temporary ones, or that they are long-term keys. */
export type KeysFound = { readonly arn: string } | 'longTerm';

/** The route that `askIdentity` turns out to be. */
export function routeOfKeys(plan: Plan, found: KeysFound, wish: ConsoleWish): FederationRoute | Failure {
  if (found === 'longTerm') return routeOfUser(plan, wish);
  const [resource = ''] = (found.arn.split(':')[5] ?? '').split('/');
  return resource === 'assumed-role' || resource === 'federated-user'
    ? { kind: 'federation', plan, sessionSeconds: undefined }
    : impossible(plan, 'sessionToken');
}

function routeOfUser(plan: Plan, wish: ConsoleWish): FederationRoute {
  const isReadOnly = wish.as === 'readOnly';
  const policy = awsPolicyArn(isReadOnly ? 'ReadOnlyAccess' : 'AdministratorAccess', plan);
  const step: FederationStep = {
    kind: 'federationToken',
    profile: plan.steps.at(-1)!.profile,
    sessionName: wish.sessionName.slice(0, mostName),
    durationSeconds: between(leastSeconds, wish.sessionSeconds, mostUserSeconds),
    sts: plan.sts,
    // AWS grants what both the user and this policy allow. Without one, the session could do nothing.
    sessionPolicy: { arns: [policy], document: undefined },
  };
  const steps = [...plan.steps, step];
  const federated = isReadOnly ? { ...plan, steps, access: { managed: ['readOnly'] } } : { ...plan, steps };
  return { kind: 'federation', plan: federated, sessionSeconds: undefined, isForUser: true };
}

/** AWS takes a duration only for a role that was assumed with long-term keys or a web identity. */
function durationFor({ steps }: Plan, wish: ConsoleWish): number | undefined {
  const [source, role, ...others] = steps;
  const isLongTerm = (source?.kind === 'keys' || source?.kind === 'environment') && !isTemporary(source);
  const isFirstRole = isLongTerm && role?.kind === 'assumeRole' && others.length === 0;
  if (!isFirstRole && !(source?.kind === 'webIdentity' && steps.length === 1)) return undefined;
  const needsCode = role?.kind === 'assumeRole' && role.mfaSerial !== undefined;
  const most = (needsCode ? wish.mostCodeSeconds : undefined) ?? mostRoleSeconds;
  return between(leastSeconds, Math.min(wish.sessionSeconds, most), mostRoleSeconds);
}

function between(least: number, seconds: number, most: number): number {
  return Math.min(Math.max(Math.round(seconds), least), most);
}

function impossible({ target }: Plan, why: ConsoleImpossible): Failure {
  return { code: 'consoleImpossible', profile: targetName(target), why };
}
