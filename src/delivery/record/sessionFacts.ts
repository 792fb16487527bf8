import { alibabaRole } from '../../plan/alibaba/alibabaFacts.ts';
import type { AlibabaPlan } from '../../plan/alibaba/alibabaPlan.ts';
import { type AnyPlan, isAwsPlan } from '../../plan/anyPlan.ts';
import { callerAfter } from '../../plan/caller.ts';
import { isPlan, type Plan, type Planned } from '../../plan/plan.ts';
import { accountOf } from '../../plan/planFacts.ts';
import { policyNames } from '../../profiles/access/access.ts';
import type { HandedSession } from './handOut.ts';

/** What a plan tells about its session. */
type SessionFacts = Pick<HandedSession, 'cloud' | 'account' | 'session' | 'access'>;

export function sessionFacts(plan: AnyPlan): SessionFacts {
  return isAwsPlan(plan) ? awsFacts(plan) : alibabaFacts(plan);
}

function alibabaFacts(plan: AlibabaPlan): SessionFacts {
  const role = alibabaRole(plan);
  return { cloud: 'alibaba', account: role?.account, session: role?.sessionArn };
}

function awsFacts(plan: Plan): SessionFacts {
  const caller = callerAfter(plan.steps);
  const session = caller.kind === 'role' || caller.kind === 'login' ? caller.arn : undefined;
  return { account: accountOf(plan), session, ...accessIn(plan) };
}

export function accessIn(planned: Planned | undefined): Pick<HandedSession, 'access'> {
  const access = planned && isPlan(planned) ? planned.access : undefined;
  const names = access && policyNames(access);
  return names && names.length > 0 ? { access: names } : {};
}
