import type { Disposable, Event } from '../../base/event.ts';
import { targetKey } from '../../profiles/profiles.ts';
import { type ActiveState, targetOf } from '../../session/activeState.ts';

interface Times {
  /** How long after a switch its offer is due. Several quick switches lead to one offer. Milliseconds. */
  readonly settleMs: number;
  /** How long a notification stays in sight, after which VS Code hides it in a list. Milliseconds. */
  readonly shownMs: number;
}

const defaultTimes: Times = { settleMs: 1500, shownMs: 20_000 };

/**
 * Calls `offer` after the window has switched to another profile. Offers do not pile up: while one is in sight, the
 * next one waits, and then is about the profile that is in use by that time. `offer` resolves when it is answered.
 */
export function watchSwitches(
  active: { readonly onDidChange: Event<ActiveState> },
  isOn: { readonly value: boolean },
  offer: () => Promise<unknown>,
  { settleMs, shownMs }: Times = defaultTimes,
): Disposable {
  let before: string | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let hiddenAt = 0;
  const show = async (): Promise<void> => {
    if (!isOn.value) return;
    hiddenAt = Date.now() + shownMs;
    const shown = hiddenAt;
    await offer();
    if (hiddenAt === shown) hiddenAt = 0;
  };
  const listening = active.onDidChange((state) => {
    if (state.kind === 'switching') before ??= keyOf(state.from);
    else if (before !== undefined) {
      const hasSwitched = state.kind === 'ready' && keyOf(state) !== before;
      before = undefined;
      if (!hasSwitched) return;
      clearTimeout(timer);
      timer = setTimeout(() => void show(), Math.max(settleMs, hiddenAt - Date.now()));
      timer.unref();
    }
  });
  return {
    dispose: () => {
      clearTimeout(timer);
      listening.dispose();
    },
  };
}

/** Empty if no profile is in use. */
function keyOf(state: ActiveState): string {
  const target = targetOf(state);
  return target ? targetKey(target) : '';
}
