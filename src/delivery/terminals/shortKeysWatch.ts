import type { Disposable, Event } from '../../base/event.ts';
import { isPlan, type Planned } from '../../plan/plan.ts';
import type { Target } from '../../profiles/profiles.ts';
import type { RecipientKind } from '../handover/recipient.ts';
import type { HandOut } from '../record/handOuts.ts';

const withVariables: ReadonlySet<RecipientKind> = new Set<RecipientKind>(['terminal', 'task']);

/**
 * Calls back when a terminal or a task has got the keys of a console sign-in in variables: they last 15 minutes, and
 * nothing renews them there.
 */
export function watchShortKeys(
  onDidHandOut: Event<HandOut>,
  planOf: (target: Target) => Planned,
  onShortKeys: (profile: string) => void,
): Disposable {
  return onDidHandOut(({ what, recipient, profile, ended }) => {
    if (what !== 'keys' || ended || profile === undefined || !withVariables.has(recipient.kind)) return;
    const planned = planOf({ kind: 'profile', name: profile });
    if (isPlan(planned) && planned.steps.at(-1)?.kind === 'login') onShortKeys(profile);
  });
}
