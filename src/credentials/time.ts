const rfc3339 = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/iu;

/** A time as RFC 3339 has it, in milliseconds since the epoch; undefined for anything else. */
export function readTime(value: unknown): number | undefined {
  if (typeof value !== 'string' || !rfc3339.test(value)) return undefined;
  const time = Date.parse(value.replace(' ', 'T').toUpperCase());
  return Number.isNaN(time) ? undefined : time;
}
