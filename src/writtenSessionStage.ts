import { type Failure, FailureError } from './base/failure.ts';
import { OnDemand } from './base/onDemand.ts';
import type { HandOuts } from './delivery/record/handOuts.ts';
import { ours } from './profiles/ownMarks.ts';
import type { ProfilesInUse } from './profilesInUseStage.ts';
import { loadLater, type EngineStage, type Host, type Plans } from './startUp.ts';

/** Keeps the sessions that were written to the credentials file up to date. Few files have any. */
export function createWrittenSessions(
  { log, now, clock }: Host,
  { store }: Plans,
  { engine }: EngineStage,
  { active }: ProfilesInUse,
  handOuts: HandOuts,
) {
  const forgetCopies = async () => {
    const [{ removeShellFiles }, { awsFiles, cliCache }] = await Promise.all([loadLater(), engine.get()]);
    await removeShellFiles(0);
    await awsFiles.forgetSessions(Object.values(store.paths));
    const failures: Failure[] = [];
    await cliCache.clear((failure) => failures.push(failure));
    if (failures[0]) throw new FailureError(failures[0]);
  };
  const written = new OnDemand(async () => {
    const { makeChange, sessionChange, WrittenSessions: Written } = await loadLater();
    return new Written({
      give: handOuts.give.bind(handOuts),
      store,
      active,
      change: async (change) => makeChange((await engine.get()).awsFiles.onDisk(), store.paths, change),
      sessionChange,
      forgetCopies,
      log,
      now,
      clock,
    });
  });
  const noticing = store.onDidChange(() => {
    if (store.textOf('credentials').includes(ours.manager)) void written.get();
  });
  return { writtenSessions: written, noticing };
}
