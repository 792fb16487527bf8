import * as fc from 'fast-check';

export type Mutate = (text: string) => string;

const share = fc.double({ min: 0, max: 1, noNaN: true });

/** Characters that mean something to a parser, a terminal, a shell, or VS Code. */
const odd = fc.constantFrom(
  ...Array.from(
    '\0\uFEFF\r\n\u2028\u0085\u00A0\t\u001B\u202E\u2066\u200B\u00AD\u{E0061}\u3000[]=:;"\'\\`%/-本 ',
  ),
  '\uD83D',
  '\uDE00',
  '\r\n',
  ' #',
  '=\n',
  '$(x)',
  '](command:x)',
  '{0}',
);

function at(text: string, where: number): number {
  return Math.floor(where * text.length);
}

function inserted(text: string, where: number, put: string): string {
  const i = at(text, where);
  return text.slice(0, i) + put + text.slice(i);
}

/** Changes to a text that know nothing of its structure. */
const mutation: fc.Arbitrary<Mutate> = fc.oneof(
  fc.tuple(share, odd, fc.constantFrom(1, 1, 1, 2, 500)).map(
    ([where, put, times]): Mutate =>
      (text) =>
        inserted(text, where, put.repeat(times)),
  ),
  // A flipped bit of the file's bytes.
  fc.tuple(share, fc.nat(7)).map(([where, bit]): Mutate => (text) => {
    const bytes = Buffer.from(text);
    const i = at(text, where);
    if (bytes.length > 0) bytes[i] = bytes[i]! ^ (1 << bit);
    return bytes.toString();
  }),
  // Two parts change places.
  fc.tuple(share, share, share).map((shares): Mutate => (text) => {
    const [a, b, c] = shares.map((each) => at(text, each)).toSorted((x, y) => x - y);
    return text.slice(0, a) + text.slice(b, c) + text.slice(a, b) + text.slice(c);
  }),
  // A part is missing.
  fc.tuple(share, fc.nat(12)).map(([where, length]): Mutate => (text) => {
    return text.slice(0, at(text, where)) + text.slice(at(text, where) + length);
  }),
  // The next line is joined to this one.
  share.map((where): Mutate => (text) => {
    const end = text.indexOf('\n', at(text, where));
    return end === -1 ? text : text.slice(0, end).trimEnd() + text.slice(end + 1).trimStart();
  }),
  // The file ends early.
  share.map(
    (where): Mutate =>
      (text) =>
        text.slice(0, at(text, where)),
  ),
);

/** No change in half of the cases: an undamaged file leads further into the product. */
export const mutations: fc.Arbitrary<readonly Mutate[]> = fc.oneof(
  fc.constant([]),
  fc.array(mutation, { minLength: 1, maxLength: 4 }),
);

export function mutated(text: string, changes: readonly Mutate[]): string {
  return changes.reduce((before, change) => change(before), text);
}
