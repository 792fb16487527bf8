import type { AssignmentLine } from '../../../config/syntax.ts';
import { looksLikeRegion, regionName, regions } from '../../../plan/regions.ts';
import { nearestSpelling } from '../../../profiles/spelling.ts';
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
  if (regionName(value) !== undefined || /^aws(?:-[a-z]+)*-global$/u.test(value)) return undefined;
  const zone = zoneRegion(value.toLowerCase());
  if (zone !== undefined) return { code: 'zoneAsRegion', span, args: [value, zone], ...fixTo(line, zone) };
  const small = value.toLowerCase();
  if (small !== value && looksLikeRegion(small))
    return { code: 'regionCase', span, args: [value, small], ...fixTo(line, small) };
  const meant = looksLikeRegion(value) ? undefined : meantRegion(value);
  if (meant !== undefined)
    return { code: 'misspelledRegion', span, args: [value, meant], ...fixTo(line, meant) };
  return { code: 'unknownRegion', span, args: [value], ...fixTo(line, undefined) };
}

function fixTo(line: AssignmentLine, region: string | undefined): Pick<LocalFinding, 'fix'> {
  return region === undefined ? {} : { fix: replaceValue(line, region) };
}

/** The region of an Availability Zone or a Local Zone: `us-east-1a`, `us-west-2-lax-1a`. */
function zoneRegion(zone: string): string | undefined {
  const [, region] = /^([a-z]{2,5}(?:-[a-z]+)+-\d{1,2})(?:-[a-z]{3}-\d)?[a-z]$/u.exec(zone) ?? [];
  return region !== undefined && regionName(region) !== undefined ? region : undefined;
}

const codes = regions.map(([code]) => code);

function meantRegion(written: string): string | undefined {
  const plain = written
    .trim()
    .toLowerCase()
    .replaceAll(/[_\s.]+/gu, '-');
  if (looksLikeRegion(plain)) return plain;
  const zone = zoneRegion(plain);
  return zone ?? nearestSpelling(plain, codes, plain.length >= 8 ? 2 : 0);
}
