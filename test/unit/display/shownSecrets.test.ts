import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import type { LogOutputChannel } from 'vscode';
import { type Failure, FailureError } from '../../../src/base/failure.ts';
import { createAttempt } from '../../../src/commands/attempt.ts';
import { maskSecrets } from '../../../src/config/mask.ts';
import { parseConfig } from '../../../src/config/parse.ts';
import { createLog } from '../../../src/host/outputLog.ts';
import { callerAfter } from '../../../src/plan/caller.ts';
import { signInsOf } from '../../../src/plan/identityCenterSource.ts';
import { otherToolNotes } from '../../../src/plan/otherTools.ts';
import { isPlan, type Plan, type Planned, type SsoSession } from '../../../src/plan/plan.ts';
import { planTarget } from '../../../src/plan/planner.ts';
import { brokenHeaders, missingPrefixes } from '../../../src/profiles/headerHints.ts';
import { buildProfiles, type ProfileSet, type Target } from '../../../src/profiles/profiles.ts';
import type { ActiveState } from '../../../src/session/activeState.ts';
import { explain } from '../../../src/views/explanation.ts';
import type { ViewSources } from '../../../src/views/viewSources.ts';
import { fakeVscode } from '../../fakes/useFakeVscode.ts';
import { type Misplaced, misplacedSecrets } from './misplacedSecrets.ts';

const { describeFailure, describeReason } = await import('../../../src/host/messages/messages.ts');
const { showFailure } = await import('../../../src/host/messages/showFailure.ts');
const { Picker } = await import('../../../src/display/quickPick.ts');
const { ApiHost } = await import('../../../src/delivery/servers/apiHost.ts');
const { assumeRoleRows, profileRows } = await import('../../../src/views/picker/pickerRows.ts');
const words = await import('../../../src/views/planWords.ts');
const { registerStatusBar } = await import('../../../src/views/statusBar/statusBar.ts');
const { buildSectionTree } = await import('../../../src/views/tree/sectionTree.ts');
const { treeItem } = await import('../../../src/views/tree/treeItems.ts');

const never = () => ({ dispose() {} });

interface World {
  readonly profiles: ProfileSet;
  readonly targets: readonly Target[];
  readonly planOf: (target: Target) => Planned;
  readonly hints: readonly Failure[];
  readonly signIns: ReturnType<typeof signInsOf>;
}

function profileTarget(name: string): Target {
  return { kind: 'profile', name };
}

function read({ config, credentials, environment }: Misplaced): World {
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

function sourcesOf({ profiles, planOf, hints, signIns }: World, state: ActiveState): ViewSources {
  return {
    active: { state, onDidChange: never },
    bound: { target: 'target' in state ? state.target : undefined, folders: [], onDidChange: never },
    store: { state: { profiles, failures: hints, hints }, onDidChange: never, ready: () => Promise.reject() },
    planOf,
    signIns: () => signIns,
    portal: { get: () => Promise.reject() },
    production: { value: [], onChange: never },
    describe: describeFailure,
    describeReason,
    now: () => 0,
  };
}

/** What a plan shows: its tooltip, its explanation, and what goes wrong when AWS rejects it. */
function textsOfPlan(plan: Plan, { profiles }: World): readonly string[] {
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

function textsOfTarget(target: Target, world: World): readonly string[] {
  const planned = world.planOf(target);
  const explanation = explain(
    { planned, otherTools: [], done: [], places: [] },
    {
      t: fakeVscode.l10n.t,
      step: (step) => `${words.stepSentence(step)} ${JSON.stringify(step)}`,
      note: words.noteSentence,
      otherTool: words.otherToolSentence,
      failure: ({ failure }) => describeFailure(failure),
      duration: String,
    },
  );
  const own = isPlan(planned)
    ? textsOfPlan(planned, world)
    : [JSON.stringify(planned.failure), ...textsOfFailure(planned.failure)];
  return [explanation.text, ...own];
}

/** What VS Code shows: rows of the picker and the tree, the status bar, and messages. */
function textsInVscode(world: World): readonly string[] {
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
    registerStatusBar(sources);
    showFailure(failure, describeFailure(failure), () => {});
    const api = new ApiHost({ ...sources, activeNow: sources.active, memory: new Map() } as never);
    fakeVscode.window.setStatusBarMessage(
      api.for(1, { extension: { id: 'x', packageJSON: {} } as never }).activeProfile,
    );
  }
  const sources = sourcesOf(world, { kind: 'none' });
  Object.assign(new Picker(), { items: [...profileRows('switch', sources), ...assumeRoleRows(sources)] });
  const { roots, children, below } = buildSectionTree(world.profiles);
  for (const node of [...roots, ...[...children.values()].flat()]) {
    const { label, description, tooltip, accessibilityInformation } = treeItem(
      node,
      below(node),
      sources,
      undefined,
    );
    fakeVscode.window.setStatusBarMessage({ label, description, tooltip, accessibilityInformation });
  }
  return fakeVscode.takeShownTexts();
}

function textsOfSignIn(signIn: SsoSession | Failure): readonly string[] {
  return 'code' in signIn ? [describeFailure(signIn), JSON.stringify(signIn)] : [];
}

async function logOf(world: World): Promise<readonly string[]> {
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

function previews({ config, credentials }: Misplaced): readonly string[] {
  return [config, credentials].map((text) => maskSecrets(text, () => '•'));
}

/** The secret, and what would help to guess it. */
function partsOf(secret: string): readonly string[] {
  return [secret, secret.slice(0, 24), secret.slice(-24)];
}

describe('a secret in the wrong place', function () {
  this.timeout(600_000);

  it('is shown nowhere', async () => {
    await fc.assert(
      fc.asyncProperty(misplacedSecrets, async (misplaced) => {
        const world = read(misplaced);
        const texts = {
          targets: world.targets.flatMap((target) => textsOfTarget(target, world)),
          hints: world.hints.map(describeFailure),
          signIns: [...world.signIns.values()].flatMap(textsOfSignIn),
          vscode: textsInVscode(world),
          log: await logOf(world),
          previews: previews(misplaced),
        };
        assert.ok(texts.vscode.length > 100);
        for (const part of partsOf(misplaced.secret))
          for (const [where, shown] of Object.entries(texts))
            assert.equal(
              shown.find((text) => text.includes(part)),
              undefined,
              where,
            );
      }),
      {
        seed: Number(process.env['ROLECALL_SEED'] ?? 20_261_127),
        numRuns: 100_000,
        interruptAfterTimeLimit: Number(process.env['ROLECALL_FUZZ_MS'] ?? 6000),
      },
    );
  });
});
