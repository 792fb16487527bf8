import type { AssignmentLine } from '../../../config/syntax.ts';
import { looksLikeRegion, regionName, regions } from '../../../plan/endpoints/regions.ts';
import { spellingDistance } from '../../../profiles/spelling.ts';
import { type LocalFinding, replaceValue, valueSpan } from './localFinding.ts';

/** Other regions fail in the AWS CLI (botocore `utils.py`, validate_region_name). */
export function isCliRegion(region: string): boolean {
  return /^(?!\d+$)(?!-)[a-z0-9-]{0,63}(?<!-)$/iu.test(region) && region !== '';
}

/** A region that is none, or another spelling of one. */
export function regionFinding(key: string, line: AssignmentLine): LocalFinding | undefined {
  const { value } = line;
  const span = valueSpan(line);
  if (!isCliRegion(value)) {
    const meant = meantRegion(value);
    return { code: 'rejectedRegion', span, args: [key], ...fixTo(line, meant) };
  }
  if (regionName(value) !== undefined || unlisted.test(value)) return undefined;
  const zone = zoneRegion(value.toLowerCase());
  if (zone !== undefined) return { code: 'zoneAsRegion', span, args: [value, zone], ...fixTo(line, zone) };
  const small = value.toLowerCase();
  if (small !== value && looksLikeRegion(small))
    return { code: 'regionCase', span, args: [value, small], ...fixTo(line, small) };
  const meant = mayBeNew(value) ? undefined : meantRegion(value);
  if (meant !== undefined)
    return { code: 'misspelledRegion', span, args: [value, meant], ...fixTo(line, meant) };
  return { code: 'unknownRegion', span, args: [value], ...fixTo(line, undefined) };
}

function fixTo(line: AssignmentLine, region: string | undefined): Pick<LocalFinding, 'fix'> {
  return region === undefined ? {} : { fix: replaceValue(line, region) };
}

/** The region of partitions without public names, and the names of AWS for all regions together. */
const unlisted = /^(?:us|eu)-iso[a-z]?-[a-z]+-\d$|^aws(?:-[a-z]+)*-global$/u;

/** AWS names regions by these directions. */
function mayBeNew(region: string): boolean {
  return (
    looksLikeRegion(region) && /-(?:central|(?:north|south)(?:east|west)?|east|west)-[1-9]\d?$/u.test(region)
  );
}

/** The region of an Availability Zone, a Local Zone, or a Wavelength Zone: `us-east-1a`, `us-west-2-lax-1a`. */
function zoneRegion(zone: string): string | undefined {
  const [, region] =
    /^([a-z]{2,5}(?:-[a-z]+)+-\d{1,2})(?:[a-z]|-[a-z]{3}-\d[a-z]?|-wl\d-[a-z]{3}-wlz-\d)$/u.exec(zone) ?? [];
  return region !== undefined && regionName(region) !== undefined ? region : undefined;
}

const codes = regions.map(([code]) => code);

/** By their whole names and by the places in them, without those of two regions. */
const byName: ReadonlyMap<string, string> = new Map(
  regions.flatMap(([code, name]) => {
    const place = name.slice(name.indexOf('(') + 1, -1);
    return [name, ...(/^Central$|^US-/u.test(place) ? [] : [place])].map(
      (each) => [each.toLowerCase(), code] as const,
    );
  }),
);

function meantRegion(written: string): string | undefined {
  const words = written.trim().toLowerCase();
  const plain = words
    .replaceAll(/[_\s.]+/gu, '-')
    .replace(/(?<=[a-z])-[li]$/u, '-1')
    .replace(/-0(?=\d$)/u, '-');
  if (mayBeNew(plain)) return plain;
  return byName.get(words) ?? zoneRegion(plain) ?? nearestRegion(plain);
}

/** Undefined if two are equally near. */
function nearestRegion(written: string): string | undefined {
  if (written.length < 8) return undefined;
  const rated = codes.map((code) => ({ code, distance: spellingDistance(written, code) }));
  const [best, next] = rated.toSorted((a, b) => a.distance - b.distance);
  return best && best.distance <= 2 && best.distance < (next?.distance ?? Infinity) ? best.code : undefined;
}
