import { resolveChain } from '../../plan/sourceChain.ts';
import { keys } from '../../profiles/keys.ts';
import type { ProfileSet } from '../../profiles/profiles.ts';

/** The loop that a role would be in with another `source_profile`; undefined if there would be none. */
export function loopWith(set: ProfileSet, name: string, source: string): readonly string[] | undefined {
  const role = set.profiles.get(name);
  if (!role) return undefined;
  const { locations, values } = role;
  const changed = new Map(values);
  changed.delete(keys.credentialSource);
  changed.set(keys.sourceProfile, { text: source, nested: new Map(), file: 'config', start: 0, end: 0 });
  const profiles = new Map(set.profiles).set(name, { name, locations, values: changed });
  const chain = resolveChain({ ...set, profiles }, name, {});
  return 'code' in chain && chain.code === 'sourceLoop' ? chain.loop : undefined;
}
