import { columnsOf, columnsOfOne } from '../base/plainText.ts';
import { withoutSecrets } from '../base/secretText.ts';

/** Cuts a long text in the middle, because names differ at their start and at their end. */
export function cutMiddle(text: string, columns: number): string {
  // Half of a secret is not recognized as one.
  const characters = Array.from(withoutSecrets(text));
  if (columnsOf(characters.join('')) <= columns) return characters.join('');
  const tail = takeColumns(characters.toReversed(), Math.floor((columns - 1) / 2)).toReversed();
  const head = takeColumns(characters, columns - 1 - columnsOf(tail.join('')));
  return `${head.join('')}…${tail.join('')}`;
}

function takeColumns(characters: readonly string[], columns: number): readonly string[] {
  let left = columns;
  const end = characters.findIndex((character) => (left -= columnsOfOne(character)) < 0);
  return end < 0 ? characters : characters.slice(0, end);
}
