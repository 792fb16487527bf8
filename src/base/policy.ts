/** What `rolecall.policy.forbid` can forbid. */
export const forbiddable = ['copy', 'export', 'write', 'endpoint', 'environmentMode'] as const;
export type Forbiddable = (typeof forbiddable)[number];

/** What an administrator has decided. */
export interface Policy {
  readonly forbid: ReadonlySet<Forbiddable>;
  /** Whether the user must confirm a production profile before it gives credentials. */
  readonly confirmProduction: boolean;
  /** The longest MFA session, in hours. */
  readonly maxMfaSessionHours: number;
  /** Patterns of what is production, whatever the user's own settings say. */
  readonly production: readonly string[];
}

/** Values of the settings under `rolecall.policy.`, as written: a settings file may contain anything. */
export interface PolicyLevel {
  readonly forbid?: unknown;
  readonly confirmProduction?: unknown;
  readonly maxMfaSessionHours?: unknown;
  readonly production?: unknown;
}

/** The longest session that AWS issues, in hours. */
const awsMaxHours = 36;
/** The shortest session that AWS issues, in hours. */
const awsMinHours = 0.25;

/** The strictest of all levels: what one of them forbids, no other can allow. */
export function strictest(levels: readonly PolicyLevel[]): Policy {
  const listed = levels.flatMap(({ forbid }) => entriesOf(forbid).map(actionOf));
  const hours = levels.flatMap(({ maxMfaSessionHours }) => hoursOf(maxMfaSessionHours) ?? []);
  return {
    forbid: new Set(forbiddable.filter((each) => listed.includes(each))),
    // A question too many does no harm.
    confirmProduction: levels.some(({ confirmProduction }) => switchOf(confirmProduction) ?? true),
    maxMfaSessionHours: Math.min(awsMaxHours, ...hours.map((most) => Math.max(awsMinHours, most))),
    production: levels.flatMap(({ production }) =>
      patternsOf(production).flatMap((each) => patternOf(each) ?? []),
    ),
  };
}

/** A value that Rolecall cannot read, so that the policy may be looser than its author intends. */
export interface UnknownValue {
  readonly setting: keyof PolicyLevel;
  readonly value: unknown;
}

export function unknownValues(levels: readonly PolicyLevel[]): readonly UnknownValue[] {
  return levels.flatMap(
    ({ forbid, confirmProduction, maxMfaSessionHours, production }): readonly UnknownValue[] => [
      ...entriesOf(forbid).flatMap((value) =>
        actionOf(value) ? [] : [{ setting: 'forbid', value } as const],
      ),
      ...(switchOf(confirmProduction) === undefined
        ? [{ setting: 'confirmProduction', value: confirmProduction } as const]
        : []),
      ...(isSet(maxMfaSessionHours) && hoursOf(maxMfaSessionHours) === undefined
        ? [{ setting: 'maxMfaSessionHours', value: maxMfaSessionHours } as const]
        : []),
      ...patternsOf(production).flatMap((value) =>
        patternOf(value) === undefined ? [{ setting: 'production', value } as const] : [],
      ),
    ],
  );
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** The entries of a list, or of a text such as `copy, write`. Any other value is one entry. */
function entriesOf(list: unknown): readonly unknown[] {
  if (!isSet(list)) return [];
  if (typeof list === 'string') return list.split(/[\s,;]+/u).filter(Boolean);
  return Array.isArray(list) ? list : [list];
}

/** The entries of a list. Any other value is one entry: a pattern may have commas and spaces. */
function patternsOf(list: unknown): readonly unknown[] {
  return isSet(list) ? [list].flat() : [];
}

/** A pattern, or an account ID that is written as a number. An exception would make the policy looser. */
function patternOf(entry: unknown): string | undefined {
  const pattern = typeof entry === 'number' ? `^${String(entry).padStart(12, '0')}$` : entry;
  if (typeof pattern !== 'string' || pattern === '' || pattern.startsWith('!')) return undefined;
  try {
    void new RegExp(pattern, 'i');
    return pattern;
  } catch {
    return undefined;
  }
}

function actionOf(entry: unknown): Forbiddable | undefined {
  const word = typeof entry === 'string' ? entry.trim().toLowerCase() : undefined;
  return forbiddable.find((each) => each.toLowerCase() === word);
}

function switchOf(value: unknown): boolean | undefined {
  if (!isSet(value)) return false;
  const word = String(value).trim().toLowerCase();
  return word === 'true' ? true : word === 'false' ? false : undefined;
}

function hoursOf(value: unknown): number | undefined {
  const hours = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof hours === 'number' && !Number.isNaN(hours) ? hours : undefined;
}
