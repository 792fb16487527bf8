import type { Section, Span } from '../config/syntax.ts';
import { isPlan, type Planned } from '../plan/plan.ts';
import { keys, keysWhere } from '../profiles/keys.ts';
import { valueOf } from '../profiles/profiles.ts';
import type { AwsText } from './awsText.ts';
import { subjectOf } from './navigation/namedPlaces.ts';

type InheritedKey = typeof keys.mfaSerial | typeof keys.region;

/** A value that a profile does not set itself. */
export interface Inlay {
  readonly at: number;
  /** The name of the key. */
  readonly key: InheritedKey;
  readonly value: string;
  /** The profile that sets it. */
  readonly from: string;
}

/**
 * The inherited MFA device and region of the profiles in a span, behind the key that names the other profile.
 * `planOf` tells what is inherited, because that depends on more than the two profiles.
 */
export function inlaysIn(
  { role, document, profiles }: AwsText,
  within: Span,
  planOf: (profile: string) => Planned,
): readonly Inlay[] {
  return document.sections
    .filter(({ start, end }) => start <= within.end && end >= within.start)
    .flatMap((section) => {
      const subject = subjectOf(role, section.title);
      const at = subject?.kind === 'profile' ? endOfReference(section) : undefined;
      if (!subject || at === undefined) return [];
      const profile = profiles.profiles.get(subject.name);
      return inheritedBy(planOf(subject.name))
        .filter(({ key }) => valueOf(profile, key) === undefined)
        .map((inherited) => ({ ...inherited, at }));
    });
}

const namingKeys: readonly string[] = keysWhere(({ namesProfile }) => namesProfile);

/** The end of the last value that names another profile. */
function endOfReference({ entries }: Section): number | undefined {
  const found = entries.findLast(
    ({ line: { key, value } }) => value !== '' && namingKeys.includes(key.toLowerCase()),
  );
  return found?.line.valueEnd;
}

function inheritedBy(planned: Planned): readonly Omit<Inlay, 'at'>[] {
  if (!isPlan(planned)) return [];
  const { steps, notes, region } = planned;
  const serials = steps.map((step) => ('mfaSerial' in step ? step.mfaSerial : undefined));
  const mfaSerial = serials.find((each) => each !== undefined);
  return notes.flatMap((note): readonly Omit<Inlay, 'at'>[] => {
    if (note.code === 'mfaInherited' && mfaSerial !== undefined)
      return [{ key: keys.mfaSerial, value: mfaSerial, from: note.from }];
    if (note.code === 'regionInherited' && region)
      return [{ key: keys.region, value: region.name, from: note.from }];
    return [];
  });
}
