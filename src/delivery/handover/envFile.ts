/** The result of changing a `.env` file. */
export interface ChangedEnvFile {
  readonly text: string;
  /** The variables whose lines were replaced, and those whose lines were removed. */
  readonly replaced: readonly string[];
  readonly removed: readonly string[];
}

/** One assignment with the rest of its line. The value can be quoted and can span several lines. */
const setting =
  /^[ \t]*(?:export[ \t]+)?[\w.-]+[ \t]*=[ \t]*(?:"(?:\\[^]|[^"\\])*".*|'[^']*'.*|`[^`]*`.*|.*)$/gmu;

/** Whether the text contains only assignments, comments, and blank lines. */
export function isEnvFile(text: string): boolean {
  return text
    .replace(/^\uFEFF/u, '')
    .replaceAll(setting, '')
    .split('\n')
    .every((line) => /^\s*(?:#|$)/u.test(line));
}

/**
 * Replaces the lines that set the variables in `lines`, appends those that are missing, and removes the lines that set
 * a variable in `absent`. Everything else stays unchanged, byte for byte.
 */
export function changeEnvFile(
  before: string,
  lines: readonly (readonly [name: string, line: string])[],
  absent: readonly string[],
): ChangedEnvFile {
  const lineEnd = /\r?\n/u.exec(before)?.[0] ?? '\n';
  const ours = new Map(lines);
  const [replaced, removed] = [new Set<string>(), new Set<string>()];
  const kept = piecesOf(before).map((line) => {
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

/** The assignments, each with all lines of its value, and the lines between them. */
function piecesOf(text: string): readonly string[] {
  const lastLines = new Map(
    [...text.matchAll(setting)].map(({ 0: found, index }) => [index, index + found.length]),
  );
  const pieces: string[] = [];
  for (let at = 0; at < text.length;) {
    const end = endOfLine(text, lastLines.get(at) ?? at);
    pieces.push(text.slice(at, end));
    at = end;
  }
  return pieces;
}

function endOfLine(text: string, from: number): number {
  const newline = text.indexOf('\n', from);
  return newline === -1 ? text.length : newline + 1;
}
