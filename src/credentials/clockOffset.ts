/**
 * The offset to add to this machine's clock (`now`) to get that of a service, in milliseconds, by the `Date` header of
 * an answer that was just received. `sentAt`: when the request was sent, by this machine's clock. If the machine has
 * slept since then, any time between the two is right.
 */
export function clockOffsetMs(date: string | undefined, now: number = Date.now(), sentAt = now): number {
  const time = Date.parse(date ?? '') + halfSecondMs;
  const nearest = Math.min(Math.max(time, Math.min(sentAt, now)), Math.max(sentAt, now));
  const offsetMs = time - nearest;
  // A smaller offset may be network latency.
  return Math.abs(offsetMs) > clockToleranceMs ? offsetMs : 0;
}

/** How far two clocks may differ that show the same time, in milliseconds. */
export const clockToleranceMs = 2000;

/** The average fraction that a date in whole seconds omits. */
const halfSecondMs = 500;
