import { type Disposable, Emitter, type Event } from '../../base/event.ts';
import { Cancelled, FailureError } from '../../base/failure.ts';
import type { AlibabaPlan } from '../../plan/alibaba/alibabaPlan.ts';
import { isPlan, type Planned } from '../../plan/plan.ts';
import { alibabaName, type AlibabaTarget } from '../../profiles/alibaba/alibabaTarget.ts';
import {
  type ActiveState,
  onStop,
  type Ready,
  settled,
  type SettledState,
  targetOf,
} from '../../session/activeState.ts';
import type { Beside, BesideSource, BesideVariables } from '../handover/besideHandover.ts';
import { maskedSession } from '../handover/givenSession.ts';
import { isAtAddressNamed, isAtEndpoint, type Recipient } from '../handover/recipient.ts';
import type { Mode } from '../handover/terminalModes.ts';
import type { HandOuts } from '../record/handOuts.ts';
import { keyVariables, liveVariables } from './alibabaVariables.ts';
import { ServedUri, type ServedUriDependencies } from './servedUri.ts';

export interface AlibabaDeliveryDependencies extends Omit<ServedUriDependencies, 'active' | 'handOuts'> {
  readonly active: {
    readonly state: ActiveState<AlibabaPlan>;
    readonly onDidChange: Event<ActiveState<AlibabaPlan>>;
  };
  readonly planOf: (target: AlibabaTarget) => Planned<AlibabaPlan>;
  readonly handOuts: Pick<HandOuts, 'give' | 'lead' | 'end' | 'check'>;
  /** What views call a target. */
  readonly label: (target: AlibabaTarget) => string;
  /** As the policy allows it. */
  readonly mode: { readonly value: Mode; readonly onChange: Event<Mode> };
  /** Creates an empty file that only the user can read, unless there is one. Resolves to its path. */
  readonly emptyIniFile: () => Promise<string>;
}

/** A state in which the window uses something of Alibaba Cloud. */
type InUse = Exclude<SettledState<AlibabaPlan>, { kind: 'none' }>;

/** Keys, the address of a credentials URI, or nothing because the policy forbids both. */
export type Given = 'keys' | 'uri' | 'nothing';

export interface AlibabaDelivery extends Disposable {
  readonly beside: BesideSource;
  /** What new terminals and tasks get of the session in use. Changes with `beside`. */
  readonly given: Given;
  /** The credentials URIs of this window. */
  readonly served: ServedUri;
}

/**
 * Gives programs the credentials of Alibaba Cloud that the window uses. In the mode `environment`, they get keys, also
 * those of AI agents, whose limits are those of AWS. In the modes `profile` and `live`, and as long as there is no
 * session, they get the address of a credentials URI, which asks for credentials or says why there are none: no name of
 * a profile has the same meaning for all readers.
 */
export function createAlibabaDelivery(dependencies: AlibabaDeliveryDependencies): AlibabaDelivery {
  const { active, mode, planOf, label, handOuts, emptyIniFile, log } = dependencies;
  const served = new ServedUri({ ...dependencies, active: () => targetOf(settled(active.state)) });
  const changed = new Emitter<unknown>();
  let iniFile: string | undefined;
  let preparing: Promise<unknown> | undefined;

  const prepare = async (): Promise<void> => {
    iniFile ??= await emptyIniFile();
    await served.addressFor(undefined);
    if (active.state.kind === 'none') served.revoke(undefined);
  };
  /** VS Code does not wait for variables, so what they name is made beforehand. */
  const ensurePrepared = (): void => {
    if (served.windowUri !== undefined) return;
    preparing ??= prepare()
      .catch((error: unknown) => {
        const isForbidden = error instanceof FailureError && error.failure.code === 'forbidden';
        if (!isForbidden && !(error instanceof Cancelled))
          log.error(error instanceof Error ? error : String(error));
      })
      .finally(() => (preparing = undefined));
  };

  const live = (state: InUse): BesideVariables => {
    const planned = state.kind === 'ready' ? state.session.plan : planOf(state.target);
    const region = isPlan(planned) ? planned.region?.name : undefined;
    return liveVariables({ uri: served.windowUri, iniFile, region });
  };
  /** Long-term keys do not end, and no reader accepts them from a URI, so they are given as keys in every mode. */
  const givesKeys = (state: InUse): state is Ready<AlibabaPlan> => {
    if (state.kind !== 'ready') return false;
    return (
      mode.value === 'environment' ||
      (!state.session.credentials.isTemporary && mayGive(handOuts, 'newTerminals'))
    );
  };
  const given = (): Given => {
    const state = settled(active.state);
    if (state.kind === 'none') return 'nothing';
    const isLongTerm = state.kind === 'ready' && !state.session.credentials.isTemporary;
    if (givesKeys(state)) return mayGive(handOuts, 'newTerminals') ? 'keys' : 'nothing';
    return !isLongTerm && mayGive(handOuts, 'copiedEndpoint') ? 'uri' : 'nothing';
  };
  const variablesFor = (recipient: Recipient): Beside | undefined => {
    const state = settled(active.state);
    if (state.kind === 'none') return undefined;
    if (givesKeys(state)) {
      const variables = handOuts.give(state.session, recipient, keyVariables);
      return { ...variables, profile: label(state.target) };
    }
    ensurePrepared();
    handOuts.lead(state.target, recipient, true);
    return { ...live(state), profile: undefined };
  };
  const peek = (): BesideVariables | undefined => {
    const state = settled(active.state);
    if (state.kind === 'none') return undefined;
    return givesKeys(state) ? keyVariables(maskedSession(state.session)) : live(state);
  };

  const end = (isEnding: (recipient: Recipient) => boolean): void =>
    handOuts.end('stopped', (each, { cloud }) => cloud === 'alibaba' && isEnding(each));
  const stop = (target: AlibabaTarget): void => {
    const names = [undefined, alibabaName(target)];
    end((each) => names.some((name) => isAtAddressNamed(each, name)));
    served.revoke(undefined, target);
  };
  const fire = (): void => changed.fire(undefined);
  const listening = [
    onStop(active, stop),
    active.onDidChange(fire),
    mode.onChange(fire),
    served.onDidChange(fire),
  ];
  return {
    beside: {
      for: variablesFor,
      peek,
      get name() {
        const target = targetOf(settled(active.state));
        return target && label(target);
      },
      onDidChange: changed.event,
    },
    get given() {
      return given();
    },
    served,
    dispose: () => {
      for (const each of listening) each.dispose();
      end(isAtEndpoint);
      served.dispose();
      changed.dispose();
    },
  };
}

const recipients = {
  newTerminals: { kind: 'newTerminals', folder: undefined },
  copiedEndpoint: { kind: 'copiedEndpoint', address: undefined },
} as const satisfies Readonly<Record<string, Recipient>>;

function mayGive(handOuts: Pick<HandOuts, 'check'>, recipient: keyof typeof recipients): boolean {
  try {
    handOuts.check(recipients[recipient]);
    return true;
  } catch {
    return false;
  }
}
