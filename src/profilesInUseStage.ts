import * as vscode from 'vscode';
import { Emitter } from './base/event.ts';
import { OnDemand } from './base/onDemand.ts';
import { bindingSettings } from './host/bindingSettings.ts';
import { setting } from './host/settings.ts';
import { bindingAnswers, previousMemory, workspaceMemory } from './host/workspaceMemory.ts';
import { Active } from './session/active.ts';
import { type ActiveMemory, targetOf } from './session/activeState.ts';
import { BoundWindow } from './session/boundWindow.ts';
import { PreviousTarget } from './session/inUse/previousTarget.ts';
import { renewMargin } from './session/renewal.ts';
import { type EngineStage, type Host, loadLater, type Plans } from './startUp.ts';

/** Creates the profiles in use: that of the window, and those of its bound folders. */
export function createProfilesInUse(
  { context, log, now, attempt }: Host,
  { planOf, production, ownTerminals, windowRegion, access, accessSettings }: Plans,
  { sessions, identities }: EngineStage,
) {
  const renewMinutes = setting('sessions.renewMinutes');
  const renewMarginMs = renewMargin(() => renewMinutes.value);
  const forWindow = ownTerminals.sessions(sessions);
  const makeActive = (ownMemory: ActiveMemory) =>
    new Active({
      sessions: forWindow,
      memory: ownMemory,
      identify: identities.identify,
      log,
      now,
      renewMarginMs,
    });
  const memory = workspaceMemory(context.workspaceState);
  const chosenTargets = new OnDemand(async () => {
    const { ChosenTargets, choiceMemory } = await loadLater();
    return new ChosenTargets(choiceMemory(context.globalState), now);
  });
  // Only what the user chooses is saved, after it has a session.
  const save: ActiveMemory['save'] = (target) => {
    memory.save(target);
    if (target) void chosenTargets.get().then((chosen) => chosen.note(target));
  };
  const active = makeActive(ownTerminals.memory({ ...memory, save }));
  const previous = new PreviousTarget(active, previousMemory(context.workspaceState));
  const bound = new BoundWindow({
    settings: bindingSettings,
    active,
    ownChoice: () => memory.load(),
    makeActive,
    planOf,
    isProduction: (target) => production.ofTarget(target) !== undefined,
    accessOf: (folder, target) => {
      const ofFolder = accessSettings.ofFolder(vscode.Uri.parse(folder));
      return ofFolder && access.of(planOf({ ...target, access: { managed: [] } }), ofFolder);
    },
    mayFollow: (name) => !ownTerminals.has({ kind: 'profile', name }),
    answers: bindingAnswers(context.workspaceState),
    ask: async (question) => (await loadLater()).askAboutBinding(question),
    offer: (offer) =>
      void loadLater().then(({ offerBinding }) =>
        offerBinding(offer, context.workspaceState, () =>
          attempt(offer.profile, (renew) => active.use({ kind: 'profile', name: offer.profile }, renew)),
        ),
      ),
  });
  const opened = new Emitter<void>();
  /** Call it after the files are read. Bindings to production need consent, so they wait for the names of accounts. */
  const open = async (): Promise<void> => {
    const { user, workspace, folders } = bindingSettings.value;
    const isBound = [user, workspace, ...folders.map(({ profile }) => profile)].some(Boolean);
    await (isBound ? production.ready() : ownTerminals.ready());
    await bound.open();
    opened.fire();
  };
  windowRegion.follow(() => targetOf(active.state) ?? memory.load());
  const following = [
    identities.follow(active),
    windowRegion.onDidChange(() => void active.refresh()),
    access.onDidChange(() => bound.refresh()),
  ];
  const keepingOut = ownTerminals.onDidChange(() => {
    if (active.state.kind !== 'none' && ownTerminals.has(active.state.target)) active.stop();
    bound.refresh();
  });
  return { active, bound, chosenTargets, previous, open, onDidOpen: opened.event, keepingOut, following };
}
export type ProfilesInUse = ReturnType<typeof createProfilesInUse>;
