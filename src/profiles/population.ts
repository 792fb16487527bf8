import type { Failure } from '../base/failure.ts';
import { mergeEdits } from '../config/edit.ts';
import { addToBlock } from '../config/editBlocks.ts';
import { appendSections, removeSections } from '../config/editSections.ts';
import type { Values } from '../config/editValues.ts';
import { keyComplaint, valueComplaint } from '../config/writable.ts';
import { isWritableName, profileTitle } from './profileNames.ts';
import type { Profile } from './profiles.ts';
import type { Documents, FileEdits } from './sections.ts';
import { sectionsNamed } from './sections.ts';

export interface NewProfile {
  readonly name: string;
  readonly values: Values;
}

/** Adds and removes many profiles at once, following the assignments of an Identity Center. */
export interface Population {
  readonly kind: 'populate';
  readonly name: string;
  readonly added: readonly NewProfile[];
  readonly removed: readonly string[];
  /** The block (`editBlocks.ts`) to which new profiles are added; undefined: the end of the file. */
  readonly block: string | undefined;
}

export function populationFailure(
  existing: ReadonlyMap<string, Profile>,
  { added, removed }: Population,
): Failure | undefined {
  const isRemoved = new Set(removed);
  const missing = removed.find((name) => !existing.has(name));
  if (missing !== undefined) return { code: 'noSuchProfile', profile: missing };
  const names = new Set<string>();
  for (const { name, values } of added) {
    if (!isWritableName(name)) return { code: 'badName', profile: name };
    if (names.has(name) || (existing.has(name) && !isRemoved.has(name)))
      return { code: 'profileExists', profile: name };
    names.add(name);
    const wrong = values.find(([key, value]) => keyComplaint(key) ?? valueComplaint(value));
    if (wrong) return { code: 'invalidValue', profile: name, key: wrong[0] };
  }
  return undefined;
}

export function planPopulation({ config, credentials }: Documents, change: Population): FileEdits {
  const sections = change.added.map(({ name, values }) => ({ title: profileTitle('config', name), values }));
  const added =
    change.block === undefined
      ? appendSections(config, sections)
      : addToBlock(config, change.block, sections);
  const removed = new Set(change.removed);
  return {
    config: mergeEdits([...removeSections(config, sectionsNamed('config', config, removed)), ...added]),
    credentials: mergeEdits(removeSections(credentials, sectionsNamed('credentials', credentials, removed))),
  };
}
