import * as vscode from 'vscode';
import { positionAt } from '../config/position.ts';
import { asidesOf } from '../plan/asides.ts';
import { profileOf } from '../plan/included.ts';
import { isPlan, type Plan } from '../plan/plan.ts';
import { type Target, valueOf } from '../profiles/profiles.ts';
import type { ProfileStore } from '../profiles/store.ts';
import { type Explained, type Explanation, explain, type ExplanationWords } from '../views/explanation.ts';
import { asideSentence } from '../views/asides.ts';
import { duration } from '../views/remaining.ts';
import { noteSentence, stepSentence } from '../views/words.ts';
import type { CommandParts } from './parts.ts';

export type TargetParts = Pick<CommandParts, 'store' | 'views' | 'shortPath' | 'progressOf'>;

/** What a target will do as things stand, in words. */
export async function explainTarget(target: Target, parts: TargetParts): Promise<Explanation> {
  return explain(await gather(target, parts), wordsOf(parts));
}

async function gather(target: Target, parts: TargetParts): Promise<Explained> {
  const { store, views } = parts;
  await store.ready();
  const planned = views.planOf(target);
  return {
    planned,
    asides: isPlan(planned) ? asidesOf(planned, store.state.profiles) : [],
    done: isPlan(planned) ? await doneOf(planned, parts) : [],
    places: placesOf(target, store, parts.shortPath),
  };
}

/** All that there is of a plan, also what is not needed while a later step is there: it will be, when that has ended. */
async function doneOf(
  plan: Plan,
  { progressOf, views }: Pick<TargetParts, 'progressOf' | 'views'>,
): Promise<Explained['done']> {
  const progress = await progressOf(plan);
  if (!progress) return [];
  const { done: step, credentials } = progress;
  const leftMs = credentials.expiration === undefined ? undefined : credentials.expiration - views.now();
  const before = { ...plan, steps: plan.steps.slice(0, step - 1) };
  return [{ step, leftMs }, ...(step > 1 ? await doneOf(before, { progressOf, views }) : [])];
}

/** The profile and those that it stands on, as far as they are written. */
function placesOf(
  target: Target,
  store: ProfileStore,
  shortPath: CommandParts['shortPath'],
): Explained['places'] {
  const all = store.state.profiles;
  const { profiles } = all;
  const seen = new Set<string>();
  let name =
    target.kind === 'profile' ? target.name : target.kind === 'role' ? target.sourceProfile : undefined;
  while (name !== undefined && !seen.has(name) && profiles.has(name)) {
    seen.add(name);
    name = valueOf(profileOf(all, name), 'source_profile');
  }
  return [...seen].map((profile) => {
    const written = (profiles.get(profile)?.places ?? []).map(({ file, start }) => {
      const { line } = positionAt(store.textOf(file), start);
      return `${shortPath(store.paths[file])}:${line + 1}`;
    });
    return { profile, where: written.join(', ') };
  });
}

function wordsOf({ views }: TargetParts): ExplanationWords {
  const t = vscode.l10n.t;
  return {
    t,
    step: stepSentence,
    note: noteSentence,
    aside: asideSentence,
    failure: ({ failure }) => views.describe(failure),
    duration,
  };
}
