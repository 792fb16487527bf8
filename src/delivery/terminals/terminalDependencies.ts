import type * as vscode from 'vscode';
import type { Environment } from '../../base/environment.ts';
import type { Event } from '../../base/event.ts';
import type { Target } from '../../profiles/profiles.ts';
import type { ActiveState } from '../../session/activeState.ts';
import type { OwnFolder } from '../../session/boundWindow.ts';
import type { Beside, BesideSource } from '../handover/besideHandover.ts';
import type { Handover, Surroundings } from '../handover/handover.ts';
import type { Delivering, Mode } from '../handover/terminalModes.ts';
import type { HandOuts } from '../record/handOuts.ts';
import type { OpenTerminals } from './openTerminals.ts';
import type { OverruledChoices } from './overruledChoices.ts';

/** What `Terminals` needs. */
export interface TerminalDependencies extends Omit<Delivering, 'mode' | 'agentsGetLess' | 'give'> {
  readonly handOuts: Pick<HandOuts, 'give' | 'lead' | 'end'>;
  readonly openTerminals: OpenTerminals;
  /** Asks the user to confirm a production profile if the policy says so. Rejects with `Cancelled` if they do not. */
  readonly confirm: (target: Target) => Promise<void>;
  readonly collection: vscode.GlobalEnvironmentVariableCollection;
  readonly active: { readonly state: ActiveState; readonly onDidChange: Event<ActiveState> };
  /** What programs get of another cloud. */
  readonly beside: Pick<BesideSource, 'for' | 'name' | 'onDidChange'>;
  /** Folders that are bound to their own profile. */
  readonly bound: { readonly folders: readonly OwnFolder[]; readonly onDidChange: Event<void> };
  readonly mode: { readonly value: Mode; readonly onChange: Event<Mode> };
  readonly agents: { readonly isSame: boolean; readonly onDidChange: Event<void> };
  /** Fires when the profiles change, which may change the profile in use, for example its region. */
  readonly onProfilesChange: Event<unknown>;
  /** The variables that VS Code was started with. */
  readonly inherited: Environment;
  readonly surroundings: () => Surroundings;
  readonly named: { readonly onDidChange: Event<void> };
  readonly overruled: Pick<OverruledChoices, 'follow'>;
  /** Creates the mirror, with a section for the target if it is not a profile of the files. */
  readonly needMirror: (target: Target | undefined) => void;
  /** Called with functions that hand out what the window has to the programs of other extensions. */
  readonly onDidDeliver: (handOver: () => Handover | undefined, beside: () => Beside | undefined) => void;
}
