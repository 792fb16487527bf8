import { type Samples, type Summary, summarize } from './samples.ts';

/** Rolecall's time and a peer's time for the same task, measured in the same run. */
export interface Row {
  readonly what: string;
  readonly rolecall: Summary;
  readonly peer: string;
  readonly other: Summary;
  readonly goal?: Goal;
}

/**
 * The maximum: milliseconds, milliseconds more than the peer's time, or a multiple of it. The bench reports whether it
 * is met.
 */
export type Goal = { readonly ms: number } | { readonly more: number } | { readonly ratio: number };

export interface Group {
  readonly title: string;
  readonly rows: readonly Row[];
}

export function compare(what: string, rolecall: Samples, peer: string, other: Samples, goal?: Goal): Row {
  const row = { what, rolecall: summarize(rolecall), peer, other: summarize(other) };
  return goal === undefined ? row : { ...row, goal };
}

export function ratio({ rolecall, other }: Row): number {
  return rolecall.median / other.median;
}

const widths = [46, 26, 42, 26] as const;

export function printGroup({ title, rows }: Group): void {
  const heads = [title, 'Rolecall (min–max)', 'beside', '(min–max)'];
  console.log(`\n${heads.map((head, i) => head.padEnd(widths[i]!)).join('')}ratio`);
  for (const row of rows) {
    const cells = [`  ${row.what}`, times(row.rolecall), row.peer, times(row.other)];
    const line = cells.map((cell, i) => cell.padEnd(widths[i]!)).join('');
    console.log(line + formatAmount(ratio(row)) + goalNote(row));
  }
}

function goalNote(row: Row): string {
  const { goal } = row;
  if (goal === undefined) return '';
  const [value, maximum, words] = measured(row, goal);
  return value <= maximum ? `  (within ${words})` : `  (OVER ${words})`;
}

function measured(row: Row, goal: Goal): readonly [value: number, maximum: number, words: string] {
  const { rolecall, other } = row;
  if ('ms' in goal) return [rolecall.median, goal.ms, `${goal.ms} ms`];
  if ('more' in goal) return [rolecall.median - other.median, goal.more, `${goal.more} ms more`];
  return [ratio(row), goal.ratio, String(goal.ratio)];
}

function times({ median, min, max }: Summary): string {
  return `${formatAmount(median)} ms (${formatAmount(min)}–${formatAmount(max)})`;
}

/** With about three significant digits: `0.012`, `4.56`, `78.9`, `1234`. */
function formatAmount(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value >= 0.1 ? value.toFixed(2) : value.toPrecision(2);
}
