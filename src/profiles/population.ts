import type { Failure } from '../base/failure.ts';
import { inOrder } from '../config/edit.ts';
import { addToBlock } from '../config/editBlocks.ts';
import { addSections, removeSections } from '../config/editSections.ts';
import type { Values } from '../config/editValues.ts';
import { keyComplaint, valueComplaint } from '../config/writable.ts';
import { isWritableName, profileTitle } from './profileNames.ts';
import type { Profile } from './profiles.ts';
import type { Documents, FileEdits } from './sections.ts';
import { spelledSections } from './sections.ts';

export interface NewProfile {
  readonly name: string;
  readonly values: Values;
}

/** Many profiles that come and go at once, as what an Identity Center leads to changes. */
export interface Population {
  readonly kind: 'populate';
  readonly name: string;
  readonly added: readonly NewProfile[];
  readonly removed: readonly string[];
  /** The marked block that new ones are added to; undefined: the end of the file. */
  readonly block: string | undefined;
}

export function populationFailure(
  there: ReadonlyMap<string, Profile>,
  { added, removed }: Population,
): Failure | undefined {
  const gone = removed.find((name) => !there.has(name));
  if (gone !== undefined) return { code: 'noSuchProfile', profile: gone };
  const names = new Set<string>();
  for (const { name, values } of added) {
    if (!isWritableName(name)) return { code: 'badName', profile: name };
    if (names.has(name) || (there.has(name) && !removed.includes(name)))
      return { code: 'profileExists', profile: name };
    names.add(name);
    const wrong = values.find(([key, value]) => keyComplaint(key) ?? valueComplaint(value));
    if (wrong) return { code: 'invalidValue', profile: name, key: wrong[0], value: wrong[1] };
  }
  return undefined;
}

export function planPopulation({ config, credentials }: Documents, change: Population): FileEdits {
  const sections = change.added.map(({ name, values }) => ({ title: profileTitle('config', name), values }));
  const added =
    change.block === undefined ? addSections(config, sections) : addToBlock(config, change.block, sections);
  const gone = (file: 'config' | 'credentials') =>
    change.removed.flatMap((name) => spelledSections(file, file === 'config' ? config : credentials, name));
  return {
    config: inOrder([...removeSections(config, inFileOrder(gone('config'))), ...added]),
    credentials: inOrder(removeSections(credentials, inFileOrder(gone('credentials')))),
  };
}

function inFileOrder<T extends { readonly start: number }>(sections: readonly T[]): readonly T[] {
  return sections.toSorted((a, b) => a.start - b.start);
}
