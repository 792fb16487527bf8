import type { LogOutputChannel } from 'vscode';
import type { Environment } from '../../../src/base/environment.ts';
import { type Failure, FailureError } from '../../../src/base/failure.ts';
import { createAttempt } from '../../../src/commands/attempt.ts';
import { maskSecrets } from '../../../src/config/mask.ts';
import { parseConfig } from '../../../src/config/parse.ts';
import { createLog } from '../../../src/host/outputLog.ts';
import type { Ambient } from '../../../src/session/inUse/ambient.ts';
import { callerAfter } from '../../../src/plan/caller.ts';
import { signInsOf } from '../../../src/plan/identityCenterSource.ts';
import { otherToolNotes } from '../../../src/plan/notes/otherTools.ts';
import { isPlan, type Plan, type Planned, type SsoSession } from '../../../src/plan/plan.ts';
import { planTarget } from '../../../src/plan/planner.ts';
import { brokenHeaders, missingPrefixes } from '../../../src/profiles/headerHints.ts';
import { buildProfiles, type ProfileSet, type Target } from '../../../src/profiles/profiles.ts';
import type { ActiveState } from '../../../src/session/activeState.ts';
import { noGuard } from '../../../src/session/consent/guardRules.ts';
import { explain } from '../../../src/views/explanation.ts';
import type { ViewSources } from '../../../src/views/viewSources.ts';
import { noAlibaba } from '../../fakes/noAlibaba.ts';
import { fakeVscode } from '../../fakes/useFakeVscode.ts';

const { describeFailure, describeReason } = await import('../../../src/host/messages/messages.ts');
const { showFailure } = await import('../../../src/host/messages/showFailure.ts');
const { Picker } = await import('../../../src/display/quickPick.ts');
const { ApiHost } = await import('../../../src/delivery/servers/apiHost.ts');
const { entryOf, targetsOf } = await import('../../../src/views/picker/pickerEntries.ts');
const { browseRows, foundRows } = await import('../../../src/views/picker/pickerRows.ts');
const { NextSteps } = await import('../../../src/views/nextStep.ts');
const words = await import('../../../src/views/planWords.ts');
const { policySentence } = await import('../../../src/views/accessSentences.ts');
const { consoleSentence } = await import('../../../src/views/consoleRouteWords.ts');
const { accessWords } = await import('../../../src/views/accessWords.ts');
const { addTooltip } = await import('../../../src/display/treeItem.ts');
const { StatusItem } = await import('../../../src/display/statusItem.ts');
const { registerStatusBar } = await import('../../../src/views/statusBar/statusBar.ts');
const { statusDetails } = await import('../../../src/views/statusBar/statusDetails.ts');
const { buildSectionTree } = await import('../../../src/views/tree/sectionTree.ts');
const { treeItem, treeTooltip } = await import('../../../src/views/tree/treeItems.ts');

const never = () => ({ dispose() {} });

/** The text of both files, and the environment of VS Code. */
export interface Given {
  readonly config: string;
  readonly credentials: string;
  readonly environment: Environment;
}

export interface ReadWorld {
  readonly profiles: ProfileSet;
  readonly targets: readonly Target[];
  readonly planOf: (target: Target) => Planned;
  readonly hints: readonly Failure[];
  readonly signIns: ReturnType<typeof signInsOf>;
}

function profileTarget(name: string): Target {
  return { kind: 'profile', name };
}

export function read({ config, credentials, environment }: Given): ReadWorld {
  const [configFile, credentialsFile] = [parseConfig(config), parseConfig(credentials)];
  const profiles = buildProfiles(configFile, credentialsFile);
  const context = { environment, sessionName: 'me', mfaSessionSeconds: 3600 };
  const names = [...profiles.profiles.keys()];
  return {
    profiles,
    targets: [...[...names, 'gone'].map(profileTarget), { kind: 'environment' }],
    planOf: (each) => planTarget(profiles, each, context),
    hints: [...brokenHeaders('/config', configFile), ...missingPrefixes('/config', configFile)],
    signIns: signInsOf(profiles, environment),
  };
}

function sourcesOf(
  { profiles, planOf, hints, signIns }: ReadWorld,
  state: ActiveState,
  ambient?: Ambient,
): ViewSources {
  return {
    active: { state, onDidChange: never },
    bound: { target: 'target' in state ? state.target : undefined, folders: [], onDidChange: never },
    store: { state: { profiles, failures: hints, hints }, onDidChange: never, ready: () => Promise.reject() },
    planOf,
    signIns: () => signIns,
    portal: { get: () => Promise.reject() },
    consoleSignIns: { get: () => Promise.reject() },
    production: {
      of: () => undefined,
      ofAccount: () => undefined,
      wouldBe: () => false,
      wouldBeAccount: () => false,
      onDidChange: never,
    },
    access: { settingOf: () => undefined, onDidChange: never },
    agents: {
      isSame: true,
      settings: { access: 'same', profile: undefined },
      grants: [],
      plannedFor: (target) => target,
      onDidChange: never,
    },
    guard: { isOn: false, of: () => noGuard, onDidChange: never },
    accountNames: {
      of: () => undefined,
      ofId: (id) => ({ id, name: undefined, email: undefined }),
      onDidChange: never,
    },
    chosen: {
      recent: [],
      pinned: [],
      isPinned: () => false,
      pin() {},
      note() {},
      forget() {},
      onDidChange: never,
    },
    chosenTargets: { get: () => Promise.reject() },
    previous: { target: undefined },
    progressOf: () => Promise.resolve(undefined),
    groupBy: { value: 'source' },
    treeGroupBy: { value: 'source', onChange: never },
    identities: { of: () => undefined, ofKey: () => undefined, onDidChange: never },
    ambient: { value: ambient, onDidChange: never },
    windowRegion: { value: undefined, recent: [], choose() {} },
    regionItem: { isShown: false, onDidChange: never },
    alibaba: noAlibaba,
    shells: { value: [], onDidChange: never },
    describe: describeFailure,
    describeReason,
    now: () => 0,
  };
}

/** What a plan shows: its tooltip, its explanation, and what goes wrong when AWS rejects it. */
function textsOfPlan(plan: Plan, { profiles }: ReadWorld): readonly string[] {
  const source = plan.steps[0]!;
  const accessKeyId = 'accessKeyId' in source ? source.accessKeyId : '';
  const call = { profile: source.profile, accessKeyId, caller: callerAfter(plan.steps) };
  const roleArn = 'roleArn' in plan.steps.at(-1)! ? (plan.steps.at(-1) as { roleArn: string }).roleArn : '';
  const more = { roleArn, hasExternalId: true, withEarlierCode: false, detail: `not for ${roleArn}` };
  return [
    ...plan.steps.map(words.stepSentence),
    ...plan.notes.flatMap((note) => [words.noteSentence(note), JSON.stringify(note)]),
    ...otherToolNotes(plan, profiles).map(words.otherToolSentence),
    ...[
      { code: 'invalidKeys', ...call } as const,
      { code: 'roleRefused', ...call, ...more } as const,
    ].flatMap(textsOfFailure),
  ];
}

function textsOfFailure(thrown: Failure): readonly string[] {
  const { failure } = new FailureError(thrown);
  return [describeFailure(failure), describeReason(failure), JSON.stringify(failure)];
}

function textsOfTarget(target: Target, world: ReadWorld): readonly string[] {
  const planned = world.planOf(target);
  const explanation = explain(
    { planned, otherTools: [], done: [], places: [] },
    {
      t: fakeVscode.l10n.t,
      step: (step) => `${words.stepSentence(step)} ${JSON.stringify(step)}`,
      policies: policySentence,
      access: (shown) => accessWords(shown),
      console: (plan) => consoleSentence(plan, describeReason),
      note: words.noteSentence,
      otherTool: words.otherToolSentence,
      failure: ({ failure }) => describeFailure(failure),
      duration: String,
      signIn: ({ kind }) => kind,
    },
  );
  const own = isPlan(planned)
    ? textsOfPlan(planned, world)
    : [JSON.stringify(planned.failure), ...textsOfFailure(planned.failure)];
  return [explanation.text, ...own];
}

/** What VS Code shows: rows of the picker and the tree, the status bar, and messages. */
function textsInVscode(world: ReadWorld): readonly string[] {
  fakeVscode.takeShownTexts();
  for (const target of world.targets) {
    const planned = world.planOf(target);
    const failure: Failure = isPlan(planned) ? { code: 'needsPerson', profile: 'x' } : planned.failure;
    const credentials = { expiration: undefined, accessKeyId: '' };
    const ready = {
      kind: 'ready',
      target,
      session: { plan: planned, credentials },
    } as unknown as ActiveState;
    const sources = sourcesOf(world, isPlan(planned) ? ready : { kind: 'waiting', target, failure });
    showStatus(sources);
    // Nothing is chosen, and the files may be fine: then the item shows what rules terminals.
    showStatus(sourcesOf({ ...world, hints: [] }, { kind: 'none' }, { planned, from: 'environment' }));
    showFailure(failure, () => {});
    const api = new ApiHost({ ...sources, activeNow: sources.active, memory: new Map() } as never);
    fakeVscode.window.setStatusBarMessage(
      api.for(1, { extension: { id: 'x', packageJSON: {} } as never }).activeProfile,
    );
  }
  const sources = sourcesOf(world, { kind: 'none' });
  showPicker(sources);
  const { roots, children, below } = buildSectionTree(world.profiles);
  for (const node of [...roots, ...[...children.values()].flat()]) {
    const frame = { sources, portal: undefined, console: signedOut, layout: 'source' } as const;
    const item = addTooltip(treeItem(node, below(node), frame), treeTooltip(node, frame));
    const { label, description, tooltip, accessibilityInformation } = item;
    fakeVscode.window.setStatusBarMessage({ label, description, tooltip, accessibilityInformation });
  }
  return fakeVscode.takeShownTexts();
}

const signedOut = { of: () => ({ kind: 'signedOut' }) as const };

function showStatus(sources: ViewSources): void {
  registerStatusBar(sources, () => Promise.reject(new Error('nothing changes')));
  const item = new StatusItem({ id: '', name: '', command: '', priority: 0 });
  item.show({ ...statusDetails(sources)(), text: '', background: undefined });
}

function showPicker(sources: ViewSources): void {
  const entries = targetsOf(sources).map((target) => entryOf(sources.planOf(target), sources));
  const content = { entries, roles: [] };
  const common = { sources, nextSteps: new NextSteps(sources) };
  const browsed = (['switch', 'assumeRole'] as const).flatMap((purpose) =>
    browseRows(content, { ...common, purpose, words: [] }),
  );
  // A row also shows what the search found it by.
  const found = ['arn', 'via', 'us', 'role'].flatMap((word) =>
    foundRows(content, word, { ...common, purpose: 'switch', words: [word] }),
  );
  Object.assign(new Picker(), { items: [...browsed, ...found] });
}

/** What the picker shows. */
export function pickerTexts(given: Given): readonly string[] {
  fakeVscode.takeShownTexts();
  showPicker(sourcesOf(read(given), { kind: 'none' }));
  return fakeVscode.takeShownTexts();
}

function textsOfSignIn(signIn: SsoSession | Failure): readonly string[] {
  return 'code' in signIn ? [describeFailure(signIn), JSON.stringify(signIn)] : [];
}

async function logOf(world: ReadWorld): Promise<readonly string[]> {
  const entries: string[] = [];
  const channel = {
    warn: (entry: string) => entries.push(entry),
    error: (entry: string) => entries.push(entry),
  };
  const attempt = createAttempt(
    () => {},
    createLog(() => channel as unknown as LogOutputChannel),
  );
  for (const target of world.targets) {
    const planned = world.planOf(target);
    const failure: Failure = isPlan(planned) ? { code: 'noSuchProfile', profile: 'x' } : planned.failure;
    const name = target.kind === 'profile' ? target.name : target.kind;
    await attempt(name, () => Promise.reject(new FailureError(failure)));
    await attempt(name, () => Promise.reject(new Error(`Unexpected token in ${name}`)));
  }
  return entries;
}

function previews({ config, credentials }: Given): readonly string[] {
  return [config, credentials].map((text) => maskSecrets(text, () => '•'));
}

type Place = 'targets' | 'hints' | 'signIns' | 'vscode' | 'log' | 'previews';

/** Everything that the product shows about files and an environment, by where it is shown. */
export async function shownTexts(given: Given): Promise<Readonly<Record<Place, readonly string[]>>> {
  const world = read(given);
  return {
    targets: world.targets.flatMap((target) => textsOfTarget(target, world)),
    hints: world.hints.map(describeFailure),
    signIns: [...world.signIns.values()].flatMap(textsOfSignIn),
    vscode: textsInVscode(world),
    log: await logOf(world),
    previews: previews(given),
  };
}
