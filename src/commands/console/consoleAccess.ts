import type { ConsoleLink, ConsoleLinks } from '../../delivery/console/consoleLinks.ts';
import type { Target } from '../../profiles/profiles.ts';
import type { ConsoleMemory } from './consoleMemory.ts';

/** What opens the AWS console. */
export interface ConsoleAccess {
  readonly links: { get(): Promise<Pick<ConsoleLinks, 'routeOf' | 'linkFor'>> };
  readonly browser: {
    /** Opens a link. Rejects with `FailureError`, which does not contain the link, or with `Cancelled`. */
    open(link: ConsoleLink, target: Target): Promise<void>;
    /** Whether the user's settings leave it to the browser how it keeps accounts apart. */
    readonly showsOneAccount: boolean;
  };
  readonly memory: ConsoleMemory;
}
