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
}

/** Values of the settings under `rolecall.policy.`, as written: a settings file may contain anything. */
export interface PolicyLevel {
  readonly forbid?: unknown;
  readonly confirmProduction?: unknown;
  readonly maxMfaSessionHours?: unknown;
}

/** The longest session that AWS issues, in hours. */
const awsMaxHours = 36;
/** The shortest session that AWS issues, in hours. */
const awsMinHours = 0.25;

/** The strictest of all levels: what one of them forbids, no other can allow. */
export function strictest(levels: readonly PolicyLevel[]): Policy {
  const listed = levels.flatMap(({ forbid }) => (Array.isArray(forbid) ? (forbid as unknown[]) : []));
  const hours = levels.flatMap(({ maxMfaSessionHours: most }) =>
    typeof most === 'number' && !Number.isNaN(most) ? Math.max(awsMinHours, most) : [],
  );
  return {
    forbid: new Set(forbiddable.filter((each) => listed.includes(each))),
    confirmProduction: levels.some(({ confirmProduction }) => confirmProduction === true),
    maxMfaSessionHours: Math.min(awsMaxHours, ...hours),
  };
}
