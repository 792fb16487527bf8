import type { HandOut } from './handOuts.ts';

/** What another window has handed out, as it describes that. */
export interface HandedElsewhere {
  readonly kind: string;
  /** The name of the recipient, if it has one. */
  readonly name: string | undefined;
  readonly profile: string | undefined;
  readonly what: HandOut['what'];
  /** Milliseconds since the epoch. */
  readonly expiration: number | undefined;
  readonly isLongTerm: boolean;
}

/** The answer to other windows. */
export function forOthers(handOuts: readonly HandOut[]): readonly HandedElsewhere[] {
  return handOuts.map(({ recipient, profile, what, expiration, isLongTerm = false }) => ({
    kind: recipient.kind,
    name: nameOf(recipient),
    profile,
    what,
    expiration,
    isLongTerm,
  }));
}

function nameOf(recipient: HandOut['recipient']): string | undefined {
  switch (recipient.kind) {
    case 'terminal':
    case 'task':
    case 'debugSession':
    case 'program':
      return recipient.name;
    case 'endpoint':
      return recipient.program;
    case 'extension':
      return recipient.id;
    case 'file':
      return recipient.path;
    case 'credentialsFile':
      return recipient.profile;
    case 'newTerminals':
    case 'extensionHost':
    case 'clipboard':
    case 'copiedEndpoint':
    case 'cliCache':
      return undefined;
  }
}

/** Reads the answer of another window, which may be of another version. */
export function readHandedElsewhere(answer: unknown): readonly HandedElsewhere[] {
  return (Array.isArray(answer) ? (answer as unknown[]) : []).flatMap((each) => {
    const { kind, name, profile, what, expiration, isLongTerm } = (each ?? {}) as Readonly<
      Record<string, unknown>
    >;
    if (typeof kind !== 'string' || (what !== 'keys' && what !== 'access' && what !== 'unknown')) return [];
    return {
      kind,
      name: typeof name === 'string' ? name : undefined,
      what,
      profile: typeof profile === 'string' ? profile : undefined,
      expiration: typeof expiration === 'number' ? expiration : undefined,
      isLongTerm: isLongTerm === true,
    };
  });
}
