import { parse, type ParseError } from 'jsonc-parser';

/** The Alibaba Cloud CLI's `config.json`, as far as it has the expected shape. */
export interface CliConfig {
  readonly current: string | undefined;
  /** By name; of two with the same name, the first counts. */
  readonly profiles: ReadonlyMap<string, CliProfile>;
}

/** The fields of a profile that are texts, numbers, or booleans, and its policy, as texts. May contain secrets. */
export type CliProfile = ReadonlyMap<string, string>;

/** The line, counted from 1, at which the file is not valid; undefined if it is JSON of another shape. */
export interface InvalidJson {
  readonly line: number | undefined;
}

/** Reads the CLI's file. What does not have the expected shape in a profile is left out. */
export function readCliConfig(text: string): CliConfig | InvalidJson {
  // Some editors write a byte order mark, which is no part of the text.
  const json = text.replace(/^\uFEFF/u, '');
  if (json.trim() === '') return { current: undefined, profiles: new Map() };
  let root: unknown;
  try {
    root = JSON.parse(json);
  } catch {
    return { line: invalidLine(json) };
  }
  if (!isRecord(root)) return { line: undefined };
  const profiles = root['profiles'] ?? [];
  if (!Array.isArray(profiles)) return { line: undefined };
  const current = root['current'];
  return {
    current: typeof current === 'string' && current !== '' ? current : undefined,
    profiles: profilesOf(profiles),
  };
}

function profilesOf(profiles: readonly unknown[]): ReadonlyMap<string, CliProfile> {
  const found = new Map<string, CliProfile>();
  for (const profile of profiles.filter(isRecord)) {
    const name = profile['name'];
    if (typeof name === 'string' && name !== '' && !found.has(name)) found.set(name, fieldsOf(profile));
  }
  return found;
}

function fieldsOf(profile: JsonRecord): CliProfile {
  return new Map(
    Object.entries(profile).flatMap(([key, value]) => {
      if (typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value))
        return [[key, String(value)] as const];
      // Without its policy, a session would be allowed more than meant.
      return key === 'policy' && isRecord(value) ? [[key, JSON.stringify(value)] as const] : [];
    }),
  );
}

type JsonRecord = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalidLine(json: string): number | undefined {
  const errors: ParseError[] = [];
  parse(json, errors, { disallowComments: true });
  const [first] = errors;
  return first && json.slice(0, first.offset).split(/\r\n|\r|\n/u).length;
}
