import type { Target } from '../../profiles/profiles.ts';
import type { ViewSources } from '../viewSources.ts';
import { entryOf } from './pickerEntries.ts';

/**
 * Up to this many profiles are planned before they are shown: rows that move under the mouse are worse than a short
 * wait.
 */
const maxPlannedFirst = 300;

/** How long to plan before names are shown: enough for hundreds of profiles that were planned before. Milliseconds. */
const firstPlanningMs = 2;
/** How long VS Code gets to draw the names before planning competes for the processor. Milliseconds. */
const drawingMs = 60;
/** How long a round of planning takes, and the pause between two rounds. Milliseconds. */
const planningMs = 15;
const pauseMs = 5;

/**
 * Plans all targets. Ten thousand plans at once would block all extensions, so they are made in rounds, and `showKnown`
 * is called before the first pause.
 */
export async function planInRounds(
  targets: readonly Target[],
  sources: ViewSources,
  showKnown: () => void,
  signal: AbortSignal,
): Promise<void> {
  const planMore = planner(targets, sources);
  if (targets.length <= maxPlannedFirst || planMore(firstPlanningMs)) return;
  showKnown();
  await pause(drawingMs);
  // Yields, so that the rows reach VS Code and other extensions can run.
  while (!signal.aborted && !planMore(planningMs)) await pause(pauseMs);
}

/** Returns a function that plans for some milliseconds each time it is called, and returns whether all is planned. */
function planner(targets: readonly Target[], sources: ViewSources): (ms: number) => boolean {
  const left = targets.values();
  return (ms) => {
    const end = performance.now() + ms;
    for (let next = left.next(); !next.done; next = left.next()) {
      entryOf(sources.planOf(next.value), sources);
      if (performance.now() > end) return false;
    }
    return true;
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
