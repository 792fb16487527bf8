import * as vscode from 'vscode';
import type { RolecallExports } from './api.ts';
import { registerCommands } from './commands/commands.ts';
import type { Perform } from './commands/perform.ts';
import { registerPreviewTexts } from './commands/previewTexts.ts';
import { registerDebugging } from './delivery/debugging.ts';
import { registerContextKeys } from './host/contextKeys.ts';
import { onDidSave } from './host/savedFiles.ts';
import { setting } from './host/settings.ts';
import {
  createCommandParts,
  createDelivery,
  createEngineOnDemand,
  createGround,
  createInUse,
  createPlans,
  createWriting,
} from './stages.ts';
import { settled, targetOf } from './session/activeState.ts';
import { registerExpiryNotice } from './views/expiryNotice.ts';
import { registerStatusBar } from './views/statusBar.ts';
import { registerTree } from './views/tree.ts';

export function activate(context: vscode.ExtensionContext): RolecallExports {
  // From left to right: files, profiles, plans, credentials, sessions.
  const ground = createGround(context);
  const plans = createPlans(ground);
  const inUseNow = () => bound.actives.flatMap(({ state }) => targetOf(settled(state)) ?? []);
  const making = createEngineOnDemand(ground, plans, inUseNow, {
    forgottenAll: () => {
      for (const each of bound.actives) each.forgetSession();
      writing.writtenSessions.removeAll();
    },
    dropped: (accessKeyId) => bound.actives.forEach((each) => void each.leave(accessKeyId)),
  });
  const inUse = createInUse(ground, plans, making);
  const { active, bound } = inUse;

  // Where they are handed out, seen and asked for.
  const delivery = createDelivery(ground, plans, making, inUse);
  const writing = createWriting(ground, plans, making, inUse);
  const { describe, describeReason } = ground.messages;
  const production = setting('production');
  const reach = { get: () => making.engine.get().then((made) => made.reach.get()) };
  const views = { ...plans, ...inUse, reach, production, describe, describeReason, now: ground.now };
  const preview = registerPreviewTexts();
  const parts = createCommandParts(ground, plans, making, inUse, delivery, writing, views, preview.texts);
  const perform: Perform = (...args) =>
    import('./commands/actions.ts').then(({ createPerform }) =>
      createPerform(parts.showFailure, parts.log)(...args),
    );
  context.subscriptions.push(
    vscode.Disposable.from(plans.store, active, bound, making.engine, making.sharing, ground.log),
    vscode.Disposable.from(delivery.terminals, delivery.mirrorOnDemand, delivery.endpoint, delivery.api),
    vscode.Disposable.from(ground.hostVariables, writing.writtenSessions, parts.runningPrograms, preview),
    registerStatusBar(views),
    registerExpiryNotice(views, (accessKeyId) =>
      making.engine.get().then(({ notices }) => notices.take(accessKeyId)),
    ),
    registerTree(views),
    registerContextKeys(plans.store, active),
    registerCommands(parts),
    registerDebugging(setting('debug.inject'), { ...delivery.debugging, perform }),
    active.onDidChange((state) => delivery.refusals.follow(state)),
    plans.store.onDidChange(() => bound.refresh()),
    vscode.workspace.onDidGrantWorkspaceTrust(() => bound.refresh()),
    onDidSave(plans.store.paths, () => void plans.store.reload()),
  );
  void plans.store.ready().then(() => bound.open());
  return { getApi: (version, caller) => delivery.api.get().then((host) => host.for(version, caller)) };
}
