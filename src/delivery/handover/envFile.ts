import { bearerTokens } from './credentialVariables.ts';

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
 * a variable in `absent`, or a bearer token. Everything else stays unchanged, byte for byte.
 */
export function changeEnvFile(
  before: string,
  lines: readonly (readonly [name: string, line: string])[],
  absent: readonly string[],
): ChangedEnvFile {
  const lineEnd = /\r?\n/u.exec(before)?.[0] ?? '\n';
  const ours = new Map(lines);
  const [replaced, removed] = [new Set<string>(), new Set<string>()];
  const isOurs = (name: string): boolean =>
    ours.has(name) || [...absent, ...bearerTokens([name])].includes(name);
  const pieces = piecesOf(before).flatMap((line) => {
    const commands = commandsIn(line, lineEnd);
    return commands.some((command) => isOurs(namedIn(command).name)) ? commands : [line];
  });
  const kept = pieces.map((line) => {
    const { name, start } = namedIn(line);
    const next = ours.get(name);
    if (!isOurs(name)) return line;
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

function namedIn(line: string): { readonly name: string; readonly start: string } {
  const { name = '', start = '' } = /^(?<start>\s*(?:export\s+)?)(?<name>\w+)\s*=/u.exec(line)?.groups ?? {};
  return { name, start };
}

const assignment = /(?:export[ \t]+)?\w+=(?:"(?:\\[^]|[^"\\])*"|'[^']*'|[^\s"'`;#]*)(?:[ \t]*;[ \t]*|$)/guy;

/** The assignments of a line that shells read as several commands: `export A="1"; export B=2`. */
function commandsIn(line: string, lineEnd: string): readonly string[] {
  const [end = ''] = /\r?\n$/u.exec(line) ?? [];
  const text = line.slice(0, line.length - end.length).trim();
  const commands = [...text.matchAll(assignment)].map(([found]) => found);
  if (commands.length < 2 || commands.join('') !== text) return [line];
  const bare = commands.map((found) => found.trimEnd().replace(/;$/u, '').trimEnd());
  return bare.map((found, i) => found + (i < bare.length - 1 ? lineEnd : end));
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
