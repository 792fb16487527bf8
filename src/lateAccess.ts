import type { AccessStage, createAccess } from './accessStage.ts';
import { Emitter } from './base/event.ts';
import type { Planned } from './plan/plan.ts';
import type { Target } from './profiles/profiles.ts';
import type { AccessAnswer } from './session/access/defaultAccess.ts';

type Create = typeof createAccess;

/**
 * What limits the sessions of each target, for start-up: it is loaded with the AWS files. Before they are read, there
 * is no plan that it could limit, and agents get nothing.
 */
export function createLateAccess(
  /** Undefined before the AWS files are read. */
  create: () => Create | undefined,
  given: Parameters<Create>,
  readFiles: () => Promise<unknown>,
  /** Plans a target with everything that its role or user may do. */
  planOf: (target: Target) => Planned,
) {
  const [changed, settingsChanged] = [new Emitter<void>(), new Emitter<unknown>()];
  let made: (AccessStage & { readonly planOf: typeof planOf }) | undefined;
  const stage = (): typeof made => {
    const stageNow = made ? undefined : create()?.(...given);
    if (!stageNow) return made;
    stageNow.access.onDidChange(() => changed.fire());
    stageNow.accessSettings.onChange((change) => settingsChanged.fire(change));
    return (made = { ...stageNow, planOf: stageNow.access.planWith(planOf) });
  };
  const ready = async (target?: Target): Promise<void> => {
    await readFiles();
    await stage()?.access.ready(target);
  };
  return {
    scopedPlanOf: (target: Target) => (stage()?.planOf ?? planOf)(target),
    access: {
      onDidChange: changed.event,
      ready,
      of: (planned: Planned, general?: AccessAnswer) => stage()?.access.of(planned, general),
      settingOf: (planned: Planned) => stage()?.access.settingOf(planned),
    },
    accessSettings: {
      onChange: settingsChanged.event,
      ready,
      ofFolder: (...folder: Parameters<AccessStage['accessSettings']['ofFolder']>) =>
        stage()?.accessSettings.ofFolder(...folder),
      get agents() {
        return stage()?.accessSettings.agents ?? ({ access: 'none', profile: undefined } as const);
      },
    },
    policyFiles: {
      read: async (path: string) => {
        await readFiles();
        return stage()!.policyFiles.read(path);
      },
    },
  };
}
