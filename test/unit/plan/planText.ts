import type { Environment } from '../../../src/base/environment.ts';
import type { Failure } from '../../../src/base/failure.ts';
import { parseConfig } from '../../../src/config/parse.ts';
import type { Note } from '../../../src/plan/notes/notes.ts';
import type { StsEndpoint } from '../../../src/plan/endpoints/stsEndpoint.ts';
import {
  isPlan,
  type MfaSessionStep,
  type Plan,
  type Planned,
  type SessionPolicy,
  type Step,
} from '../../../src/plan/plan.ts';
import { planTarget } from '../../../src/plan/planner.ts';
import { buildProfiles, type ProfileSet, type Target } from '../../../src/profiles/profiles.ts';

/** The input of a plan. The default target is the profile `dev`. */
export interface PlanInput {
  readonly config?: string;
  readonly credentials?: string;
  readonly environment?: Environment;
  readonly target?: Target;
  readonly mfaSessionSeconds?: number;
  readonly mfaRoleSeconds?: number;
  readonly mfaProcess?: string;
  /** Unset: it is not known. */
  readonly isOnInstance?: boolean;
}

export const phone = 'arn:aws:iam::111111111111:mfa/phone';

/** Access keys as lines of a profile. */
export function keys(id: string): string {
  return `aws_access_key_id = ${id}\naws_secret_access_key = secret-of-${id}`;
}

/** `role_arn` as a line of a profile. */
export function role(name: string): string {
  return `role_arn = arn:aws:iam::222222222222:role/${name}`;
}

/** Removes the indent of the first line from all lines that have it. */
export function dedent(text: string): string {
  const margin = /^\n( *)/u.exec(text)?.[1] ?? '';
  return text.slice(text.startsWith('\n') ? 1 : 0).replaceAll(new RegExp(`^${margin}`, 'gmu'), '');
}

export function profilesOf({ config = '', credentials = '' }: PlanInput): ProfileSet {
  return buildProfiles(parseConfig(dedent(config)), parseConfig(dedent(credentials)));
}

export function planFor(input: PlanInput): Planned {
  return planTarget(profilesOf(input), input.target ?? { kind: 'profile', name: 'dev' }, {
    environment: input.environment ?? {},
    sessionName: 'me',
    mfaSessionSeconds: input.mfaSessionSeconds ?? 12 * 3600,
    mfaProcess: input.mfaProcess ?? '',
    ...(input.isOnInstance === undefined ? {} : { isOnInstance: input.isOnInstance }),
    ...(input.mfaRoleSeconds === undefined ? {} : { mfaRoleSeconds: input.mfaRoleSeconds }),
  });
}

/** Returns the plan, or throws an error with the failure. */
export function workingPlan(input: PlanInput): Plan {
  const planned = planFor(input);
  if (!isPlan(planned)) throw new Error(printFailure(planned.failure));
  return planned;
}

/** Prints `keys(AKIA1) → mfaSession(phone, 12h) → assumeRole(Dev); note(fact)`, or `✗ code(fact, fact)`. */
export function printPlan(planned: Planned): string {
  if (!isPlan(planned)) return printFailure(planned.failure);
  return [planned.steps.map(printStep).join(' → '), ...planned.notes.map(printNote)].join('; ');
}

/** The place of a key is left out, and so are what there is not, and what only makes the sentence more precise. */
function printFailure({ code, ...facts }: Failure): string {
  const hidden: readonly string[] = ['place', ...(code === 'invalidValue' ? ['why'] : ['near', 'present'])];
  const shown = Object.entries(facts).filter(([name, fact]) => !hidden.includes(name) && fact !== undefined);
  return `✗ ${code}(${printFacts(Object.fromEntries(shown))})`;
}

/** Abbreviates notes about other tools: `Rust+Toolkit take login_session`. */
function printNote(note: Note): string {
  if (note.code === 'otherToolsDiffer')
    return `${note.tools.map((tool) => tool.split(' ').at(-1)).join('+')} take ${note.take}`;
  const { code, ...facts } = note;
  return `${code}(${printFacts(facts)})`;
}

function printFacts(facts: object): string {
  return Object.values(facts)
    .map((fact) => (Array.isArray(fact) ? fact.join(' > ') : String(fact)))
    .join(', ');
}

function printStep(step: Step): string {
  switch (step.kind) {
    case 'keys':
    case 'environment':
      return `${step.kind}(${step.accessKeyId}${step.temporary ? ', temporary' : ''})`;
    case 'process':
      return `process(${step.command})`;
    case 'container':
      return `container(${step.host})`;
    case 'instance':
      return `instance(${step.endpoint.replace('http://', '')}${step.mayUseV1 ? '' : ', v2 only'})`;
    case 'identityCenter':
      return `identityCenter(${step.session.name ?? step.session.startUrl}, ${step.accountId}, ${step.roleName})`;
    case 'login':
      return `login(${step.session.split('/').at(-1)})`;
    case 'webIdentity':
      return `webIdentity(${[
        step.roleArn.split('/').at(-1),
        ...(step.sessionName === 'me' ? [] : [`as ${step.sessionName}`]),
        ...(step.durationSeconds === undefined ? [] : [hours(step.durationSeconds)]),
        step.token.kind === 'file' ? step.token.path : `token of ${step.token.command}`,
        ...printPolicy(step),
      ].join(', ')})`;
    case 'mfaSession':
      return `mfaSession(${[device(step.mfaSerial), hours(step.durationSeconds), ...printProgram(step)].join(', ')})`;
    case 'federationToken':
      return `federationToken(${[step.sessionName, hours(step.durationSeconds), ...printPolicy(step)].join(', ')})`;
    case 'assumeRole':
      return `assumeRole(${[
        step.roleArn.split('/').at(-1),
        ...(step.sessionName === 'me' ? [] : [`as ${step.sessionName}`]),
        ...(step.externalId === undefined ? [] : [`id ${step.externalId}`]),
        ...(step.sourceIdentity === undefined ? [] : [`of ${step.sourceIdentity}`]),
        ...step.tags.map(
          ([key, value]) => `${key}=${value}${step.transitiveTagKeys.includes(key) ? '…' : ''}`,
        ),
        ...(step.durationSeconds === undefined ? [] : [hours(step.durationSeconds)]),
        ...(step.mfaSerial === undefined ? [] : [`code of ${device(step.mfaSerial)}`]),
        ...printProgram(step),
        ...printPolicy(step),
      ].join(', ')})`;
    default:
      throw new TypeError(`no such step: ${JSON.stringify(step satisfies never)}`);
  }
}

/** The names of managed policies; of a document, what it allows or denies. */
function printPolicy({ sessionPolicy }: { readonly sessionPolicy?: SessionPolicy }): readonly string[] {
  if (!sessionPolicy) return [];
  const { arns, document } = sessionPolicy;
  const { Statement } = JSON.parse(document ?? '{"Statement":[]}') as {
    readonly Statement: readonly Printed[];
  };
  const statements = [Statement].flat().map(({ Effect, Action, Resource }) => {
    const roles = [Resource].flat().map((each) => each.split('/').at(-1));
    return `${Effect.toLowerCase()} ${[Action].flat().join('+')} ${roles.join('+')}`;
  });
  return [`only ${[...arns.map((arn) => arn.split('::').at(-1)!), ...statements].join(' & ')}`];
}

interface Printed {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

function printProgram({ codeProgram }: Pick<MfaSessionStep, 'codeProgram'>): readonly string[] {
  return codeProgram ? [`by ${codeProgram.command}`] : [];
}

function device(serial: string): string {
  return serial.split('/').at(-1) ?? '';
}

function hours(seconds: number): string {
  return seconds % 3600 === 0 ? `${seconds / 3600}h` : `${seconds}s`;
}

/**
 * Prints the region and all settings that are not defaults: `us-east-1 http://localhost fips dualstack legacy
 * ca=/file`.
 */
export function printSts({ region, url, fips, dualstack, legacyGlobal, caBundle }: StsEndpoint): string {
  const flags = Object.entries({ fips, dualstack, legacy: legacyGlobal }).filter(([, isSet]) => isSet);
  const ca = caBundle === undefined ? [] : [`ca=${caBundle}`];
  return [region, ...(url === undefined ? [] : [url]), ...flags.map(([flag]) => flag), ...ca].join(' ');
}
