import { agentMarks, type MarkSettings } from '../../../../src/plan/access/agentMarks.ts';
import { type ScopeContext, scopePlan } from '../../../../src/plan/access/scopePlan.ts';
import type { Plan, Planned } from '../../../../src/plan/plan.ts';
import type { Access } from '../../../../src/profiles/access/access.ts';
import { keys, phone, type PlanInput, role, workingPlan } from '../planText.ts';

export const corp =
  '[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\n';

/** A kind of first credentials: the lines of a profile, and the environment that they need. */
export interface SourceCase {
  readonly lines: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** As in printed plans. */
  readonly printed: string;
  /** Why AWS takes no policy for the credentials of the source. */
  readonly unlimited?: string;
}

const environmentKeys = { AWS_ACCESS_KEY_ID: 'AKIAENV', AWS_SECRET_ACCESS_KEY: 'secret-of-AKIAENV' };
const container = { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:8080/v1' };

export const sources: Readonly<Record<string, SourceCase>> = {
  keys: { lines: keys('AKIA1'), printed: 'keys(AKIA1)' },
  'temporary keys': {
    lines: `${keys('ASIA1')}\naws_session_token = token`,
    printed: 'keys(ASIA1, temporary)',
    unlimited: 'temporaryKeys',
  },
  'keys of the environment': {
    lines: 'credential_source = Environment',
    environment: environmentKeys,
    printed: 'environment(AKIAENV)',
  },
  'temporary keys of the environment': {
    lines: 'credential_source = Environment',
    environment: { ...environmentKeys, AWS_SESSION_TOKEN: 'token' },
    printed: 'environment(AKIAENV, temporary)',
    unlimited: 'temporaryKeys',
  },
  'a program': { lines: 'credential_process = tool', printed: 'process(tool)', unlimited: 'program' },
  'a container': {
    lines: 'credential_source = EcsContainer',
    environment: container,
    printed: 'container(127.0.0.1:8080)',
    unlimited: 'machineRole',
  },
  'an instance': {
    lines: 'credential_source = Ec2InstanceMetadata',
    printed: 'instance(169.254.169.254)',
    unlimited: 'machineRole',
  },
  'aws login': {
    lines: 'login_session = arn:aws:iam::444444444444:user/maya',
    printed: 'login(maya)',
    unlimited: 'login',
  },
  'IAM Identity Center': {
    lines: 'sso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Admin',
    printed: 'identityCenter(corp, 111122223333, Admin)',
    unlimited: 'identityCenter',
  },
};

const roleNames = ['One', 'Two', 'Three'] as const;

/**
 * The input of a plan for `dev`, with so many roles after the source: `One`, `Two`, and `Three`. `mfa` is added to the
 * profile of the source.
 */
export function chainOf({ lines, environment = {} }: SourceCase, roles: number, mfa = ''): PlanInput {
  const names = roleNames.slice(0, roles);
  const isFirstNamed = lines.startsWith('credential_source');
  const hops = names.map((name, i) => {
    const source = i > 0 ? `source_profile = hop${i}` : isFirstNamed ? lines : 'source_profile = base';
    const title = i === roles - 1 ? 'dev' : `hop${i + 1}`;
    const device = i === 0 && isFirstNamed ? mfa : '';
    return `[profile ${title}]\n${role(name)}\n${source}\n${device}\n`;
  });
  const base = isFirstNamed ? '' : `[profile ${roles === 0 ? 'dev' : 'base'}]\n${lines}\n${mfa}\n`;
  const target = roles === 0 && isFirstNamed ? ({ kind: 'environment' } as const) : undefined;
  return {
    config: corp + base + hops.join(''),
    environment,
    ...(target && { target }),
    isOnInstance: lines.includes('Ec2'),
  };
}

export const mfa = `mfa_serial = ${phone}`;

export function contextOf(marks: Partial<MarkSettings> = {}): ScopeContext {
  const given = { sessionName: undefined, sessionTags: undefined, sourceIdentity: undefined, ...marks };
  return { sessionName: 'me', agents: agentMarks(given) };
}

/** The plan of an input with an access. */
export function scoped(input: PlanInput | Plan, access: Access, context = contextOf()): Planned {
  return scopePlan('steps' in input ? input : workingPlan(input), access, context);
}

export const readOnly: Access = { managed: ['readOnly'] };

/** A document with one statement. */
export function documentOf(effect: 'Allow' | 'Deny', action = 's3:*', file = 'policy.json') {
  const statement = { Effect: effect, Action: action, Resource: '*' };
  return { file, text: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }) };
}

export function forAgent(access: Access): Access {
  return { ...access, isForAgent: true };
}
