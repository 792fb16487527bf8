import { inFreshProcess, joinSamples } from '../freshProcess.ts';
import { compare, type Group } from '../rows.ts';

/** What an editor waits for while the user types in a config file. The peer is VS Code's JSON language service. */
export async function benchLanguage(count: number, rounds: number): Promise<Group> {
  const typing = joinSamples([
    await inFreshProcess(new URL('./typing.ts', import.meta.url), String(count), String(rounds)),
  ]);
  const peer = 'JSON language service, as many objects';
  return {
    title: `Typing in a file of ${count} profiles`,
    rows: [
      compare('a letter to its problems', typing('problems'), peer, typing('jsonProblems'), { ms: 50 }),
      compare('completion of a profile', typing('completion'), peer, typing('jsonCompletion'), { ms: 20 }),
      compare('hover of a profile', typing('hover'), peer, typing('jsonHover'), { ms: 5 }),
    ],
  };
}
