/** How the user guards a profile against accidents. */
export interface Guard {
  /** How the user confirms its use; undefined if they are not asked. */
  readonly confirm: 'click' | 'type' | undefined;
  /** Only terminals of its own use it, not the window or a folder. */
  readonly ownTerminals: boolean;
  /** Its session is not renewed before the user has been asked. */
  readonly askToRenew: boolean;
  /** The longest session, in seconds. */
  readonly sessionSeconds: number | undefined;
}

export const noGuard: Guard = {
  confirm: undefined,
  ownTerminals: false,
  askToRenew: false,
  sessionSeconds: undefined,
};

/** What the status bar turns on with one click. */
export const simpleRule: GuardRule = { confirm: 'click', askToRenew: true };

/** A rule of `rolecall.guard`, as written: a settings file may contain anything. */
export interface GuardRule {
  /** Patterns as in `rolecall.production`; without them, the rule is for all production profiles. */
  readonly profiles?: unknown;
  readonly confirm?: unknown;
  readonly ownTerminals?: unknown;
  readonly askToRenew?: unknown;
  readonly sessionMinutes?: unknown;
}

/** The shortest session that AWS issues, in seconds (API model of STS). */
const awsMinSeconds = 900;

/** The rules as a list: a single rule may stand for one. */
export function readRules(setting: unknown): readonly GuardRule[] {
  return [setting].flat().filter((rule): rule is GuardRule => typeof rule === 'object' && rule !== null);
}

/** The strictest of several rules counts. */
export function strictestGuard(rules: readonly GuardRule[]): Guard {
  const minutes = rules.flatMap(({ sessionMinutes }) => minutesOf(sessionMinutes) ?? []);
  const confirmations = rules.map(({ confirm }) => confirm).filter((confirm) => !isOff(confirm));
  return {
    // A question too many does no harm.
    confirm: confirmations.includes('type') ? 'type' : confirmations.length > 0 ? 'click' : undefined,
    ownTerminals: rules.some(({ ownTerminals }) => !isOff(ownTerminals)),
    askToRenew: rules.some(({ askToRenew }) => !isOff(askToRenew)),
    sessionSeconds:
      minutes.length === 0 ? undefined : Math.max(awsMinSeconds, Math.round(60 * Math.min(...minutes))),
  };
}

function isOff(value: unknown): boolean {
  return value === undefined || value === null || value === false;
}

function minutesOf(value: unknown): number | undefined {
  const minutes = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof minutes === 'number' && minutes > 0 ? minutes : undefined;
}
