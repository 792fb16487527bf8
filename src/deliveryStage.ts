import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { RolecallExports } from './api.ts';
import { onDisk } from './base/boundedFile.ts';
import type { Failure } from './base/failure.ts';
import { OnDemand } from './base/onDemand.ts';
import { displayText } from './base/plainText.ts';
import type { Policy } from './base/policy.ts';
import { DebugRecipients } from './delivery/debugging/debugRecipients.ts';
import type { DebugDependencies } from './delivery/debugging/debugVariables.ts';
import type { WrittenSessions } from './delivery/files/writtenSessions.ts';
import { forbiddenAs } from './delivery/handover/recipient.ts';
import { allowedMode } from './delivery/handover/terminalModes.ts';
import { isWindow, windowMirror } from './delivery/mirror/mirrorPaths.ts';
import { HandOuts } from './delivery/record/handOuts.ts';
import { BesideSlot } from './delivery/terminals/besideSlot.ts';
import { NamedElsewhere } from './delivery/terminals/namedElsewhere.ts';
import { OpenTerminals } from './delivery/terminals/openTerminals.ts';
import { OverruledChoices } from './delivery/terminals/overruledChoices.ts';
import { terminalsWith } from './delivery/terminals/terminalFacts.ts';
import { systemCaBundle } from './delivery/terminals/systemCaBundle.ts';
import { Terminals } from './delivery/terminals/terminals.ts';
import { unknownPolicyValues } from './host/policySettings.ts';
import { derived, setting } from './host/settings.ts';
import { windowId } from './host/workspaceMemory.ts';
import type { Target } from './profiles/profiles.ts';
import { settled, targetOf } from './session/activeState.ts';
import { AgentAccess } from './session/agents/agentAccess.ts';
import { DeclinedPrompts } from './session/declinedPrompts.ts';
import type { SessionRequest } from './session/sessions.ts';
import type { ProfilesInUse } from './profilesInUseStage.ts';
import { loadLater, type EngineStage, type Host, type Plans } from './startUp.ts';

/** When old files of the audit trail are removed: not at start-up, and then once per day. Milliseconds. */
const firstSweepMs = 60_000;
const sweepMs = 86_400_000;

/** Creates the only exit for credentials, and the audit trail that follows it. */
export function createHandOuts({ context, now, policy }: Host, { planOf }: Plans) {
  const handOuts = new HandOuts({ policy, planOf, now });
  const isOn = setting('audit');
  const folder = join(context.globalStorageUri.fsPath, 'audit');
  const trail = new OnDemand(async () => {
    const { AuditTrail, showAuditFailure } = await loadLater();
    return new AuditTrail({ folder, onFailure: (reason) => showAuditFailure(folder, reason) });
  });
  // Files become too old while nothing is written, too, and after the trail was turned off.
  const sweep = async (): Promise<void> => {
    if (await exists(folder)) await (await trail.get()).sweep();
  };
  const sweeping = [setTimeout(() => void sweep(), firstSweepMs), setInterval(() => void sweep(), sweepMs)];
  for (const each of sweeping) each.unref();
  const listening = [
    { dispose: () => sweeping.forEach((each) => clearTimeout(each)) },
    handOuts.onDidHandOut((handOut) => {
      if (isOn.value) void trail.get().then((made) => made.append(handOut));
    }),
    setting('extensionHost.inject').onChange((isInjected) => {
      if (!isInjected) handOuts.end('stopped', ({ kind }) => kind === 'extensionHost');
    }),
  ];
  return { handOuts, trail, isAudited: isOn, listening };
}

function exists(path: string): Promise<boolean> {
  return onDisk(path, () => stat(path)).then(
    () => true,
    () => false,
  );
}

/**
 * Ends what the policy forbids when it appears: addresses of the endpoint, and written sessions. New hand-outs are
 * refused by `HandOuts`.
 */
export function obeyPolicy(
  { context, policy }: Host,
  { store }: Plans,
  { bound }: ProfilesInUse,
  { endpoint }: Delivery,
  written: OnDemand<WrittenSessions>,
  handOuts: HandOuts,
) {
  const mode = setting('terminals.mode');
  const told = new Set<string>();
  const obey = ({ forbid }: Policy): void => {
    const unknown = unknownPolicyValues();
    if (unknown.length > 0)
      void loadLater().then(({ warnOfUnknownPolicy }) => warnOfUnknownPolicy(unknown, told));
    if (forbid.has('endpoint')) endpoint.discard();
    if (forbid.has('write')) void written.get().then((made) => made.removeAll());
    if (forbid.has('environmentMode') && mode.value === 'environment')
      void loadLater().then(({ tellModeForbidden }) => tellModeForbidden(context.globalState));
    handOuts.end('policy', (recipient) => {
      const action = forbiddenAs(recipient);
      return (action === 'endpoint' || action === 'write') && forbid.has(action);
    });
  };
  void store.ready().then(() => obey(policy.value));
  return policy.onChange((next) => {
    obey(next);
    // Another longest MFA session makes other plans.
    bound.refresh();
  });
}

/**
 * Creates everything that gives credentials to programs: the environment of terminals and debuggers, the live mirror,
 * the credential endpoint, and the extension API.
 */
export function createDelivery(
  host: Host,
  plans: Plans,
  { sessions, consent, readOnlyRole }: EngineStage,
  { active, bound }: ProfilesInUse,
  handOuts: HandOuts,
) {
  const { context, hostVariables, environment, attempt, log, now, policy } = host;
  const { store, planOf, accessSettings } = plans;
  const chosenMode = setting('terminals.mode');
  const mode = derived(() => allowedMode(chosenMode.value, policy.value), chosenMode, policy);
  const get = (target: Target, request: SessionRequest) =>
    sessions.get(target, request).then((session) => bound.adopt(session));
  const requests = async () => {
    const { describeFailure } = await loadLater();
    return {
      get,
      give: handOuts.give.bind(handOuts),
      active: () => targetOf(settled(active.state)),
      describe: (failure: Failure) => displayText(describeFailure(failure)),
      log,
      now,
    };
  };
  const declinedPrompts = new DeclinedPrompts();
  const agents = new AgentAccess({ settings: accessSettings, planOf, readOnlyRole, now });
  const agentQuestions = new OnDemand(async () => {
    const { AgentQuestions } = await loadLater();
    return new AgentQuestions({ ...plans, agents, now });
  });

  const folder = join(context.globalStorageUri.fsPath, 'live');
  const mirror = windowMirror(
    folder,
    windowId(context.workspaceState, (id) => isWindow(folder, id)),
  );
  const liveMirror = new OnDemand(async () => {
    const [{ LiveMirror, mirrorNotices, describeRefusal }] = await Promise.all([loadLater(), store.ready()]);
    return new LiveMirror({
      ...(await requests()),
      ...mirrorNotices(),
      mirror,
      agents,
      terminalOf: async (pids) => (await terminalsWith(pids))[0],
      helperBundle: context.asAbsolutePath('dist/credentialHelper.js'),
      sources: () => ({ profiles: store.state.profiles, configText: store.textOf('config'), planOf }),
      changes: [store.onDidChange, active.onDidChange],
      get: (target, request) =>
        get(target, { ...request, mayAsk: request.mayAsk && !declinedPrompts.has(target) }),
      describeRefusal: (...refused) => displayText(describeRefusal(...refused)),
    });
  });
  const prepareMirror = async (target: Target | undefined) => (await liveMirror.get()).prepare(target);

  const named = new NamedElsewhere(loadLater);
  const own = { ...store.paths, caBundle: systemCaBundle(environment) };
  const surroundings = () => ({ own, named: named.value });
  const overruled = new OverruledChoices({
    named,
    mode,
    memory: context.workspaceState,
    loadWarning: loadLater,
  });
  const openTerminals = new OpenTerminals({
    handOuts,
    memory: context.workspaceState,
    onOpened: (opened) => overruled.check(opened),
  });
  const debugRecipients = new DebugRecipients(handOuts.end.bind(handOuts));
  const beside = new BesideSlot();
  const terminals = new Terminals({
    beside,
    surroundings,
    named,
    overruled,
    handOuts,
    openTerminals,
    confirm: (target) => consent.confirm(target),
    collection: context.environmentVariableCollection,
    active,
    bound,
    mode,
    agents,
    onProfilesChange: store.onDidChange,
    inherited: environment,
    mirror,
    needMirror: (target) => void prepareMirror(target),
    onDidDeliver: (...handOver) => hostVariables.deliver(...handOver),
    planOf,
  });
  const debugging: DebugDependencies = {
    beside,
    stateOf: (folderUri) => bound.stateOf(folderUri),
    delivering: (recipient) => ({
      mode: mode.value,
      agentsGetLess: !agents.isSame,
      mirror,
      planOf,
      give: (session, use) => handOuts.give(session, recipient, use),
    }),
    isKeysMode: () => mode.value === 'environment',
    lead: handOuts.lead.bind(handOuts),
    recipientFor: (name) => debugRecipients.next(name),
    environment: process.env,
    surroundings,
    getSession: get,
    attempt,
    declinedPrompts,
    prepareMirror,
  };
  const endpoint = new OnDemand(async () => (await loadLater()).Endpoint.open(await requests()));
  const api = new OnDemand(async () => {
    const { ApiHost, apiQuestions: questions } = await loadLater();
    return new ApiHost({
      ...(await requests()),
      activeNow: active,
      planOf,
      memory: context.globalState,
      onConsent: (id, answer) => {
        if (answer === 'allowed') handOuts.lead(undefined, { kind: 'extension', id });
        else handOuts.end('revoked', (each) => each.kind === 'extension' && each.id === id);
      },
      questions,
    });
  });
  const getApi: RolecallExports['getApi'] = async (version, caller) => (await api.get()).for(version, caller);
  const inTerminals = { terminals, openTerminals, terminalMode: mode };
  const programs = { agents, agentQuestions, liveMirror, declinedPrompts, debugging, endpoint, api, getApi };
  const throughMirror = { mirror, prepareMirror };
  const recipients = [openTerminals, debugRecipients, beside];
  return { named, terminals, beside, inTerminals, recipients, ...throughMirror, ...programs };
}
export type Delivery = ReturnType<typeof createDelivery>;
