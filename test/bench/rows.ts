import { type Samples, type Summary, summarize } from './samples.ts';

/** Rolecall's time beside another's for the same thing, taken in the same run. */
export interface Row {
  readonly what: string;
  readonly rolecall: Summary;
  readonly peer: string;
  readonly other: Summary;
  readonly goal?: Goal;
}

/** The most that it should be: milliseconds, or times of what stands beside it. The bench says whether it is reached. */
export type Goal = { readonly ms: number } | { readonly ratio: number };

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
    console.log(line + amount(ratio(row)) + goalNote(row));
  }
}

function goalNote(row: Row): string {
  const { goal } = row;
  if (goal === undefined) return '';
  const [is, most, unit] =
    'ms' in goal ? [row.rolecall.median, goal.ms, ' ms'] : [ratio(row), goal.ratio, ''];
  return is <= most ? `  (within ${most}${unit})` : `  (OVER ${most}${unit})`;
}

function times({ median, min, max }: Summary): string {
  return `${amount(median)} ms (${amount(min)}–${amount(max)})`;
}

/** Three digits or so: `0.0123`, `4.56`, `78.9`, `1234`. */
function amount(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value >= 0.1 ? value.toFixed(2) : value.toPrecision(2);
}
