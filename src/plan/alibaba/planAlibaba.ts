import { FailureError } from '../../base/failure.ts';
import type { AlibabaProfiles } from '../../profiles/alibaba/alibabaProfiles.ts';
import {
  alibabaName,
  type AlibabaSource,
  type AlibabaTarget,
  type RamRoleTarget,
} from '../../profiles/alibaba/alibabaTarget.ts';
import { firstVariable } from '../../profiles/alibaba/alibabaVariable.ts';
import type { Planned } from '../plan.ts';
import { isRegion, stsEndpoint } from './alibabaEndpoints.ts';
import type { AlibabaEndpoint, AlibabaPlan, RamRoleStep } from './alibabaPlan.ts';
import { cliSource } from './cliSource.ts';
import {
  durationOf,
  type EntryValues,
  externalIdOf,
  invalid,
  policyOf,
  roleArnOf,
  sessionNameOf,
  usableEndpoint,
  valuesOfEntry,
} from './entryValues.ts';
import { environmentSource } from './environmentSource.ts';
import { iniSource } from './iniSource.ts';
import { sessionNameProblem } from './roleRules.ts';
import { entryOf } from './sourceEntries.ts';
import type { SourcePlan } from './sourcePlan.ts';

export interface AlibabaContext {
  /** The session name for roles if none is configured. It appears in ActionTrail. */
  readonly sessionName: string;
}

/**
 * Plans how to get a target's credentials, or returns why it cannot. A pure function of its arguments. The facts of the
 * failure may be shown; those of the steps pass `publicFacts` where they are shown.
 */
export function planAlibaba(
  profiles: AlibabaProfiles,
  target: AlibabaTarget,
  { sessionName }: AlibabaContext,
): Planned<AlibabaPlan> {
  const accepted = sessionNameProblem(sessionName) === undefined ? sessionName : 'rolecall';
  try {
    return planOf(profiles, target, accepted);
  } catch (error) {
    if (error instanceof FailureError) return { target, failure: error.failure };
    throw error;
  }
}

function planOf(profiles: AlibabaProfiles, target: AlibabaTarget, sessionName: string): AlibabaPlan {
  const source = target.kind === 'ramRole' ? target.source : target;
  const entry = entryOf(source, profiles) ?? new Map<string, string>();
  const { steps, notes } = planSource(profiles, source, sessionName);
  const values = valuesOfEntry(alibabaName(source), entry);
  const sts = usableEndpoint(values, stsEndpoint(profiles.environment, entry));
  const region = regionOf(values, profiles);
  return target.kind === 'ramRole'
    ? { target, steps: [...steps, typedRole(target, sts)], region, sts, notes: [] }
    : { target, steps, region, sts, notes };
}

function planSource(profiles: AlibabaProfiles, source: AlibabaSource, sessionName: string): SourcePlan {
  switch (source.kind) {
    case 'iniProfile':
      return iniSource(source, profiles, sessionName);
    case 'cliProfile':
      return cliSource(source, profiles, sessionName);
    default:
      return { steps: [environmentSource(source, profiles, sessionName)], notes: [] };
  }
}

/** The variables in the order of precedence: those of the CLI (`config/profile.go`), then those of Terraform. */
const regionVariables = [
  'ALIBABA_CLOUD_REGION_ID',
  'ALIBABACLOUD_REGION_ID',
  'ALICLOUD_REGION_ID',
  'ALIBABA_CLOUD_REGION',
  'ALICLOUD_REGION',
];

/** The region of the profile; else, as for the CLI, of the environment. */
function regionOf(values: EntryValues, { environment }: AlibabaProfiles): AlibabaPlan['region'] {
  const own = values.get('region_id');
  const variable = own === undefined ? firstVariable(environment, regionVariables) : undefined;
  const name = own ?? variable?.value;
  if (name === undefined) return undefined;
  if (!isRegion(name)) throw invalid(values, variable?.name ?? 'region_id');
  return { name, from: variable ? 'environment' : 'profile' };
}

/** The step for a role that the user has typed. Its keys are the names of parameters of `AssumeRole`. */
function typedRole(target: RamRoleTarget, sts: AlibabaEndpoint): RamRoleStep {
  const typed = new Map([
    ['RoleArn', target.roleArn],
    ['RoleSessionName', target.sessionName],
    ['DurationSeconds', target.durationSeconds ?? ''],
    ['ExternalId', target.externalId ?? ''],
    ['Policy', target.policy ?? ''],
  ]);
  const values = valuesOfEntry(alibabaName(target), typed);
  const roleArn = roleArnOf(values, 'RoleArn');
  const sessionName = sessionNameOf(values, 'RoleSessionName');
  if (sessionName === undefined) throw invalid(values, 'RoleSessionName');
  return {
    kind: 'ramRole',
    profile: values.profile,
    roleArn,
    sessionName,
    durationSeconds: durationOf(values, 'DurationSeconds'),
    externalId: externalIdOf(values, 'ExternalId'),
    policy: policyOf(values, 'Policy'),
    sts,
  };
}
