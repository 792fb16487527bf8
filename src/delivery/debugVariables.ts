import { readFile } from 'node:fs/promises';
import { parseEnv } from 'node:util';
import { Cancelled, type FailureCode } from '../failure.ts';
import type { Environment } from '../plan/endpoint.ts';
import { type Target, targetName } from '../profiles/profiles.ts';
import { type ActiveState, settled, targetOf } from '../session/activeState.ts';
import type { Refusals } from '../session/refusals.ts';
import type { Session, SessionRequest } from '../session/sessions.ts';
import {
  choosesCredentials,
  envFilesOf,
  isShown,
  type LaunchConfiguration,
  namedVariables,
  variablesFor,
  withVariables,
} from './debugConfiguration.ts';
import { overInherited } from './environment.ts';
import { type Delivering, programHandover } from './modes.ts';

export interface DebugParts {
  /** What the folder uses, by its URI; without one, the window. */
  readonly stateOf: (folder: string | undefined) => ActiveState;
  readonly delivering: () => Delivering;
  /** The environment of the extension host, of which debuggers give their programs a copy. */
  readonly environment: Environment;
  /** What a window waits for, it has then, too. */
  readonly getSession: (target: Target, request: SessionRequest) => Promise<Session>;
  /** Carries out what a person asked for, and tells them of a failure. Does not reject. */
  readonly perform: (subject: string, action: (anew: boolean) => Promise<Session>) => Promise<unknown>;
  readonly refusals: Refusals;
  /** Settles when the mirror says what is so now. */
  readonly prepareMirror: (target: Target | undefined) => Promise<void>;
}

/** The configuration of a debugger as it is about to launch a program, with what makes the program who the folder is. */
export async function withOurVariables<T extends LaunchConfiguration>(
  configuration: T,
  folder: string | undefined,
  parts: DebugParts,
): Promise<T> {
  const { environment, stateOf, delivering, prepareMirror } = parts;
  const named = namedVariables(configuration, await namesIn(envFilesOf(configuration)), environment);
  if (!choosesCredentials(named)) await askWhereNeeded(folder, parts);
  const state = settled(stateOf(folder));
  const shown = isShown(configuration);
  const inTerminals = programHandover(state, false, delivering());
  const there = shown
    ? { ...environment, ...Object.fromEntries(overInherited(inTerminals, environment)) }
    : environment;
  const handover = programHandover(state, shown, delivering());
  const variables = variablesFor(configuration, handover, { named, there });
  if (variables.get('AWS_CONFIG_FILE') === delivering().mirror.config) await prepareMirror(targetOf(state));
  return withVariables(configuration, variables);
}

const takesPerson: ReadonlySet<FailureCode> = new Set(['needsPerson', 'signInNeeded']);

/** In the mode `environment` the session must be there before the program is. */
async function askWhereNeeded(folder: string | undefined, parts: DebugParts): Promise<void> {
  const { stateOf, delivering, getSession, perform, refusals } = parts;
  const state = settled(stateOf(folder));
  if (delivering().mode !== 'environment') return;
  if (state.kind !== 'waiting' || !takesPerson.has(state.failure.code) || refusals.has(state.target)) return;
  const { target } = state;
  const { signal } = new AbortController();
  await perform(targetName(target), (anew) =>
    getSession(target, { mayAsk: true, anew, signal }).catch((error: unknown) => {
      if (error instanceof Cancelled) refusals.add(target);
      throw error;
    }),
  );
}

/** The variables of the files. One that cannot be read is left to the debugger. */
async function namesIn(envFiles: readonly string[]): Promise<readonly string[]> {
  const texts = await Promise.all(envFiles.map((path) => readFile(path, 'utf8').catch(() => '')));
  return texts.flatMap((text) => Object.keys(parseEnv(text)));
}
