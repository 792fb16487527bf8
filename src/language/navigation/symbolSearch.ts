import type { FileLocation, Named, ProfileSet } from '../../profiles/profiles.ts';
import type { Subject } from './namedPlaces.ts';

/** A section that a search found. */
export interface FoundSection extends Subject {
  readonly location: FileLocation;
}

/** Enough to type on: VS Code searches again after each letter. */
const mostFound = 500;

/**
 * The profiles, sign-ins, and endpoints whose names have the letters of the query in their order, the best matches
 * first. An empty query finds none: other languages also answer, and thousands of profiles would hide their symbols.
 */
export function findSections({ profiles, ssoSessions, services }: ProfileSet, query: string): FoundSection[] {
  const wanted = query.toLowerCase().replaceAll(/\s/gu, '');
  if (wanted === '') return [];
  const kinds = [
    ['profile', profiles],
    ['sso-session', ssoSessions],
    ['services', services],
  ] as const;
  const found = kinds.flatMap(([kind, named]) =>
    [...named.values()].flatMap((each) => {
      const rank = rankOf(each.name.toLowerCase(), wanted);
      return rank === undefined ? [] : [{ kind, named: each, rank }];
    }),
  );
  const best = found.toSorted((a, b) => a.rank - b.rank).slice(0, mostFound);
  return best.flatMap(({ kind, named }) => sectionsOf(kind, named));
}

/** 0: the name is the query; 1: it begins with it; 2: it contains it; 3: it has its letters in their order. */
function rankOf(name: string, wanted: string): number | undefined {
  if (name === wanted) return 0;
  const at = name.indexOf(wanted);
  if (at !== -1) return at === 0 ? 1 : 2;
  let from = 0;
  for (const letter of wanted) {
    const next = name.indexOf(letter, from);
    if (next === -1) return undefined;
    from = next + letter.length;
  }
  return 3;
}

function sectionsOf(kind: Subject['kind'], { name, locations }: Named): readonly FoundSection[] {
  return locations.map((location) => ({ kind, name, location }));
}
