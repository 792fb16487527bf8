import { parseEnv } from 'node:util';
import { readText } from '../../base/boundedFile.ts';
import type { Environment } from '../../base/environment.ts';
import { Cancelled, type FailureCode } from '../../base/failure.ts';
import { type Target, targetName } from '../../profiles/profiles.ts';
import { type ActiveState, settled, targetOf } from '../../session/activeState.ts';
import type { DeclinedPrompts } from '../../session/declinedPrompts.ts';
import type { Session, SessionRequest } from '../../session/sessions.ts';
import {
  type BesideSource,
  besideCleared,
  besideInherited,
  choosesBeside,
} from '../handover/besideHandover.ts';
import {
  choosesCredentials,
  chosenVariables,
  envFilesOf,
  exposesVariables,
  type LaunchConfiguration,
  variablesFor,
  withVariables,
} from '../handover/debugConfiguration.ts';
import { maskedSession } from '../handover/givenSession.ts';
import { overInherited, type Surroundings, type Variables } from '../handover/handover.ts';
import { profilesIn } from '../handover/namingFiles.ts';
import type { Recipient } from '../handover/recipient.ts';
import { type Delivering, programHandover } from '../handover/terminalModes.ts';
import type { HandOuts } from '../record/handOuts.ts';

export interface DebugDependencies {
  /** The state of a folder, by its URI, or of the window if undefined. */
  readonly stateOf: (folder: string | undefined) => ActiveState;
  readonly delivering: (recipient: Recipient) => Delivering;
  readonly lead: HandOuts['lead'];
  /** What programs get of another cloud. */
  readonly beside: Pick<BesideSource, 'for' | 'peek'>;
  /** Names the session that starts with a configuration of this name. */
  readonly recipientFor: (name: string) => Recipient;
  /** Whether programs get the keys of a session. */
  readonly isKeysMode: () => boolean;
  /** The environment of the extension host, which debuggers copy for their programs. */
  readonly environment: Environment;
  /** What else is known of terminals. */
  readonly surroundings?: () => Surroundings;
  /** Gets a session. A window that waits for it then uses it, too. */
  readonly getSession: (target: Target, request: SessionRequest) => Promise<Session>;
  /** Runs an action that the user requested, and reports a failure. Does not reject. */
  readonly attempt: (subject: string, action: (renew: boolean) => Promise<Session>) => Promise<unknown>;
  readonly declinedPrompts: DeclinedPrompts;
  /** Settles when the mirror is up to date. */
  readonly prepareMirror: (target: Target | undefined) => Promise<void>;
}

/** Adds the variables of the folder's profile to the configuration of a debugger that is about to launch a program. */
export async function withProfileVariables<T extends LaunchConfiguration>(
  configuration: T,
  folder: string | undefined,
  dependencies: DebugDependencies,
): Promise<T> {
  const { stateOf, delivering, lead, recipientFor, prepareMirror } = dependencies;
  const surroundings = dependencies.surroundings?.() ?? {};
  const fromFiles = await variablesIn(envFilesOf(configuration));
  const { named, blank } = chosenVariables(configuration, fromFiles, dependencies.environment);
  const environment = { ...dependencies.environment, ...blank };
  const isChosen = choosesCredentials(named);
  if (!isChosen) await ensureSession(folder, nameOf(configuration), dependencies);
  const state = settled(stateOf(folder));
  const isExposed = exposesVariables(configuration);
  const recipient = recipientFor(nameOf(configuration));
  const forProgram = delivering(recipient);
  // In a terminal, the program also inherits what the terminal got from Rolecall, even an earlier session. Variables
  // that would lead it to other credentials are cleared.
  const inTerminals = programHandover(state, false, {
    ...forProgram,
    give: (session, use) => use(maskedSession(session)),
  });
  const inherited = isExposed
    ? { ...environment, ...Object.fromEntries(overInherited(inTerminals, environment, surroundings)) }
    : environment;
  // A configuration that chooses its credentials gets no keys.
  const handover = programHandover(state, isExposed || isChosen, forProgram);
  const variables = variablesFor(configuration, handover, {
    named,
    inherited,
    surroundings: { ...surroundings, named: profilesIn(surroundings.named ?? {}) },
  });
  const target = targetOf(state);
  if (variables.get('AWS_CONFIG_FILE') === forProgram.mirror.config) await prepareMirror(target);
  if (target && !isChosen && !handover?.set.has('AWS_ACCESS_KEY_ID')) lead(target, recipient);
  const others = besideVariables(dependencies, recipient, isExposed, named);
  return withVariables(configuration, new Map([...variables, ...others]));
}

/**
 * The variables of another cloud. In a terminal, the program inherits them, and every one of them can be a secret. A
 * configuration that chooses its credentials gets none.
 */
function besideVariables(
  { beside, environment }: DebugDependencies,
  recipient: Recipient,
  isExposed: boolean,
  named: ReadonlySet<string>,
): Variables {
  const inTerminals = beside.peek();
  if (!inTerminals) return new Map();
  if (choosesBeside(inTerminals, named)) {
    const inherited = isExposed ? besideInherited(inTerminals, environment) : [];
    return besideCleared(inTerminals, { ...environment, ...Object.fromEntries(inherited) }, named);
  }
  if (isExposed) return new Map();
  const variables = besideInherited(beside.for(recipient), environment);
  return new Map([...variables].filter(([name]) => !named.has(name)));
}

function nameOf({ name, type }: LaunchConfiguration): string {
  return typeof name === 'string' ? name : type;
}

const needsUser: ReadonlySet<FailureCode> = new Set([
  'needsPerson',
  'signInNeeded',
  'loginNeeded',
  'unconfirmed',
]);

/**
 * In the `environment` mode, the session must exist before the program starts. If the user closes the prompt, the
 * program starts nevertheless, and gets an explanation instead of other credentials.
 */
async function ensureSession(
  folder: string | undefined,
  name: string,
  dependencies: DebugDependencies,
): Promise<void> {
  const { stateOf, isKeysMode, getSession, attempt, declinedPrompts } = dependencies;
  const state = settled(stateOf(folder));
  if (!isKeysMode()) return;
  if (state.kind !== 'waiting' || !needsUser.has(state.failure.code) || declinedPrompts.has(state.target))
    return;
  const { target } = state;
  const { signal } = new AbortController();
  const requester = Promise.resolve({ kind: 'launchConfiguration', name } as const);
  await attempt(targetName(target), (renew) =>
    getSession(target, { mayAsk: true, renew, signal, requester }).catch((error: unknown) => {
      if (error instanceof Cancelled) declinedPrompts.add(target);
      throw error;
    }),
  );
}

/** The variables that the files set. A file that cannot be read is left to the debugger. */
async function variablesIn(envFiles: readonly string[]): Promise<Environment> {
  const texts = await Promise.all(envFiles.map((path) => readText(path).catch(() => '')));
  return Object.assign({}, ...texts.map((text) => parseEnv(text))) as Environment;
}
