import type { HandOut } from './handOuts.ts';

/** What another window has handed out, as it describes that. */
export interface HandedElsewhere {
  readonly kind: string;
  /** The name of the recipient, if it has one. */
  readonly name: string | undefined;
  /** The AI agent of a program, as in `Recipient`. */
  readonly agent?: string;
  readonly cloud?: HandOut['cloud'];
  readonly profile: string | undefined;
  readonly what: HandOut['what'];
  /** Milliseconds since the epoch. */
  readonly expiration: number | undefined;
  readonly isLongTerm: boolean;
  readonly access?: readonly string[] | undefined;
}

/** The answer to other windows. */
export function forOthers(handOuts: readonly HandOut[]): readonly HandedElsewhere[] {
  return handOuts.map(({ recipient, cloud, profile, what, expiration, access, isLongTerm = false }) => ({
    kind: recipient.kind,
    name: nameOf(recipient),
    ...(recipient.kind === 'program' && recipient.agent !== undefined && { agent: recipient.agent }),
    ...(cloud && { cloud }),
    profile,
    what,
    expiration,
    isLongTerm,
    access,
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
    case 'console':
    case 'cliCache':
      return undefined;
  }
}

/** Reads the answer of another window, which may be of another version. */
export function readHandedElsewhere(answer: unknown): readonly HandedElsewhere[] {
  return (Array.isArray(answer) ? (answer as unknown[]) : []).flatMap((each) => {
    const { kind, name, agent, cloud, profile, what, expiration, isLongTerm, access } = (each ??
      {}) as Readonly<Record<string, unknown>>;
    if (typeof kind !== 'string' || (what !== 'keys' && what !== 'access' && what !== 'unknown')) return [];
    return {
      kind,
      name: typeof name === 'string' ? name : undefined,
      ...(typeof agent === 'string' && { agent }),
      ...(cloud === 'alibaba' && { cloud }),
      what,
      profile: typeof profile === 'string' ? profile : undefined,
      expiration: typeof expiration === 'number' ? expiration : undefined,
      isLongTerm: isLongTerm === true,
      access: Array.isArray(access) ? access.filter((policy) => typeof policy === 'string') : undefined,
    };
  });
}
