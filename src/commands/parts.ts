import type { Progress } from '../credentials/run.ts';
import type { Identity } from '../credentials/sts.ts';
import type { RunningPrograms } from '../delivery/runningPrograms.ts';
import type { ApiHost } from '../delivery/apiHost.ts';
import type { Endpoint } from '../delivery/endpoint.ts';
import type { Terminals } from '../delivery/terminals.ts';
import type { Failure } from '../failure.ts';
import type { Log } from '../log.ts';
import type { OnDemand } from '../onDemand.ts';
import type { Plan } from '../plan/plan.ts';
import type { ProfileStore } from '../profiles/store.ts';
import type { EditableFiles, WritableFiles } from '../profiles/writer.ts';
import type { Active } from '../session/active.ts';
import type { Session, SessionSource } from '../session/sessions.ts';
import type { ViewSources } from '../views/sources.ts';
import type { Perform } from './perform.ts';
import type { PreviewTexts } from './previewTexts.ts';

/** What commands work with. Each file takes of it what it needs. */
export interface CommandParts {
  readonly store: ProfileStore;
  readonly sessions: SessionSource;
  readonly active: Active;
  readonly terminals: Terminals;
  readonly runningPrograms: RunningPrograms;
  readonly endpoint: OnDemand<Endpoint>;
  readonly api: OnDemand<ApiHost>;
  /** What a picker shows. */
  readonly views: ViewSources;
  readonly perform: Perform;
  /** Reads what is needed to change files when it is first called. */
  readonly editableFiles: () => Promise<WritableFiles>;
  /** The same for files that are not AWS's: written on the disk, without a backup; readable by the person alone, or as they were. */
  readonly otherFiles: (how: { readonly isPrivate: boolean }) => Promise<EditableFiles>;
  readonly previewTexts: PreviewTexts;
  /** `~/.aws/config` */
  readonly shortPath: (path: string) => string;
  readonly identify: (session: Session, signal: AbortSignal) => Promise<Identity>;
  /** For a role that is entered by hand. */
  readonly defaultSessionName: string;
  /** What of a plan need not be done again. */
  readonly progressOf: (plan: Plan) => Promise<Progress | undefined>;
  /** In all windows. Says how many there were. */
  readonly forgetAllSessions: () => Promise<number>;
}

/** What commands work with, before the first of them is run. */
export interface StartParts extends Omit<CommandParts, 'perform'> {
  readonly showFailure: (failure: Failure, retry: (anew: boolean) => void) => void;
  readonly log: Log;
  readonly showLog: () => void;
}
