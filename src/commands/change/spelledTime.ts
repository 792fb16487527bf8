const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/**
 * Rewrites a time that is spelled out as ISO 8601: those of HTTP headers (RFC 9110, section 5.6.7) and emails, and of
 * Python's `datetime` as boto3 prints them. Undefined for anything else.
 */
export function spelledTime(text: string): string | undefined {
  const [, day = '', month = '', year = '', time = '', zone = ''] =
    /^[A-Z][a-z]{2}, (\d\d?) ([A-Z][a-z]{2}) (\d{4}) (\d\d:\d\d:\d\d) (GMT|UTC|[+-]\d{4})$/u.exec(text) ?? [];
  if (months.includes(month)) {
    const offset = /\d/u.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3)}` : 'Z';
    return `${year}-${twoDigits(months.indexOf(month) + 1)}-${twoDigits(Number(day))}T${time}${offset}`;
  }
  const python = /^datetime\.datetime\(([\d, ]+),\s*tzinfo=[\w.]*(?:utc|UTC)(?:\(\))?\)$/u.exec(text);
  const numbers = python?.[1]?.split(',').map(Number) ?? [];
  if (numbers.length < 3) return undefined;
  const [date, clock] = [numbers.slice(1, 3), [0, 1, 2].map((i) => numbers[i + 3] ?? 0)];
  return `${numbers[0]}-${date.map(twoDigits).join('-')}T${clock.map(twoDigits).join(':')}Z`;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
