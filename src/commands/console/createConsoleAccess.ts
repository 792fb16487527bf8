import type * as vscode from 'vscode';
import { ConsoleLinks, type ConsoleLinksDependencies } from '../../delivery/console/consoleLinks.ts';
import { openBrowser } from '../../delivery/console/openBrowser.ts';
import { isPlan, type Planned } from '../../plan/plan.ts';
import { accountOf } from '../../plan/planFacts.ts';
import { type Target, targetName } from '../../profiles/profiles.ts';
import { terminalColor } from '../../views/terminalColor.ts';
import type { ConsoleAccess } from './consoleAccess.ts';
import { ConsoleMemory } from './consoleMemory.ts';

/** What the console needs that no other command does. */
export interface ConsoleFacts extends Pick<
  ConsoleLinksDependencies,
  'ready' | 'confirm' | 'signOutFirst' | 'now'
> {
  readonly memory: Pick<vscode.Memento, 'get' | 'update'>;
  readonly planOf: (target: Target) => Planned;
  readonly isProduction: (planned: Planned) => boolean;
  /** The longest session of a target in seconds, if the user limits it. */
  readonly guardSeconds: (planned: Planned) => number | undefined;
  readonly maxMfaSessionHours: () => number;
  /** `rolecall.console.browser`, as written. */
  readonly browser: { readonly value: unknown };
  readonly sessionHours: { readonly value: number };
}

type ConsoleAccessDependencies = ConsoleFacts & Omit<ConsoleLinksDependencies, 'durations'>;

/** Creates what opens the AWS console. */
export function createConsoleAccess(dependencies: ConsoleAccessDependencies): ConsoleAccess {
  const { planOf, browser, sessionHours, signOutFirst } = dependencies;
  const links = new ConsoleLinks({
    ...dependencies,
    durations: (target) => ({
      sessionSeconds: Math.min(
        secondsOf(sessionHours.value),
        dependencies.guardSeconds(planOf(target)) ?? Infinity,
      ),
      mostCodeSeconds: dependencies.maxMfaSessionHours() * 3600,
    }),
  });
  return {
    links: { get: () => Promise.resolve(links) },
    browser: {
      async open(link, target) {
        const planned = planOf(target);
        const account = isPlan(planned) ? accountOf(planned) : undefined;
        const color = terminalColor(planned, dependencies.isProduction(planned));
        await openBrowser({ ...link, profile: targetName(target), account, color }, browser.value);
      },
      get showsOneAccount() {
        return browser.value === 'default' && !signOutFirst.value;
      },
    },
    memory: new ConsoleMemory(dependencies.memory),
  };
}

const defaultHours = 12;

/** A settings file may contain anything. */
function secondsOf(hours: unknown): number {
  return 3600 * (typeof hours === 'number' && hours > 0 ? hours : defaultHours);
}
