import { keys } from '../../profiles/keys.ts';
import { keyFacts } from '../../profiles/keys/knownKeys.ts';
import type { AwsText } from '../awsText.ts';
import type { Completion, Known } from './completion.ts';
import { cursorPlace } from './cursorPlace.ts';
import { keyCompletions } from './keyCompletions.ts';
import { snippetCompletions } from './snippets.ts';
import { titleCompletions } from './titleCompletions.ts';
import { valueCompletions } from './valueCompletions.ts';

/** What can be written at an offset of the text, the likeliest first. */
export function completionsAt(text: AwsText, offset: number, known: Known): readonly Completion[] {
  const place = cursorPlace(text, offset);
  switch (place?.kind) {
    case undefined:
      return [];
    case 'title':
      return titleCompletions(text, place);
    case 'key': {
      const snippets = snippetCompletions(text, place);
      const found = keyCompletions(text, place);
      // In a section with keys, more keys are likelier than another section.
      return place.block && place.block.entries.length > 0
        ? [...found, ...snippets]
        : [...snippets, ...found];
    }
    case 'value':
      return valueCompletions(text, place, known);
  }
}

/** Whether `completionsAt` needs what sign-ins have listed. */
export function usesKnown(text: AwsText, offset: number): boolean {
  const place = cursorPlace(text, offset);
  if (place?.kind !== 'value' || place.parent !== undefined) return false;
  return place.key === keys.ssoRoleName || keyFacts(place.key)?.form === 'accountId';
}
