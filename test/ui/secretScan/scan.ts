import { needlesOf, type Secret } from './needles.ts';
import type { Place } from './places.ts';

/** A place where some secrets belong, with the reason. */
export interface Allowed {
  /** Matches names of places. */
  readonly place: RegExp;
  /** Matches names of secrets. */
  readonly secret: RegExp;
  readonly why: string;
}

/** Where secrets are that do not belong there: `a session token in plain: home/.bash_history`. Contains no secret. */
export function misplaced(
  secrets: readonly Secret[],
  places: readonly Place[],
  allowed: readonly Allowed[],
): readonly string[] {
  const needles = needlesOf(secrets);
  return places.flatMap(({ name, content }) => {
    const found = needles.filter(
      ({ secret, bytes }) =>
        content.includes(bytes) && !allowed.some((each) => each.place.test(name) && each.secret.test(secret)),
    );
    return [...new Set(found.map(({ secret, form }) => `${secret} in ${form}: ${name}`))];
  });
}

/** The names of the places in which a secret is, in any form. */
export function placesOf(secret: Secret, places: readonly Place[]): readonly string[] {
  const needles = needlesOf([secret]);
  return places
    .filter(({ content }) => needles.some(({ bytes }) => content.includes(bytes)))
    .map(({ name }) => name);
}
