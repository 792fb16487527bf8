import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { writeAtomically } from './base/atomicFile.ts';
import { onDisk } from './base/boundedFile.ts';
import type { AlibabaCommandId } from './base/contributions.ts';
import type { Environment } from './base/environment.ts';
import type { Disposable, Event } from './base/event.ts';
import type { Failure } from './base/failure.ts';
import type { OnDemand } from './base/onDemand.ts';
import { displayText } from './base/plainText.ts';
import { alibabaBrowser } from './commands/alibaba/alibabaBrowser.ts';
import { createAlibabaCommands } from './commands/alibaba/alibabaCommands.ts';
import type { SecretClipboard } from './commands/handOut/secretClipboard.ts';
import { type AlibabaIdentity, createAlibabaRunner } from './credentials/alibaba/alibabaRunner.ts';
import { createAlibabaDelivery } from './delivery/alibaba/alibabaDelivery.ts';
import type { BesideSource } from './delivery/handover/besideHandover.ts';
import type { Mode } from './delivery/handover/terminalModes.ts';
import type { HandOuts } from './delivery/record/handOuts.ts';
import type { Endpoint } from './delivery/servers/endpoint.ts';
import type { Engine } from './engine.ts';
import { alibabaMemory, recentRoleMemory, siteMemory } from './host/alibabaMemory.ts';
import { filesOnDisk } from './host/files/awsFiles.ts';
import { shortPath } from './host/files/shortPath.ts';
import { decodeAwsFile } from './host/files/textEncoding.ts';
import { describeFailureOfAlibaba, describeReason } from './host/messages/messages.ts';
import { createSkewWarning } from './host/notices.ts';
import { programOnPath } from './host/programOnPath.ts';
import { derived, type Setting, setting } from './host/settings.ts';
import { userName } from './host/userName.ts';
import type { AlibabaPlan } from './plan/alibaba/alibabaPlan.ts';
import { type AlibabaContext, planAlibaba } from './plan/alibaba/planAlibaba.ts';
import { defaultRamSessionName } from './plan/alibaba/roleRules.ts';
import type { Planned } from './plan/plan.ts';
import type { AlibabaPaths } from './profiles/alibaba/alibabaProfiles.ts';
import { AlibabaStore } from './profiles/alibaba/alibabaStore.ts';
import { alibabaKey, type AlibabaTarget } from './profiles/alibaba/alibabaTarget.ts';
import { Active } from './session/active.ts';
import { targetOf } from './session/activeState.ts';
import { Identities } from './session/inUse/identities.ts';
import { LastFailures } from './session/inUse/lastFailures.ts';
import { renewMargin } from './session/renewal.ts';
import { loggedRuns } from './session/sessionLog.ts';
import { Sessions, type SessionSource } from './session/sessions.ts';
import type { Host } from './startUp.ts';
import { registerAlibabaItem } from './views/alibaba/alibabaItem.ts';
import { alibabaLabel } from './views/alibaba/alibabaNames.ts';
import { createAlibabaRows, onAlibabaChange } from './views/alibaba/createAlibabaRows.ts';
import type { AlibabaSources } from './views/alibaba/alibabaSources.ts';
import type { AlibabaRows } from './views/alibabaRows.ts';

export interface AlibabaDependencies extends Pick<Host, 'context' | 'log' | 'now' | 'attempt'> {
  readonly environment: Environment;
  readonly paths: AlibabaPaths;
  readonly shown: Setting<'auto' | 'on' | 'off'>;
  readonly engine: OnDemand<Engine>;
  readonly handOuts: HandOuts;
  readonly endpoint: OnDemand<Endpoint>;
  /** As the policy allows it. */
  readonly mode: Setting<Mode>;
  readonly clipboard: SecretClipboard;
}

/** What serves Alibaba Cloud beside AWS. Both share the session cache, the locks, and the only exit for credentials. */
export interface AlibabaCloud extends Disposable {
  readonly active: Active<AlibabaPlan>;
  readonly rows: AlibabaRows;
  /** Fires when the rows have to be drawn again. */
  readonly onDidChangeRows: Event<unknown>;
  readonly beside: BesideSource;
  /** Resolves when the files are read. */
  ready(): Promise<unknown>;
  /** Runs a command as VS Code calls it. The argument may come from outside. */
  run(id: AlibabaCommandId, argument: unknown): Promise<unknown>;
}

export function createAlibabaCloud(dependencies: AlibabaDependencies): AlibabaCloud {
  const { context, environment, paths, log, now, engine } = dependencies;
  const store = new AlibabaStore({
    files: filesOnDisk(async (bytes) => decodeAwsFile(bytes)),
    paths,
    environment,
    asksForEcs: derived(() => dependencies.shown.value === 'on', dependencies.shown),
    exists: (path) =>
      onDisk(path, () => stat(path)).then(
        (found) => found.isFile(),
        () => false,
      ),
  });
  const names = { sessionName: defaultRamSessionName(userName(environment)) };
  const planOf = plansOf(store, names);
  const runner = createAlibabaRunner({
    profiles: () => store.state,
    isTrusted: () => vscode.workspace.isTrusted,
    log,
    now,
    onClockSkew: createSkewWarning('Alibaba Cloud'),
  });
  const lastFailures = new LastFailures<AlibabaPlan>();
  const made = async (): Promise<Sessions<AlibabaPlan>> => {
    const [{ cache, lock }] = await Promise.all([engine.get(), store.ready()]);
    return new Sessions(planOf, lastFailures.follow(loggedRuns(runner.run, log)), cache, lock);
  };
  let making: Promise<Sessions<AlibabaPlan>> | undefined;
  const all = (): Promise<Sessions<AlibabaPlan>> => (making ??= made().catch(again));
  const again = (error: unknown): never => {
    making = undefined;
    throw error;
  };
  const sessions: SessionSource<AlibabaPlan> = {
    planOf,
    get: async (...request) => (await all()).get(...request),
    withSession: async (...request) => (await all()).withSession(...request),
  };
  const identities = new Identities<AlibabaIdentity, AlibabaPlan>((...asked) => runner.identify(...asked));
  const renewMinutes = setting('sessions.renewMinutes');
  const active = new Active<AlibabaPlan>({
    sessions,
    memory: alibabaMemory(context.workspaceState),
    identify: identities.identify,
    log,
    now,
    renewMarginMs: renewMargin(() => renewMinutes.value),
  });
  const delivery = createAlibabaDelivery({
    ...dependencies,
    active,
    // A window that waits for a session takes the one that a program has asked for.
    sessions: {
      get: async (...request) => {
        const session = await sessions.get(...request);
        active.adopt(session);
        return session;
      },
    },
    planOf,
    label: alibabaLabel,
    describe: answerTo,
    emptyIniFile: () => emptyIniFile(context.globalStorageUri.fsPath),
  });
  const recentRoles = recentRoleMemory(context.globalState);
  const sources: AlibabaSources = {
    store,
    planOf,
    active,
    recentRoles,
    identities,
    given: {
      get value() {
        return delivery.given;
      },
      onDidChange: delivery.beside.onDidChange,
    },
    describe: describeFailureOfAlibaba,
    describeReason,
    shortPath,
    now,
  };
  const rows = createAlibabaRows(sources);
  const commands = createAlibabaCommands({
    ...dependencies,
    sources,
    active,
    sessions,
    identities,
    runner,
    lastFailures,
    served: delivery.served,
    recentRoles,
    defaultSessionName: names.sessionName,
    openLink: alibabaBrowser(setting('console.browser')),
    site: siteMemory(context.globalState),
    findCli: () => programOnPath('aliyun', environment),
  });
  const listening = vscode.Disposable.from(
    identities.follow(active),
    store.onDidChange(() => void active.refresh()),
    store.onDidRewriteCredentials(() => {
      if (targetOf(active.state)?.kind === 'credentialsFile') void active.refresh();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => void active.refresh()),
    registerAlibabaItem(sources),
  );
  return {
    active,
    rows,
    onDidChangeRows: onAlibabaChange(sources),
    beside: delivery.beside,
    ready: () => store.ready(),
    run: (id, argument) => commands.run(id, argument),
    dispose: () =>
      vscode.Disposable.from(
        listening,
        commands,
        delivery,
        active,
        identities,
        lastFailures,
        store,
      ).dispose(),
  };
}

/** What programs are told. */
function answerTo(failure: Failure): string {
  return displayText(describeFailureOfAlibaba(failure));
}

/** Plans each target once while the profiles stay the same, so that thousands of rows can be shown again at once. */
function plansOf(
  store: AlibabaStore,
  context: AlibabaContext,
): (target: AlibabaTarget) => Planned<AlibabaPlan> {
  let { state } = store;
  const plans = new Map<string, Planned<AlibabaPlan>>();
  return (target) => {
    if (state !== store.state) plans.clear();
    ({ state } = store);
    const key = alibabaKey(target);
    const planned = plans.get(key) ?? planAlibaba(state, target, context);
    plans.set(key, planned);
    return planned;
  };
}

/** An INI file without a profile, for SDKs that must not find another one. */
async function emptyIniFile(folder: string): Promise<string> {
  const path = join(folder, 'alibaba', 'empty.ini');
  await writeAtomically(path, '');
  return path;
}
