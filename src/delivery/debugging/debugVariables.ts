import { readFile } from 'node:fs/promises';
import { parseEnv } from 'node:util';
import type { Environment } from '../../base/environment.ts';
import { Cancelled, type FailureCode } from '../../base/failure.ts';
import { type Target, targetName } from '../../profiles/profiles.ts';
import { type ActiveState, settled, targetOf } from '../../session/activeState.ts';
import type { DeclinedPrompts } from '../../session/declinedPrompts.ts';
import type { Session, SessionRequest } from '../../session/sessions.ts';
import {
  choosesCredentials,
  envFilesOf,
  isShown,
  type LaunchConfiguration,
  namedVariables,
  variablesFor,
  withVariables,
} from '../handover/debugConfiguration.ts';
import { overInherited } from '../handover/handover.ts';
import { type Delivering, programHandover } from '../handover/terminalModes.ts';

export interface DebugDependencies {
  /** What the folder uses, by its URI; without one, the window. */
  readonly stateOf: (folder: string | undefined) => ActiveState;
  readonly delivering: () => Delivering;
  /** The environment of the extension host, of which debuggers give their programs a copy. */
  readonly environment: Environment;
  /** What a window waits for, it has then, too. */
  readonly getSession: (target: Target, request: SessionRequest) => Promise<Session>;
  /** Carries out what a person asked for, and tells them of a failure. Does not reject. */
  readonly attempt: (subject: string, action: (renew: boolean) => Promise<Session>) => Promise<unknown>;
  readonly declinedPrompts: DeclinedPrompts;
  /** Settles when the mirror says what is so now. */
  readonly prepareMirror: (target: Target | undefined) => Promise<void>;
}

/** The configuration of a debugger as it is about to launch a program, with what makes the program who the folder is. */
export async function withProfileVariables<T extends LaunchConfiguration>(
  configuration: T,
  folder: string | undefined,
  dependencies: DebugDependencies,
): Promise<T> {
  const { environment, stateOf, delivering, prepareMirror } = dependencies;
  const named = namedVariables(configuration, await namesIn(envFilesOf(configuration)), environment);
  if (!choosesCredentials(named)) await askWhereNeeded(folder, dependencies);
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
async function askWhereNeeded(folder: string | undefined, dependencies: DebugDependencies): Promise<void> {
  const { stateOf, delivering, getSession, attempt, declinedPrompts } = dependencies;
  const state = settled(stateOf(folder));
  if (delivering().mode !== 'environment') return;
  if (state.kind !== 'waiting' || !takesPerson.has(state.failure.code) || declinedPrompts.has(state.target))
    return;
  const { target } = state;
  const { signal } = new AbortController();
  await attempt(targetName(target), (renew) =>
    getSession(target, { mayAsk: true, renew, signal }).catch((error: unknown) => {
      if (error instanceof Cancelled) declinedPrompts.add(target);
      throw error;
    }),
  );
}

/** The variables of the files. One that cannot be read is left to the debugger. */
async function namesIn(envFiles: readonly string[]): Promise<readonly string[]> {
  const texts = await Promise.all(envFiles.map((path) => readFile(path, 'utf8').catch(() => '')));
  return texts.flatMap((text) => Object.keys(parseEnv(text)));
}
