import { visibleText } from '../base/plainText.ts';
import { publicFacts } from '../base/publicFacts.ts';
import { withoutSecrets } from '../base/secretText.ts';
import type { Planned } from '../plan/plan.ts';
import { loggedName } from '../session/access/loggedName.ts';
import type { ActiveState } from '../session/activeState.ts';
import type { RecentFailure } from './recentFailures.ts';

/** What a report about a problem needs. */
export interface Diagnosed {
  /** `Rolecall`, `VS Code`, and others, with their versions. */
  readonly versions: Readonly<Record<string, string>>;
  /** The settings that differ from their defaults, by their IDs. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly profiles: number;
  /** Whether AI agents get less than the user, so that no mode of terminals puts keys into variables. */
  readonly agentsGetLess: boolean;
  readonly state: ActiveState;
  /** The plan of the profile in use. */
  readonly planned: Planned | undefined;
  readonly failures: readonly RecentFailure[];
  /** Shortens the user's home folder, which may contain their name. */
  readonly withoutHome: (text: string) => string;
}

/**
 * The diagnostics in Markdown. They contain no secrets. ARNs, account numbers, and other names of a company are only
 * included with `identifying`.
 */
export function diagnosticsText(facts: Diagnosed, identifying: boolean): string {
  const { versions, settings, profiles, agentsGetLess, state, planned, failures } = facts;
  const lines = [
    ...Object.entries(versions).map(([name, version]) => `${name}: ${version}`),
    '',
    'Settings:',
    ...Object.entries(settings).map(([id, value]) => `  ${id} = ${json(valueOf(id, value))}`),
    '',
    `Profiles: ${profiles}`,
    agentsGetLess ? 'AI agents get less than the user: no keys in variables' : 'AI agents get the same',
    `State: ${stateOf(state)}`,
    ...(planned ? planLines(planned) : []),
    '',
    'Last failures:',
    ...failures.map(({ at, failure }) => `  ${new Date(at).toISOString()} ${json(publicFacts(failure))}`),
  ];
  const shown = lines
    .map(facts.withoutHome)
    .map((line) => (identifying ? line : anonymous(line)))
    .map((line) => visibleText(withoutSecrets(line)));
  return ['```', ...shown, '```', ''].join('\n');
}

/** A command may contain anything. */
function valueOf(id: string, value: unknown): unknown {
  return id === 'rolecall.mfa.process' ? '(set)' : value;
}

function stateOf(state: ActiveState): string {
  if (state.kind === 'none') return state.kind;
  const { target } = publicFacts({ target: state.target });
  const name = loggedName(target, state.kind === 'ready' ? state.session.plan.access : target.access);
  if (state.kind === 'waiting') return `${name}: ${state.kind}, ${json(publicFacts(state.failure))}`;
  if (state.kind === 'switching') return `${name}: ${state.kind}`;
  const { expiration } = state.session.credentials;
  const end = expiration === undefined ? 'no end' : `until ${new Date(expiration).toISOString()}`;
  return `${name}: ${state.kind}, ${end}${state.mustAsk ? `, renewed by ${state.mustAsk}` : ''}`;
}

function planLines(planned: Planned): readonly string[] {
  const { target: _, ...facts } = publicFacts(planned);
  if ('failure' in facts) return [`Plan: ${json(facts.failure)}`];
  return [
    'Plan:',
    ...facts.steps.map((step) => `  ${json(step)}`),
    ...facts.notes.map((note) => `  ${json(note)}`),
  ];
}

/** An external ID is no secret, but whoever knows it may be taken for the one who does. A policy may be long. */
const unshown: ReadonlySet<string> = new Set(['externalId', 'sourceIdentity', 'detail', 'tags', 'document']);

function json(value: unknown): string {
  return JSON.stringify(value, (key, each: unknown) => (unshown.has(key) && each ? '(set)' : each)) ?? '';
}

/** Without what tells whose account it is. */
function anonymous(line: string): string {
  return line
    .replaceAll(/\b(arn:aws[\w-]*:\w+):[^\s"',]*/gu, '$1:…')
    .replaceAll(/\b\d{12}\b/gu, (number) => `…${number.slice(-4)}`)
    .replaceAll(/\b(A[KS]IA)\w{12,}/gu, '$1…')
    .replaceAll(/\b(https?:\/\/)[^\s"']+/gu, '$1…')
    .replaceAll(/(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]+/gu, '…@…');
}
