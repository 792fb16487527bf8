import * as vscode from 'vscode';
import { createAlibabaStage } from './alibabaStage.ts';
import type { RolecallExports } from './api.ts';
import { createCommandStage } from './commandStage.ts';
import { registerCommands } from './commands/registerCommands.ts';
import { registerDebugging } from './delivery/debugging/registerDebugging.ts';
import { endsWithSessions, isAtAddress } from './delivery/handover/recipient.ts';
import { cliCacheRecord } from './delivery/record/cliCacheRecord.ts';
import { forOthers } from './delivery/record/handedElsewhere.ts';
import { createDelivery, createHandOuts, obeyPolicy } from './deliveryStage.ts';
import { watchShortKeys } from './delivery/terminals/shortKeysWatch.ts';
import { watchSwitches } from './delivery/terminals/switchWatch.ts';
import { registerAgentKey, registerContextKeys } from './host/contextKeys.ts';
import { onDidSave } from './host/files/savedFiles.ts';
import { setting } from './host/settings.ts';
import { onStop, settled, targetOf } from './session/activeState.ts';
import { logStates } from './session/inUse/stateLog.ts';
import { registerLanguage } from './languageStage.ts';
import { registerArnLinks } from './linkStage.ts';
import { createProfilesInUse } from './profilesInUseStage.ts';
import { createEngineStage, createHost, createPlans, loadLater } from './startUp.ts';
import { registerModelTools, registerServers } from './toolStage.ts';
import { registerExpiryNotice } from './views/statusBar/expiryNotice.ts';
import { registerRegionItem } from './views/statusBar/regionItem.ts';
import { registerStatusBar } from './views/statusBar/statusBar.ts';
import { registerTree } from './views/tree/tree.ts';
import {
  createViewSources,
  openStatusDetails,
  openTree,
  registerGrants,
  registerProfileSymbols,
} from './viewStage.ts';
import { createWrittenSessions } from './writtenSessionStage.ts';

export function activate(context: vscode.ExtensionContext): RolecallExports {
  // Each stage builds on the ones before it: files, profiles, plans, credentials, sessions. None is awaited, so that
  // start-up is not delayed: the files are read after this function has returned.
  const host = createHost(context);
  const plans = createPlans(host);
  const targetsInUse = () => bound.actives.flatMap(({ state }) => targetOf(settled(state)) ?? []);
  const engineStage = createEngineStage(host, plans, targetsInUse, {
    onForgottenAll: () => {
      for (const each of bound.actives) each.forgetSession();
      alibaba.forgetSession();
      delivery.endpoint.current?.revokeAll();
      engineStage.consent.forgetAll();
      delivery.agents.revokeAll();
      handOuts.end('forgotten', endsWithSessions);
      void written.writtenSessions.get().then((made) => made.removeAll());
    },
    answers: { handedOut: () => forOthers(handOuts.all) },
    cliCacheRecord: cliCacheRecord(() => handOuts),
    onDropped: (accessKeyId) => {
      for (const each of bound.actives) void each.replaceRejected(accessKeyId);
      alibaba.replaceRejected(accessKeyId);
    },
  });
  const profilesInUse = createProfilesInUse(host, plans, engineStage);
  const { active, bound } = profilesInUse;

  // The parts that hand out, show, and request sessions.
  const record = createHandOuts(host, plans);
  const { handOuts } = record;
  const delivery = createDelivery(host, plans, engineStage, profilesInUse, handOuts);
  const written = createWrittenSessions(host, plans, engineStage, profilesInUse, handOuts);
  const alibaba = createAlibabaStage(
    host,
    plans,
    engineStage,
    record,
    delivery,
    () => commandStage.clipboard,
  );
  const views = createViewSources(host, plans, engineStage, profilesInUse, delivery, record, alibaba.views);
  const handOut = { ...delivery, ...record, ...written };
  const tree = registerTree(views, openTree, (...rows) => commandStage.drop(...rows));
  const commandStage = createCommandStage(host, plans, engineStage, profilesInUse, handOut, views, tree);
  context.subscriptions.push(
    vscode.Disposable.from(
      plans.store,
      profilesInUse.previous,
      profilesInUse.chosenTargets,
      plans.accountNames,
      plans.production,
      active,
      bound,
      engineStage.engine,
      engineStage.sharing,
      host.log,
    ),
    vscode.Disposable.from(delivery.terminals, delivery.liveMirror, delivery.endpoint, delivery.api),
    vscode.Disposable.from(delivery.agents, delivery.agentQuestions),
    vscode.Disposable.from(host.hostVariables, host.policy, host.clock, commandStage),
    registerStatusBar(views, openStatusDetails),
    registerRegionItem(views),
    registerGrants(views),
    registerExpiryNotice(views, engineStage.takeNotice, loadLater),
    tree,
    vscode.Disposable.from(
      handOuts,
      record.trail,
      ...record.listening,
      ...delivery.recipients,
      delivery.named,
    ),
    vscode.Disposable.from(written.writtenSessions, written.noticing, alibaba),
    obeyPolicy(host, plans, profilesInUse, delivery, written.writtenSessions, handOuts),
    vscode.Disposable.from(plans.guard, profilesInUse.keepingOut, ...profilesInUse.following),
    vscode.Disposable.from(engineStage.identities, plans.windowRegion),
    registerContextKeys(plans.store, active, bound, host.policy, tree.search, commandStage.secretsInEditors),
    registerAgentKey(delivery.agents),
    registerCommands(commandStage.commands, (argument) => commandStage.ownRows.resolve(argument)),
    registerProfileSymbols(plans),
    registerLanguage(host, plans, profilesInUse, views, commandStage),
    registerArnLinks(views, delivery.inTerminals, commandStage),
    watchShortKeys(handOuts.onDidHandOut, plans.planOf, (name) => void commandStage.offerFreshKeys(name)),
    registerDebugging(setting('debug.inject'), delivery.debugging, loadLater),
    registerModelTools(host, plans, engineStage, profilesInUse, delivery, views),
    registerServers(host, plans, engineStage, profilesInUse, delivery),
    logStates(active, host.log),
    active.onDidChange((state) => delivery.declinedPrompts.follow(state)),
    active.onDidChange((state) => engineStage.consent.follow(state)),
    active.onDidChange((state) => delivery.agents.follow(state)),
    onStop(active, (target) => {
      delivery.endpoint.current?.revoke(undefined, target);
      handOuts.end(
        'stopped',
        (each, { cloud }) => !cloud && (isAtAddress(each, undefined) || isAtAddress(each, target)),
      );
    }),
    plans.store.onDidChange(() => bound.refresh()),
    vscode.workspace.onDidGrantWorkspaceTrust(() => bound.refresh()),
    onDidSave(plans.store.paths, (path, text) => {
      void plans.files.noteWritten(path, text);
      void plans.store.reload();
    }),
  );
  // A profile that is restored or bound at the start is no switch.
  const watch = () => watchSwitches(active, setting('terminals.offerToFollow'), commandStage.offerToFollow);
  const opened = plans.store.ready().then(() => profilesInUse.open());
  void opened.then(() => context.subscriptions.push(watch()));
  close = () => commandStage.clipboard.close();
  return { getApi: delivery.getApi };
}

/** VS Code passes nothing to `deactivate`, and waits only for this. */
let close = async (): Promise<void> => {};

export function deactivate(): Promise<void> {
  return close();
}
