import type { Disposable, Event } from '../../base/event.ts';
import type { Log } from '../../base/log.ts';
import { publicFacts } from '../../base/publicFacts.ts';
import { loggedName } from '../access/loggedName.ts';
import type { ActiveState } from '../activeState.ts';

/** Logs what the window uses, whenever that changes, and why it has no session. */
export function logStates(
  active: { readonly state: ActiveState; readonly onDidChange: Event<ActiveState> },
  log: Pick<Log, 'info'>,
): Disposable {
  let last = stateLine(active.state);
  return active.onDidChange((state) => {
    if (state.kind === 'switching') return;
    const line = stateLine(state);
    if (line !== last) log.info(line);
    last = line;
  });
}

function stateLine(state: ActiveState): string {
  if (state.kind === 'none') return 'The window uses no profile';
  const { target } = publicFacts({ target: state.target });
  const access = state.kind === 'ready' ? state.session.plan.access : target.access;
  const name = loggedName(target, access);
  if (state.kind === 'waiting') return `The window uses ${name}, without a session: ${state.failure.code}`;
  return `The window uses ${name}`;
}
