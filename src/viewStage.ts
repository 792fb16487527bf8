import * as vscode from 'vscode';
import { withoutBlanks } from './base/environment.ts';
import type { Event } from './base/event.ts';
import { OnDemand } from './base/onDemand.ts';
import { terminalName } from './delivery/terminals/terminalFacts.ts';
import { variablesOfSettings } from './delivery/terminals/namedElsewhere.ts';
import type { createHandOuts, Delivery } from './deliveryStage.ts';
import { setting } from './host/settings.ts';
import { type Ambient, ambientOf } from './session/inUse/ambient.ts';
import { isPlan } from './plan/plan.ts';
import type { ProfilesInUse } from './profilesInUseStage.ts';
import { loadLanguage, loadLater, type EngineStage, type Host, type Plans } from './startUp.ts';
import type { OpenStatusDetails } from './views/statusBar/statusBar.ts';
import type { OpenTree } from './views/tree/tree.ts';
import type { ViewFacts, ViewSources } from './views/viewSources.ts';

/** Creates the data sources of the views. */
export function createViewSources(
  host: Host,
  plans: Plans,
  { engine, identities }: EngineStage,
  profilesInUse: ProfilesInUse,
  { inTerminals, agents }: Delivery,
  { handOuts }: Pick<ReturnType<typeof createHandOuts>, 'handOuts'>,
  alibaba: ViewFacts['alibaba'],
): ViewFacts {
  return {
    ...plans,
    ...profilesInUse,
    identities,
    agents,
    alibaba,
    portal: { get: async () => (await engine.get()).portal.get() },
    consoleSignIns: { get: async () => (await engine.get()).consoleSignIns.get() },
    progressOf: async (plan) => (await engine.get()).progressOf(plan),
    groupBy: setting('picker.groupBy'),
    treeGroupBy: setting('tree.groupBy'),
    ambient: createAmbient(host, plans, profilesInUse, inTerminals),
    regionItem: regionItemFacts(plans),
    shells: {
      get value() {
        return inTerminals.openTerminals.shells.map(({ terminal, folder, has }) => ({
          name: terminalName(terminal),
          folder,
          profile: has?.isFollowing ? undefined : has?.profile,
          access: has?.access,
        }));
      },
      onDidChange: (listener) =>
        handOuts.onDidHandOut(({ recipient }) => {
          if (recipient.kind === 'terminal') listener(undefined);
        }),
    },
    now: host.now,
  };
}

/** What terminals use without Rolecall. In the mode `live`, the mirror leads them to `[default]` in any case. */
function createAmbient(
  { ownEnvironment }: Host,
  { store, planOf, planIn }: Plans,
  { onDidOpen }: ProfilesInUse,
  { terminalMode }: Delivery['inTerminals'],
): ViewFacts['ambient'] {
  const environment = () => withoutBlanks({ ...ownEnvironment(), ...variablesOfSettings() });
  const planInTerminals = planIn(environment);
  let isOpen = false;
  const read = (): Ambient | undefined => {
    if (terminalMode.value !== 'live')
      return ambientOf({
        inherited: ownEnvironment(),
        ofSettings: variablesOfSettings(),
        planOf: planInTerminals,
      });
    const planned = planOf({ kind: 'profile', name: 'default' });
    return isPlan(planned) ? { planned, from: 'files' } : undefined;
  };
  return {
    // Until then, it is not known whether the window restores what it used.
    get value() {
      return isOpen ? read() : undefined;
    },
    onDidChange: anyOf(
      (listener) => onDidOpen(() => listener((isOpen = true))),
      (listener) =>
        vscode.workspace.onDidChangeConfiguration((change) => {
          if (change.affectsConfiguration('terminal.integrated.env')) listener(undefined);
        }),
      terminalMode.onChange,
      store.onDidChange,
    ),
  };
}

function regionItemFacts({ windowRegion }: Plans): ViewFacts['regionItem'] {
  const shown = setting('statusBar.region');
  return {
    get isShown() {
      return shown.value === 'always' || (shown.value === 'onUse' && windowRegion.value !== undefined);
    },
    onDidChange: anyOf(shown.onChange, windowRegion.onDidChange),
  };
}

/** Finds profiles with _Go to Symbol in Workspace_, whether their files are open or not. */
export function registerProfileSymbols({ store }: Plans): vscode.Disposable {
  return vscode.languages.registerWorkspaceSymbolProvider({
    provideWorkspaceSymbols: async (query) => (await loadLanguage()).workspaceSymbols(store, query),
  });
}

/** Shows how long AI agents may write. What does that is loaded when the user allows it for the first time. */
export function registerGrants(views: Pick<ViewFacts, 'agents' | 'now'>): vscode.Disposable {
  const item = new OnDemand(async () => (await loadLater()).registerAgentItem(views));
  const listening = views.agents.onDidChange(() => {
    if (views.agents.grants.length > 0) void item.get();
  });
  return vscode.Disposable.from(listening, item);
}

function anyOf(...events: readonly Event<unknown>[]): Event<unknown> {
  return (listener) => vscode.Disposable.from(...events.map((event) => event(listener)));
}

/** Loads the contents of the tree on first use. */
export const openTree: OpenTree = async (sources, redraw, arrangement) => {
  const { TreeContents } = await loadLater();
  return new TreeContents(await withSentences(sources), redraw, arrangement);
};

export const openStatusDetails: OpenStatusDetails = async (sources) => {
  const { statusDetails } = await loadLater();
  return statusDetails(await withSentences(sources));
};

export async function withSentences(facts: ViewFacts): Promise<ViewSources> {
  const { describeFailure, describeReason } = await loadLater();
  const chosen = await facts.chosenTargets.get();
  return { ...facts, chosen, describe: describeFailure, describeReason };
}
