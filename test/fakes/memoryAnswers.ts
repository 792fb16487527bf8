import type { BindingAnswer, BindingAnswers } from '../../src/session/consent/bindingConsent.ts';

/** Answers to questions about bindings. Windows that are opened later with the same `stored` know them. */
export function memoryAnswers(stored = new Map<string, BindingAnswer>()): BindingAnswers {
  return {
    get: (place, profile) => stored.get(keyOf(place, profile)),
    set(place, profile, answer) {
      if (answer === undefined) stored.delete(keyOf(place, profile));
      else stored.set(keyOf(place, profile), answer);
    },
  };
}

function keyOf(place: string, profile: string): string {
  return `${place} ${profile}`;
}
