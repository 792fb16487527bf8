import type { HandOut } from './handOuts.ts';

/** What another window has handed out, as it describes that. */
export interface HandedElsewhere {
  /** The name of the recipient. */
  readonly name: string;
  readonly profile: string | undefined;
  readonly what: HandOut['what'];
  /** Milliseconds since the epoch. */
  readonly expiration: number | undefined;
}

/** The answer to other windows. */
export function forOthers(handOuts: readonly HandOut[]): readonly HandedElsewhere[] {
  return handOuts.map(({ recipient, profile, what, expiration }) => ({
    name: nameOf(recipient),
    profile,
    what,
    expiration,
  }));
}

/** The name of a recipient, or else its kind. */
function nameOf(recipient: HandOut['recipient']): string {
  switch (recipient.kind) {
    case 'terminal':
    case 'task':
    case 'debugSession':
      return recipient.name;
    case 'program':
      return recipient.name ?? recipient.kind;
    case 'endpoint':
      return recipient.program ?? recipient.kind;
    case 'extension':
      return recipient.id;
    case 'file':
      return recipient.path;
    case 'credentialsFile':
      return recipient.profile;
    default:
      return recipient.kind;
  }
}

/** Reads the answer of another window, which may be of another version. */
export function readHandedElsewhere(answer: unknown): readonly HandedElsewhere[] {
  return (Array.isArray(answer) ? (answer as unknown[]) : []).flatMap((each) => {
    const { name, profile, what, expiration } = (each ?? {}) as Readonly<Record<string, unknown>>;
    if (typeof name !== 'string' || (what !== 'keys' && what !== 'access')) return [];
    return {
      name,
      what,
      profile: typeof profile === 'string' ? profile : undefined,
      expiration: typeof expiration === 'number' ? expiration : undefined,
    };
  });
}
