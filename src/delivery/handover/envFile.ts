/** A `.env` file with other lines than before. */
export interface ChangedEnvFile {
  readonly text: string;
  /** The variables whose lines were replaced, and those whose lines were removed. */
  readonly replaced: readonly string[];
  readonly removed: readonly string[];
}

/** One setting, whose value may be quoted and of several lines, with what is left of its line. */
const setting = /^[ \t]*(?:export[ \t]+)?[\w.-]+[ \t]*=[ \t]*(?:(["'`])[^]*?\1.*|.*)$/gmu;

/** Whether there is nothing but settings, comments and blank lines. */
export function isEnvFile(text: string): boolean {
  return text
    .replace(/^\uFEFF/u, '')
    .replaceAll(setting, '')
    .split('\n')
    .every((line) => /^\s*(?:#|$)/u.test(line));
}

/**
 * The text with `lines` in the place of those that set the same variables, or at the end, and without those that set one of
 * `absent`. Everything else stays as it is, byte for byte.
 */
export function changeEnvFile(
  before: string,
  lines: readonly (readonly [name: string, line: string])[],
  absent: readonly string[],
): ChangedEnvFile {
  const lineEnd = /\r?\n/u.exec(before)?.[0] ?? '\n';
  const ours = new Map(lines);
  const [replaced, removed] = [new Set<string>(), new Set<string>()];
  const kept = before.split(/(?<=\n)/u).map((line) => {
    const { name = '', start = '' } =
      /^(?<start>\s*(?:export\s+)?)(?<name>\w+)\s*=/u.exec(line)?.groups ?? {};
    const next = ours.get(name);
    if (next === undefined && !absent.includes(name)) return line;
    const isFirst = next !== undefined && !replaced.has(name);
    (next === undefined ? removed : replaced).add(name);
    return isFirst ? start + next + (/\r?\n$/u.exec(line)?.[0] ?? '') : '';
  });
  const text = kept.join('');
  const added = lines.filter(([name]) => !replaced.has(name)).map(([, line]) => line + lineEnd);
  const isOpen = added.length > 0 && text !== '' && !text.endsWith('\n');
  return {
    text: text + (isOpen ? lineEnd : '') + added.join(''),
    replaced: [...replaced],
    removed: [...removed],
  };
}
