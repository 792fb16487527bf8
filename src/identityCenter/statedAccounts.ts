import { publicFacts } from '../base/publicFacts.ts';
import type { KeyName } from '../profiles/keys.ts';
import { accountIdKeys, accountNameKeys } from '../profiles/keys/accountKeys.ts';
import { type Profile, type ProfileSet, valueOf } from '../profiles/profiles.ts';

const nameForm = new RegExp(accountNameKeys.join('|'), 'iu');

/** The ID of the account that a profile states, even if its credentials come from a program. */
export function statedAccountId(profile: Profile | undefined): string | undefined {
  return firstOf(accountIdKeys, profile, (id) => /^\d{12}$/u.test(id));
}

/** The names of accounts that profiles state, by account ID. The first profile counts. */
export function statedAccountNames({ profiles, documents }: ProfileSet): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  // Few files have these keys, and the values of ten thousand profiles take long to read.
  if (!Object.values(documents ?? {}).some(({ text }) => nameForm.test(text))) return names;
  for (const profile of profiles.values()) {
    const [id, name] = [statedAccountId(profile), firstOf(accountNameKeys, profile)];
    if (id !== undefined && name !== undefined && !names.has(id)) names.set(id, publicFacts({ name }).name);
  }
  return names;
}

function firstOf(
  among: readonly KeyName[],
  profile: Profile | undefined,
  accepts: (value: string) => boolean = () => true,
): string | undefined {
  return among.map((key) => valueOf(profile, key)).find((value) => value !== undefined && accepts(value));
}
