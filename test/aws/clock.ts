/**
 * The clock of the local AWS. It runs like the machine's clock and can be moved in two ways.
 *
 * `advance` lets time pass for AWS: sessions expire and codes change. The program under test still signs with the
 * machine's clock, so the dates on the wire stay on the machine's clock, too.
 *
 * `setSkew` makes AWS and the machine disagree about the time, as when a laptop's clock is wrong.
 */
export type Clock = {
  /** Milliseconds since the epoch. Sessions and one-time codes depend on this time. */
  readonly now: () => number;
  /** The same without `advance`: for the `Date` header and for comparison with the date of a signature. */
  readonly wire: () => number;
  readonly advance: (milliseconds: number) => void;
  readonly setSkew: (milliseconds: number) => void;
};

export function createClock(machine: () => number = Date.now): Clock {
  let advanced = 0;
  let skew = 0;
  return {
    now: () => machine() + skew + advanced,
    wire: () => machine() + skew,
    advance: (milliseconds) => {
      advanced += milliseconds;
    },
    setSkew: (milliseconds) => {
      skew = milliseconds;
    },
  };
}

/** `20260131T235959Z`, the format of dates in signatures. */
export function basicIso(milliseconds: number): string {
  return isoSeconds(milliseconds).replaceAll(/[-:]/g, '');
}

/** `2026-01-31T23:59:59Z`, the format of dates in responses. */
export function isoSeconds(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
