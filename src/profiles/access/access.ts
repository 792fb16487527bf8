/**
 * What a session may do, compared with what its role or user may do. AWS grants what both the role and one of these
 * policies allow (IAM User Guide, "Session policies").
 */
export interface Access {
  /**
   * Managed policies: levels, or ARNs. Without any policy, a session may do everything that its role or user may do.
   */
  readonly managed: readonly string[];
  /** A policy of the user's own. */
  readonly document?: PolicyText;
  /** The session is for AI agents, which its name tells. */
  readonly isForAgent?: true;
  /** The longest session, in seconds. */
  readonly mostSeconds?: number;
}

/** A policy document. */
export interface PolicyText {
  /** Where it comes from, as the user writes it: a path relative to the workspace, or `~/…`. */
  readonly file: string;
  /** Minified JSON. */
  readonly text: string;
}

/** AWS's limits (STS API, `AssumeRole`): the number of managed policies, and the characters of all policies. */
export const mostManagedPolicies = 10;
export const mostPolicyCharacters = 2048;

export const fullAccess: Access = { managed: [] };

/** The levels of access with a name, and the managed policies of AWS behind them. */
export const levelPolicies = {
  readOnly: 'ReadOnlyAccess',
  viewOnly: 'job-function/ViewOnlyAccess',
  securityAudit: 'SecurityAudit',
} as const;

export type AccessLevel = keyof typeof levelPolicies;

/** From the most to the least that they allow. */
export const accessLevels = [
  'readOnly',
  'securityAudit',
  'viewOnly',
] as const satisfies readonly AccessLevel[];

/** The accesses that have a name, each for the user and for AI agents. */
export const namedAccesses: readonly Access[] = [
  fullAccess,
  ...accessLevels.map((level) => ({ managed: [level] })),
].flatMap((access) => [access, { ...access, isForAgent: true }]);

export function isLevel(word: string): word is AccessLevel {
  return Object.hasOwn(levelPolicies, word);
}

/** Whether no policy limits the session. */
export function isFullAccess(access: Access | undefined): boolean {
  return !access || (access.managed.length === 0 && !access.document);
}

/** The access in one word, as in settings and the API. `custom` stands for policies that have no name of their own. */
export function accessWord(access: Access | undefined): AccessLevel | 'full' | 'custom' {
  if (!access || isFullAccess(access)) return 'full';
  const [only = '', ...others] = access.managed;
  return isLevel(only) && others.length === 0 && !access.document ? only : 'custom';
}

/** The policies of an access by name: levels, ARNs, and the file of an own one. None: everything is allowed. */
export function policyNames({ managed, document }: Access): readonly string[] {
  return document ? [...managed, document.file] : managed;
}

/** Equal for what yields the same access. */
export function accessKey(access: Access | undefined): string {
  if (!access) return '[]';
  return `${policiesKey(access)}${access.isForAgent ? ' agent' : ''}${access.mostSeconds ?? ''}`;
}

function policiesKey({ managed, document }: Access): string {
  return JSON.stringify(document ? [...managed, document.text] : managed);
}

/**
 * Whether `one` certainly allows no more than `other`. A document beside a level only denies, so a level with one
 * allows no more than the level alone. Nothing is known of how other policies compare.
 */
export function isAtMost(one: Access, other: Access): boolean {
  if (isFullAccess(other) || policiesKey(one) === policiesKey(other)) return true;
  if (other.document && other.document.text !== one.document?.text) return false;
  const [level, most] = [levelIn(one), levelIn(other)];
  return level !== undefined && (level === most || most === 'readOnly');
}

/** `ViewOnlyAccess` and `SecurityAudit` each allow what the other does not. `ReadOnlyAccess` is the widest. */
function levelIn({ managed: [only = '', ...others] }: Access): AccessLevel | undefined {
  return isLevel(only) && others.length === 0 ? only : undefined;
}

/** Whether all statements of a policy deny something, so that it allows nothing on its own. */
export function onlyDenies({ text }: PolicyText): boolean {
  const { Statement } = JSON.parse(text) as { readonly Statement?: unknown };
  const statements = [Statement].flat() as readonly { readonly Effect?: unknown }[];
  return statements.every((statement) => statement?.Effect === 'Deny');
}

/** The state may come from another version of Rolecall. */
export function isAccess(stored: unknown): stored is Access {
  const { managed, document, isForAgent, mostSeconds } = {
    ...(stored as Partial<Record<keyof Access, unknown>>),
  };
  return (
    Array.isArray(managed) &&
    managed.every((each) => typeof each === 'string' && (isLevel(each) || each.startsWith('arn:'))) &&
    (document === undefined || isPolicyText(document)) &&
    (isForAgent === undefined || isForAgent === true) &&
    (mostSeconds === undefined || Number.isFinite(mostSeconds))
  );
}

function isPolicyText(stored: unknown): stored is PolicyText {
  const { file, text } = { ...(stored as Partial<PolicyText>) };
  if (typeof file !== 'string' || typeof text !== 'string') return false;
  try {
    return typeof JSON.parse(text) === 'object' && JSON.parse(text) !== null;
  } catch {
    return false;
  }
}
