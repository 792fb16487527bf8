/** Date and time separated by `T` or a space; dashes and colons are optional, and so are minutes and seconds. */
const iso8601 =
  /^(\d{4})(-?)(\d\d)\2(\d\d)[Tt ](\d\d)(?::?(\d\d)(?::?(\d\d)(?:[.,](\d{1,3})\d*)?)?)?\s*(?:[Zz]|UTC|GMT|([+-])([01]\d|2[0-3])(?::?([0-5]\d))?)$/u;

/**
 * Parses an ISO 8601 time to milliseconds since the epoch; undefined for anything else, including times without a time
 * zone. Accepts the variants of the CLI's parser (`dateutil.parser`) that programs print: `+0000`, no seconds, `UTC`
 * for `Z`.
 */
export function readTime(value: unknown): number | undefined {
  const found = typeof value === 'string' ? iso8601.exec(value) : null;
  if (!found) return undefined;
  const [, year, , month, day, hour, minute = '00', second = '00', fraction = ''] = found;
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.padEnd(3, '0')}Z`;
  const time = Date.parse(local);
  // `Date.parse` would read February 30 as March 2.
  if (Number.isNaN(time) || new Date(time).toISOString() !== local) return undefined;
  const [sign, hours = 0, minutes = 0] = found.slice(9);
  const offsetMs = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return sign === '-' ? time + offsetMs : time - offsetMs;
}

/**
 * Parses the time at which keys expire, as the tools that write them leave it: like `readTime`, without a time zone in
 * UTC (aws-mfa), or as a number of seconds or milliseconds since the epoch. Undefined for anything else.
 */
export function readExpiration(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{10}(?:\d{3})?$/u.test(text)) return text.length === 10 ? Number(text) * 1000 : Number(text);
  return readTime(text) ?? readTime(`${text}Z`);
}
