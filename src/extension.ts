import * as vscode from 'vscode';
import type { RolecallExports } from './api.ts';
import { createCommandStage, createViewSources, openTree } from './commandStage.ts';
import { registerCommands } from './commands/registerCommands.ts';
import { registerDebugging } from './delivery/debugging/registerDebugging.ts';
import { createDelivery, createWrittenSessions } from './deliveryStage.ts';
import { registerContextKeys } from './host/contextKeys.ts';
import { onDidSave } from './host/files/savedFiles.ts';
import { setting } from './host/settings.ts';
import { settled, targetOf } from './session/activeState.ts';
import { createEngineStage, createHost, createPlans, createProfilesInUse } from './startUp.ts';
import { registerExpiryNotice } from './views/statusBar/expiryNotice.ts';
import { registerStatusBar } from './views/statusBar/statusBar.ts';
import { registerTree } from './views/tree/tree.ts';

export function activate(context: vscode.ExtensionContext): RolecallExports {
  // Each stage builds on the ones before it: files, profiles, plans, credentials, sessions. None is awaited, so that
  // start-up is not delayed: the files are read after this function has returned.
  const host = createHost(context);
  const plans = createPlans(host);
  const targetsInUse = () => bound.actives.flatMap(({ state }) => targetOf(settled(state)) ?? []);
  const engineStage = createEngineStage(host, plans, targetsInUse, {
    onForgottenAll: () => {
      for (const each of bound.actives) each.forgetSession();
      delivery.endpoint.current?.revokeAll();
      void writtenSessions.removeAll();
    },
    onDropped: (accessKeyId) => bound.actives.forEach((each) => void each.replaceRejected(accessKeyId)),
  });
  const profilesInUse = createProfilesInUse(host, plans, engineStage);
  const { active, bound } = profilesInUse;

  // The parts that hand out, show, and request sessions.
  const delivery = createDelivery(host, plans, engineStage, profilesInUse);
  const writtenSessions = createWrittenSessions(host, plans, engineStage, profilesInUse);
  const views = createViewSources(host, plans, engineStage, profilesInUse);
  const handOut = { ...delivery, writtenSessions };
  const commandStage = createCommandStage(host, plans, engineStage, profilesInUse, handOut, views);
  context.subscriptions.push(
    vscode.Disposable.from(plans.store, active, bound, engineStage.engine, engineStage.sharing, host.log),
    vscode.Disposable.from(delivery.terminals, delivery.liveMirror, delivery.endpoint, delivery.api),
    vscode.Disposable.from(host.hostVariables, host.clock, writtenSessions, commandStage),
    registerStatusBar(views),
    registerExpiryNotice(views, engineStage.takeNotice),
    registerTree(views, openTree),
    registerContextKeys(plans.store, active),
    registerCommands(commandStage.commands),
    registerDebugging(setting('debug.inject'), delivery.debugging),
    active.onDidChange((state) => delivery.declinedPrompts.follow(state)),
    active.onDidChange(({ kind }) => kind === 'none' && delivery.endpoint.current?.revoke(undefined)),
    plans.store.onDidChange(() => bound.refresh()),
    vscode.workspace.onDidGrantWorkspaceTrust(() => bound.refresh()),
    onDidSave(plans.store.paths, () => void plans.store.reload()),
  );
  void plans.store.ready().then(() => bound.open());
  return { getApi: delivery.getApi };
}
