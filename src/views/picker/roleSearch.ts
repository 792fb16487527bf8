import type { Listing } from '../../identityCenter/accounts.ts';
import type { AdHocTarget } from '../../profiles/profiles.ts';

/** A role in an account, as it is shown to the user. */
export interface FoundRole {
  readonly target: Extract<AdHocTarget, { kind: 'assignment' }>;
  readonly account: string;
  readonly email: string;
}

interface Searchable extends FoundRole {
  readonly text: string;
}

/** The number of roles that are shown at a time. Typing more narrows them down. */
const maxShown = 100;

export interface Found {
  readonly first: readonly FoundRole[];
  /** The number of further matches. */
  readonly more: number;
}

/**
 * Finds roles by words. Each word must occur in the name, ID, or email address of the account, or in the name of the
 * role. VS Code's own search takes a third of a second for 20,000 rows, all of which must be sent to it first.
 */
export class RoleSearch {
  readonly #all: readonly Searchable[];

  /** @param signIn as in a `Target` */
  constructor(signIn: string, listing: Listing | undefined) {
    this.#all = [...(listing?.accounts.values() ?? [])].flatMap(({ id, name, email, roles = [] }) =>
      roles.map((roleName) => ({
        target: { kind: 'assignment', signIn, accountId: id, roleName },
        account: name,
        email,
        text: `${name} / ${roleName} ${id} ${email}`.toLowerCase(),
      })),
    );
  }

  get size(): number {
    return this.#all.length;
  }

  find(words: string, limit = maxShown): Found {
    const wanted = words.toLowerCase().split(/\s+/u).filter(Boolean);
    const first: FoundRole[] = [];
    let more = 0;
    for (const each of this.#all) {
      if (!wanted.every((word) => each.text.includes(word))) continue;
      if (first.length < limit) first.push(each);
      else more++;
    }
    return { first, more };
  }
}
