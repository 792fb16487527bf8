import type { Unlimited } from '../../base/failures/accessFailure.ts';
import { type Access, isFullAccess } from '../../profiles/access/access.ts';
import { targetName } from '../../profiles/profiles.ts';
import type { Tag } from '../../profiles/sessionTags.ts';
import {
  type AssumeRoleStep,
  isTemporary,
  type Plan,
  type Planned,
  type SessionPolicy,
  type SourceStep,
  type Step,
} from '../plan.ts';
import { awsPolicyArn, onlyAssume, sessionPolicyOf } from './sessionPolicy.ts';

/** What decides how the sessions of a scoped plan are named and marked. */
export interface ScopeContext {
  /** The session name of the user, for sessions without a role. */
  readonly sessionName: string;
  readonly agents: AgentMarks;
}

/** How the sessions of AI agents are marked, so that CloudTrail tells them from those of the user. */
export interface AgentMarks {
  /** Makes the name of an agent's session from that of the user's session. */
  readonly sessionName: (own: string) => string;
  readonly tags: readonly Tag[];
  readonly sourceIdentity: string | undefined;
}

/** Without a role, the keys can make the next session at any time, and without a code. Seconds. */
const federationSeconds = 3600;

/** AWS's limit for the name of a federated user (STS API, `GetFederationToken`). */
const mostFederationName = 32;

/**
 * Limits the session at the end of a plan to an access. The policy is that of the last call, so everything before it
 * stays shared with sessions that have the whole access. The roles before may only assume the next one: their sessions
 * need no more. A role that needs a code of its own is not limited, so that its session can be shared, too.
 *
 * Users without a role get a session of `GetFederationToken`, for which AWS wants the long-term keys themselves.
 */
export function scopePlan(plan: Plan, access: Access, context: ScopeContext): Planned {
  if (isFullAccess(access)) return access.isForAgent ? withEverything(plan, access, context) : plan;
  const { target } = plan;
  const hasRole = isRoleStep(plan.steps.at(-1));
  const why = hasRole ? undefined : unlimited(plan.steps[0] as SourceStep);
  if (why) return { target, failure: { code: 'accessImpossible', profile: targetName(target), why } };
  const policy = sessionPolicyOf(plan, access);
  if ('code' in policy) return { target, failure: policy };
  const steps = hasRole ? plan.steps.map(limiting(policy)) : federated(plan, policy, context);
  const scoped = { ...plan, access, steps };
  return access.isForAgent ? marked(scoped, access, context.agents) : scoped;
}

/** Agents get no access keys of a user, which would never expire, even if they may do what the user may do. */
function withEverything(plan: Plan, access: Access, context: ScopeContext): Plan {
  const isUser = !isRoleStep(plan.steps.at(-1)) && !unlimited(plan.steps[0] as SourceStep);
  const everything = { arns: [awsPolicyArn('AdministratorAccess', plan)], document: undefined };
  const steps = isUser ? federated(plan, everything, context) : plan.steps;
  return marked({ ...plan, access, steps }, access, context.agents);
}

type RoleStep = Extract<Step, { readonly roleArn: string }>;

function isRoleStep(step: Step | undefined): step is RoleStep {
  return step !== undefined && 'roleArn' in step;
}

/** Why AWS takes no policy for the credentials of a source; undefined if it does. */
function unlimited(source: SourceStep): Unlimited | undefined {
  switch (source.kind) {
    case 'keys':
    case 'environment':
      return isTemporary(source) ? 'temporaryKeys' : undefined;
    case 'container':
    case 'instance':
      return 'machineRole';
    case 'process':
      return 'program';
    case 'login':
    case 'identityCenter':
      return source.kind;
    case 'webIdentity':
      return undefined;
  }
}

/** Puts the policy on the last of the steps, and limits the roles before it. */
function limiting(policy: SessionPolicy): (step: Step, at: number, steps: readonly Step[]) => Step {
  return (step, at, steps) => {
    if (!isRoleStep(step)) return step;
    const next = steps[at + 1];
    if (!isRoleStep(next)) return { ...step, sessionPolicy: policy };
    return 'mfaSerial' in step && step.mfaSerial !== undefined
      ? step
      : { ...step, sessionPolicy: onlyAssume(next.roleArn) };
  };
}

function federated(
  { steps: [source], sts }: Plan,
  sessionPolicy: SessionPolicy,
  { sessionName }: ScopeContext,
): readonly Step[] {
  return [
    source!,
    {
      kind: 'federationToken',
      profile: source!.profile,
      sessionName: sessionName.slice(0, mostFederationName),
      durationSeconds: federationSeconds,
      sts,
      sessionPolicy,
    },
  ];
}

/** Marks the session at the end of a plan as that of an agent, as far as AWS lets its kind be marked. */
function marked(plan: Plan, { mostSeconds = Infinity }: Access, marks: AgentMarks): Plan {
  const last = plan.steps.at(-1)!;
  const step = shortened(markedStep(last, allowedMarks(marks, plan.steps)), mostSeconds);
  return step === last ? plan : { ...plan, steps: [...plan.steps.slice(0, -1), step] };
}

/**
 * The marks that AWS takes after the other roles of a plan: no later role may change a source identity, or a tag that a
 * role passes on (IAM User Guide, "Monitor and control actions taken with assumed roles" and "Pass session tags").
 */
function allowedMarks(marks: AgentMarks, steps: readonly Step[]): AgentMarks {
  const before = steps.slice(0, -1).filter((step) => step.kind === 'assumeRole');
  const passedOn = new Set(
    before.flatMap(({ transitiveTagKeys }) => transitiveTagKeys.map((key) => key.toLowerCase())),
  );
  const hasIdentity = before.some(({ sourceIdentity }) => sourceIdentity !== undefined);
  return {
    ...marks,
    tags: marks.tags.filter(([key]) => !passedOn.has(key.toLowerCase())),
    sourceIdentity: hasIdentity ? undefined : marks.sourceIdentity,
  };
}

function markedStep(step: Step, marks: AgentMarks): Step {
  switch (step.kind) {
    case 'assumeRole':
      return markedRole(step, marks);
    case 'webIdentity':
      return { ...step, sessionName: marks.sessionName(step.sessionName) };
    case 'federationToken':
      return { ...step, sessionName: marks.sessionName(step.sessionName).slice(-mostFederationName) };
    default:
      return step;
  }
}

/** The profile's own source identity stays: AWS lets no later role change it. AWS ignores the case of tag keys. */
function markedRole(step: AssumeRoleStep, { sessionName, tags, sourceIdentity }: AgentMarks): AssumeRoleStep {
  const names = new Set(tags.map(([key]) => key.toLowerCase()));
  const isNamed = step.sourceIdentity === undefined && sourceIdentity !== undefined;
  return {
    ...step,
    sessionName: sessionName(step.sessionName),
    tags: [...step.tags.filter(([key]) => !names.has(key.toLowerCase())), ...tags],
    sourceIdentity: step.sourceIdentity ?? sourceIdentity,
    markedBy: [
      ...(tags.length > 0 ? (['rolecall.agents.sessionTags'] as const) : []),
      ...(isNamed ? (['rolecall.agents.sourceIdentity'] as const) : []),
    ],
  };
}

/** AWS's default for a role, in seconds (STS API, `AssumeRole`). */
const defaultRoleSeconds = 3600;

/** An MFA session stays as it is, since a shorter one would need another code. */
function shortened(step: Step, mostSeconds: number): Step {
  if (!isRoleStep(step) && step.kind !== 'federationToken') return step;
  const { durationSeconds = defaultRoleSeconds } = step;
  return durationSeconds <= mostSeconds ? step : { ...step, durationSeconds: mostSeconds };
}
