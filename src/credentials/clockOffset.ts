/**
 * The offset to add to this machine's clock (`now`) to get that of a service, in milliseconds, by the `Date` header of
 * an answer that was just received.
 */
export function clockOffsetMs(date: string | undefined, now: number = Date.now()): number {
  const offsetMs = Date.parse(date ?? '') + halfSecondMs - now;
  // A smaller offset may be network latency.
  return Math.abs(offsetMs) > clockToleranceMs ? offsetMs : 0;
}

/** How far two clocks may differ that show the same time, in milliseconds. */
export const clockToleranceMs = 2000;

/** The average fraction that a date in whole seconds omits. */
const halfSecondMs = 500;
