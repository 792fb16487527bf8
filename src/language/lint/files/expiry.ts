import { keysWhere } from '../../../profiles/keys.ts';
import type { AwsText } from '../../awsText.ts';

/** The keys in which tools write when temporary access keys expire. */
export const expiryKeys = keysWhere(({ expiresKeys }) => expiresKeys);

const mentioned = new RegExp(expiryKeys.join('|'), 'iu');

/** When the next access keys of a file expire, in ms since the epoch; Infinity if none will. */
export function nextExpiry({ document }: AwsText, now: number): number {
  // Few files have such keys, and reading thousands of sections takes long.
  if (!mentioned.test(document.text)) return Infinity;
  const times = document.sections.flatMap((section) => {
    if (!mentioned.test(document.text.slice(section.start, section.end))) return [];
    return section.entries.flatMap(({ line, value }) =>
      expiryKeys.some((key) => key === line.key.toLowerCase()) ? [expiryOf(value)] : [],
    );
  });
  return times.reduce((next, time) => (time > now && time < next ? time : next), Infinity);
}

/** In ms since the epoch; NaN for another form. Tools write ISO 8601, with or without a zone, or seconds. */
export function expiryOf(value: string): number {
  if (/^\d{10}$/u.test(value)) return Number(value) * 1000;
  const [, date, time, zone = 'Z'] =
    /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d(?:\.\d+)?)\s*(Z|[+-]\d\d:?\d\d)?$/u.exec(value) ?? [];
  return date === undefined
    ? Number.NaN
    : new Date(`${date}T${time}${zone.replace(/(\d\d):?(\d\d)$/u, '$1:$2')}`).getTime();
}
