import * as vscode from 'vscode';
import { visibleText } from '../../base/plainText.ts';
import type { Failure } from '../../base/failure.ts';
import { withoutSecrets } from '../../base/secretText.ts';
import type { AlibabaPlan, AlibabaTool } from '../../plan/alibaba/alibabaPlan.ts';
import { defaultChain, stickyTools } from '../../plan/alibaba/defaultChain.ts';
import { frontRunner } from '../../plan/alibaba/frontRunner.ts';
import { isPlan } from '../../plan/plan.ts';
import type { AlibabaTarget } from '../../profiles/alibaba/alibabaTarget.ts';
import { settled, targetOf } from '../../session/activeState.ts';
import { duration } from '../timeLeft.ts';
import type { AlibabaSources } from './alibabaSources.ts';
import { plannedOf } from './alibabaTooltip.ts';
import { alibabaLabel, fileOf, isInstanceRole, sourceName, toolName, toolNames } from './alibabaNames.ts';
import { alibabaNoteSentence, alibabaStepFacts, alibabaStepSentence } from './alibabaWords.ts';
import { chainSentence, wayOutSentence } from './chainWords.ts';
import { instanceLines, lacksInstanceRole } from './instanceWords.ts';

/** What an explanation also depends on. */
export interface AlibabaExplained {
  /** The longest prefix of the plan that is in the session cache; `expiration` in milliseconds since the epoch. */
  readonly progress?:
    { readonly done: number; readonly credentials: { readonly expiration: number | undefined } } | undefined;
  /** Why the last attempt to use it has failed. */
  readonly failure?: Failure | undefined;
}

const tools: readonly AlibabaTool[] = ['node', 'python', 'go', 'java', 'cli', 'terraform'];

/**
 * Explains in plain text what happens when something of Alibaba Cloud is used, what SDKs and other tools use here
 * without Rolecall, and what an instance needs for its role. Without a target, only the latter two. Begins with what is
 * wrong: the failure of the target, a role that the instance lacks, or what stands in the way of that role.
 */
export function alibabaExplanation(
  target: AlibabaTarget | undefined,
  sources: AlibabaSources,
  { progress, failure }: AlibabaExplained = {},
): string {
  const { state } = sources.store;
  const ofInstance = instanceLines(state, failure);
  const ofTarget = target ? targetLines(target, sources, { progress, failure }) : [];
  const isLacking = lacksInstanceRole(state);
  const parts = [
    ...(failure ? ofTarget : []),
    ...(isLacking ? ofInstance : []),
    ...(frontRunnerLines(sources) ?? []),
    ...(failure ? [] : ofTarget),
    ...chainLines(sources),
    ...(isLacking ? [] : ofInstance),
  ];
  // What comes from files and from services must not look like another line.
  return `${parts
    .map((line) => visibleText(withoutSecrets(line)))
    .join('\n')
    .trimEnd()}\n`;
}

/** What stands in the way of the instance’s role, and the ways out. What holds in terminals comes first. */
function frontRunnerLines({
  store,
  active,
  given,
  shortPath,
}: AlibabaSources): readonly string[] | undefined {
  const t = vscode.l10n.t;
  const first = frontRunner(store.state);
  if (!first) return undefined;
  const state = settled(active.state);
  const chosen = targetOf(state);
  const isRoleChosen = chosen !== undefined && isInstanceRole(chosen);
  const served = state.kind === 'ready' && given.value !== 'nothing' ? state.target : undefined;
  const winner = sourceName(first.winner);
  return [
    served && isRoleChosen
      ? t('Only terminals and tasks use the instance’s RAM role')
      : t('Tools do not use the instance’s RAM role'),
    '',
    ...(served
      ? [
          t('New terminals and tasks get the credentials of {0} from Rolecall.', alibabaLabel(served)),
          t('Elsewhere, such as in notebooks, these tools find {0} first:', winner),
        ]
      : [t('The instance has a RAM role, but these tools find {0} first:', winner)]),
    ...first.tools.map((tool) => `   - ${toolName(tool)}`),
    '',
    t('To let them use the role, do one of these:'),
    ...first.waysOut
      .filter(({ code }) => code !== 'useHere' || !isRoleChosen)
      .map((way) => `   - ${wayOutSentence(withShortPath(way, shortPath))}`),
    ...(first.tools.includes('cli')
      ? [
          t(
            'The Alibaba Cloud CLI cannot find the role by itself. It has the role only where Rolecall provides it: in terminals and tasks.',
          ),
        ]
      : []),
    '',
  ];
}

function targetLines(
  target: AlibabaTarget,
  sources: AlibabaSources,
  explained: AlibabaExplained,
): readonly string[] {
  const t = vscode.l10n.t;
  const planned = plannedOf(target, sources);
  const name = alibabaLabel(target);
  const { failure } = explained;
  const { describe, shortPath } = sources;
  if (!isPlan(planned))
    return [t('Why {0} cannot be used', name), '', describe(withShortPath(planned.failure, shortPath)), ''];
  return [
    t('How Rolecall gets credentials for {0}', name),
    '',
    ...(failure ? [describe(withShortPath(failure, shortPath)), ''] : []),
    ...planned.steps.flatMap((step, i) => [
      `${`${i + 1}.`.padStart(3)} ${alibabaStepSentence(withShortPath(step, shortPath))}`,
      ...[...alibabaStepFacts(step), ...progressFacts(i + 1, explained, sources)].map(
        (fact) => `      ${fact}`,
      ),
    ]),
    '',
    ...planLines(planned, fileOf(target) !== undefined),
    '',
  ];
}

function progressFacts(
  step: number,
  { progress }: AlibabaExplained,
  { now }: AlibabaSources,
): readonly string[] {
  const t = vscode.l10n.t;
  if (!progress || step > progress.done) return [];
  if (step < progress.done) return [t('Not needed now because step {0} is done.', progress.done)];
  const { expiration } = progress.credentials;
  return expiration === undefined
    ? [t('Done.')]
    : [t('Done. Valid for another {0}.', duration(Math.max(0, expiration - now())))];
}

function planLines({ region, sts, notes }: AlibabaPlan, isInFile: boolean): readonly string[] {
  const t = vscode.l10n.t;
  return [
    region === undefined
      ? isInFile
        ? t(
            'No region is configured. Programs need one: set region_id in the profile, or ALIBABA_CLOUD_REGION_ID.',
          )
        : t('No region is configured. Programs need one: set ALIBABA_CLOUD_REGION_ID.')
      : region.from === 'environment'
        ? t('Terminals and tasks use the region {0}, from the environment of VS Code.', region.name)
        : t('Terminals and tasks use the region {0}.', region.name),
    t('Rolecall calls STS at {0}.', sts.host),
    ...notes.map(alibabaNoteSentence),
  ];
}

/** The default chain of each tool. Tools with equal chains are shown together. */
function chainLines({ store, shortPath }: AlibabaSources): readonly string[] {
  const t = vscode.l10n.t;
  const { state: profiles } = store;
  const chains = Map.groupBy(tools, (tool) => JSON.stringify(defaultChain(profiles, tool)));
  return [
    t('What other tools use here'),
    '',
    t('This is without the variables that Rolecall sets in terminals and tasks.'),
    '',
    ...[...chains.values()].flatMap((same) => [
      same.map(toolName).join(', '),
      ...defaultChain(profiles, same[0]!).map(
        (link, i) =>
          `${`${i + 1}.`.padStart(3)} ${chainSentence({ ...link, why: withShortPath(link.why, shortPath) })}`,
      ),
      '',
    ]),
    t('After a failed search, these ask only its last place again: {0}.', toolNames(stickyTools)),
    t('Restart programs that were started before there were credentials.'),
    '',
  ];
}

/** The facts with their path as users write it. */
function withShortPath<T extends object>(facts: T, shortPath: AlibabaSources['shortPath']): T {
  const shown = { ...facts };
  if ('path' in shown && typeof shown.path === 'string') shown.path = shortPath(shown.path);
  if ('tokenFile' in shown && typeof shown.tokenFile === 'string')
    shown.tokenFile = shortPath(shown.tokenFile);
  return shown;
}
