import type { Span } from '../../config/syntax.ts';
import type { AwsText } from '../awsText.ts';
import { nameAt, placesOf } from './namedPlaces.ts';

/** A name while it is typed. Other characters end the linked editing. */
export const linkedName = /[\w\-@+.%:/]+/u;

/**
 * The places that change together while the user types in a header: the name itself, and the references to it. Only in
 * a header, because who types in a reference means another profile. Not if the other file has the name, too: VS Code
 * can link only within one file, and half of a rename breaks the rest. `[default]` has a title of its own.
 */
export function linkedNames(text: AwsText, offset: number): readonly Span[] {
  const found = nameAt(text, offset);
  if (found?.place.role !== 'definition' || found.subject.name === 'default') return [];
  if (found.subject.name.replace(linkedName, '') !== '') return [];
  const places = placesOf(text, found.subject);
  if (places.some(({ file }) => file !== text.role)) return [];
  return places.length > 1 ? places : [];
}
