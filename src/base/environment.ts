/** Environment variables by name, such as `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Parses a boolean switch as AWS tools do, in a variable or a file: `true`, case-insensitive. */
export function isTrue(text: string | undefined): boolean {
  return text?.toLowerCase() === 'true';
}

/**
 * The environment without blank `AWS_…` variables. Dev containers pass on variables that their host does not have as
 * empty ones. AWS tools disagree about those, and they are never meant.
 */
export function withoutBlanks(environment: Environment): Environment {
  const blank = Object.keys(environment).filter(
    (name) => name.startsWith('AWS_') && !environment[name]?.trim(),
  );
  if (blank.length === 0) return environment;
  return { ...environment, ...Object.fromEntries(blank.map((name) => [name, undefined])) };
}

/** What paths from the environment depend on besides the variables. */
export interface PathSystem {
  readonly platform: NodeJS.Platform;
  /** The home folder of the user according to the system. */
  readonly home: string;
  /** The home folder of another user; undefined if there is no such user. */
  readonly homeOf?: (user: string) => string | undefined;
}

/**
 * The folder that contains `.aws`, as for the CLI (Python's `os.path.expanduser`): on Windows, `HOME` does not count,
 * although Git Bash and the SDK for JavaScript use it.
 */
export function homeFolder(environment: Environment, { platform, home }: PathSystem): string {
  const { HOME, USERPROFILE, HOMEDRIVE = '', HOMEPATH } = environment;
  if (platform !== 'win32') return HOME || USERPROFILE || home;
  return USERPROFILE || (HOMEPATH ? HOMEDRIVE + HOMEPATH : home);
}

/**
 * Replaces variables and a leading `~` in a path that comes from a variable, as botocore does with `AWS_CONFIG_FILE`
 * (`configloader.py`, `raw_config_parse`: Python's `expandvars` and `expanduser`). Variables that are not set and users
 * that do not exist stay as they are.
 */
export function expandPath(path: string, environment: Environment, system: PathSystem): string {
  const isWindows = system.platform === 'win32';
  const expanded = isWindows ? expandWindows(path, environment) : expandVariables(path, environment);
  const beginning = isWindows ? /^~([^/\\]*)/u : /^~([^/]*)/u;
  const [start, user = ''] = beginning.exec(expanded) ?? [];
  if (start === undefined) return expanded;
  const own = homeFolder(environment, system);
  const home = user === '' ? own : isWindows ? neighborOf(own, user, environment) : system.homeOf?.(user);
  if (home === undefined) return expanded;
  return home.replace(/[/\\]$/u, '') + expanded.slice(start.length);
}

function expandVariables(path: string, environment: Environment): string {
  return path.replaceAll(
    /\$(?:(\w+)|\{([^}]*)\})/gu,
    (whole, name?: string, braced?: string) => environment[name ?? braced ?? ''] ?? whole,
  );
}

/** On Windows also `%NAME%`, but nothing in single quotes. Two signs stand for one. */
function expandWindows(path: string, environment: Environment): string {
  const values = new Map(Object.entries(environment).map(([name, value]) => [name.toUpperCase(), value]));
  return path.replaceAll(
    /'[^']*(?:'|$)|%%|\$\$|%([^%]+)%|\$\{([^}]*)\}|\$([\w-]+)/gu,
    (whole: string, percent?: string, braced?: string, plain?: string) =>
      whole === '%%' || whole === '$$'
        ? whole.charAt(0)
        : (values.get((percent ?? braced ?? plain ?? '').toUpperCase()) ?? whole),
  );
}

/** On Windows, Python takes the folders of other users to be next to that of this user. */
function neighborOf(own: string, user: string, { USERNAME }: Environment): string | undefined {
  if (user === USERNAME) return own;
  const [, parent, name] = /^(.*[/\\])([^/\\]+)$/u.exec(own) ?? [];
  return parent !== undefined && name === USERNAME ? parent + user : undefined;
}
