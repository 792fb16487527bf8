import type { AwsText } from './awsText.ts';
import { subjectOf } from './navigation/namedPlaces.ts';

/** A header above which there are commands for its profile. */
export interface LensPlace {
  readonly profile: string;
  /** The start of the header's line. */
  readonly at: number;
}

/** The headers of the profiles, in their order, without a `[default]` that `[profile default]` overrides. */
export function lensPlaces({ role, document }: Pick<AwsText, 'role' | 'document'>): readonly LensPlace[] {
  const places = document.sections.flatMap(({ title, start }) => {
    const subject = subjectOf(role, title);
    return subject?.kind === 'profile' ? [{ profile: subject.name, title, at: start }] : [];
  });
  const isOverridden = places.some(({ profile, title }) => profile === 'default' && title !== 'default');
  return places
    .filter(({ title }) => !isOverridden || title !== 'default')
    .map(({ profile, at }) => ({ profile, at }));
}
