import type { Log } from '../base/log.ts';
import { publicFacts } from '../base/publicFacts.ts';
import type { Requester } from '../credentials/run/mfa.ts';
import type { RunPlan } from '../credentials/run/runner.ts';
import { alibabaDeed } from '../plan/alibaba/alibabaDeeds.ts';
import { anyName, type AnyPlan, type AnyStep, isAwsTarget } from '../plan/anyPlan.ts';
import { isCacheable } from '../plan/cacheable.ts';
import { sessionLabel } from '../plan/identityCenterSource.ts';
import type { Plan } from '../plan/plan.ts';
import { loggedName } from './access/loggedName.ts';

/** Logs in one line what each run of a plan has done. Runs that only read what is there are logged as details. */
export function loggedRuns<P extends AnyPlan = Plan>(
  run: RunPlan<P>,
  log: Pick<Log, 'info' | 'debug'>,
): RunPlan<P> {
  return async (plan, from, onStep, signal, requester, minimumMs) => {
    let performed = plan;
    const note: typeof onStep = (progress, current) => {
      performed = current;
      return onStep(progress, current);
    };
    const credentials = await run(plan, from, note, signal, requester, minimumMs);
    const done = from?.done ?? 0;
    const isNew = performed.steps.some((step, i) => i >= done && (i > 0 || isCacheable(step)));
    // A program waits for its session, and not for its name.
    void Promise.resolve(requester).then((by) => {
      const line = runLine(performed, done, credentials.expiration, by);
      if (isNew) log.info(line);
      else log.debug(line);
    });
    return credentials;
  };
}

/** `dev: MFA session reused, assumed Developer, until 17:42`. `until`: milliseconds since the epoch. */
export function runLine(
  plan: AnyPlan,
  done: number,
  until: number | undefined,
  requester?: Requester,
): string {
  const { target, steps } = publicFacts({ target: plan.target, steps: plan.steps });
  const name = isAwsTarget(target) ? loggedName(target, plan.access) : anyName(target);
  const reused = done === 0 ? [] : [`${sessionOf(steps[done - 1]!)} reused`];
  return [
    `${name}: ${[...reused, ...steps.slice(done).map(deedOf)].join(', ')}`,
    ...(until === undefined ? [] : [`until ${timeOfDay(until)}`]),
    ...(requester ? [`for ${requesterName(requester)}`] : []),
  ].join(', ');
}

function sessionOf(step: AnyStep): string {
  return step.kind === 'mfaSession' ? 'MFA session' : `session of ${roleNameOf(step) ?? step.profile}`;
}

function deedOf(step: AnyStep): string {
  switch (step.kind) {
    case 'keys':
      return `read the access keys of ${step.profile}`;
    case 'environment':
      return 'read the access keys in the environment';
    case 'process':
      return `ran credential_process of ${step.profile}`;
    case 'container':
    case 'instance':
      return `got the role of the ${step.kind}`;
    case 'login':
      return `used the sign-in of ${step.profile}`;
    case 'identityCenter':
      return `got ${step.roleName} with the sign-in to ${sessionLabel(step.session)}`;
    case 'webIdentity':
      return `assumed ${roleNameOf(step)} with a token`;
    case 'mfaSession':
      return 'started an MFA session';
    case 'federationToken':
      return 'started a limited session';
    case 'assumeRole':
      return `assumed ${roleNameOf(step)}${step.mfaSerial === undefined ? '' : ' with an MFA code'}`;
    default:
      return alibabaDeed(step);
  }
}

function roleNameOf(step: AnyStep): string | undefined {
  if (step.kind === 'identityCenter') return step.roleName;
  return 'roleArn' in step ? step.roleArn.split('/').at(-1) : undefined;
}

function requesterName({ kind, name, startedBy, agent }: Requester): string {
  if (agent !== undefined)
    return `${name ?? 'a program'} of ${agent === '' ? 'an agent' : `the agent ${agent}`}`;
  if (name === undefined) return 'a program';
  if (startedBy !== undefined) return `${name}, started by ${startedBy}`;
  return kind === 'program'
    ? name
    : `the ${kind === 'extension' ? 'extension' : 'launch configuration'} ${name}`;
}

/** `17:42` by this machine's clock, as in the log. */
function timeOfDay(time: number): string {
  const date = new Date(time);
  return [date.getHours(), date.getMinutes()].map((part) => String(part).padStart(2, '0')).join(':');
}
