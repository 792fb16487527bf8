// Mends values that a mail, a terminal, or a comparison broke over lines.

/**
 * Removes the marks that a mail (`> `) or a comparison (`+`) puts before each line, and joins lines that end with `\`,
 * as in shells.
 */
export function withoutMarks(text: string): string {
  const lines = text.split(/\r\n|[\r\n]/u);
  const filled = lines.filter((line) => line.trim() !== '');
  const isMail = filled.length > 1 && filled.every((line) => mailMark.test(line));
  const isComparison = lines.some((line) => /^\+\s*(?:(?:export\s+)?["']?aws_|\[)/iu.test(line));
  const marked = isMail ? mailMark : isComparison ? /^(?:[+ ]|-.*|@@.*)/u : undefined;
  const plain = marked ? lines.map((line) => line.replace(marked, '')) : lines;
  return plain.join('\n').replaceAll(/\\\n[ \t]*/gu, '');
}

const mailMark = /^(?:>+[ \t]?)+/u;

/**
 * Joins tokens and secrets that were wrapped. Where it cannot be told whether a line continues the value, the value
 * gets an ellipsis, with which it is no credential: a wrong one would only be noticed when AWS rejects it.
 */
export function joinBrokenValues(lines: readonly string[]): readonly string[] {
  const whole: string[] = [];
  const heredocs = new Set(lines.flatMap((line) => /<<-?\s*["']?(\w+)/u.exec(line)?.[1] ?? []));
  let open: OpenValue | undefined;
  /** Blank lines since the open value. */
  let blank = 0;
  for (const line of lines.map((each) => each.trim())) {
    if (line === '' && open) {
      blank++;
      continue;
    }
    const joined = open && joinedWith(open, line, { isAfterBlank: blank > 0, heredocs });
    if (joined === undefined) whole.push(line);
    else if (joined === 'unknown') whole.push(`${whole.pop()}…`, line);
    else whole.push(whole.pop() + joined);
    const last = joined === 'unknown' ? '' : whole.at(-1)!;
    open = openValueOf(last);
    blank = 0;
  }
  return whole.map(withoutSpaces);
}

interface OpenValue {
  readonly text: string;
  /** The quote that does not end in the line. */
  readonly quote: string | undefined;
  readonly isSecret: boolean;
}

const tokenName = /(?:session_?token|security[_-]token)["']?(?:\s*[=:]\s*|\s+)/iu.source;
const secretName = /secret_?(?:access_?)?key["']?(?:\s*[=:]\s*|\s+)/iu.source;
const characters = '[A-Za-z0-9+/]';
const openToken = new RegExp(
  `(?:${tokenName}(?<quote>["']?)(?<named>${characters}*)|(?:^|\\s)(?<bare>${characters}{41,}))$`,
  'iu',
);
const openSecret = new RegExp(`${secretName}(?<quote>["']?)(?<named>${characters}{1,39})$`, 'iu');

function openValueOf(line: string): OpenValue | undefined {
  for (const [form, isSecret] of [
    [openToken, false],
    [openSecret, true],
  ] as const) {
    const { quote, named, bare } = form.exec(line)?.groups ?? {};
    const text = named ?? bare;
    if (text !== undefined) return { text, quote: quote || undefined, isSecret };
  }
  return undefined;
}

interface Surroundings {
  readonly isAfterBlank: boolean;
  /** The words that end the texts of heredocs. */
  readonly heredocs: ReadonlySet<string>;
}

/** What of a line continues a value; undefined if nothing does. */
function joinedWith(open: OpenValue, line: string, around: Surroundings): string | undefined {
  const [part = ''] = /^[A-Za-z0-9+/]*={0,2}/u.exec(line) ?? [];
  const rest = line.slice(part.length);
  if (part === '') return undefined;
  if (open.quote) return rest === '' || rest.startsWith(open.quote) ? line : undefined;
  if (!/^["']?[;,)]?$/u.test(rest)) return undefined;
  const length = open.text.length + part.length;
  if (open.isSecret) return length === secretLength ? line : undefined;
  if (open.text === '') return isWord(part) ? undefined : line;
  if (around.heredocs.has(part)) return undefined;
  // Tokens are Base64, so a whole one has a multiple of four characters.
  const wasWhole = open.text.length % 4 === 0;
  const isWhole = length % 4 === 0;
  // More lines may follow a long one, so its length says nothing.
  if (wasWhole && !isWhole && part.length < shortest) return undefined;
  if (isWord(part)) return !wasWhole && isWhole ? line : undefined;
  if (part.length >= shortest) return line;
  if (around.isAfterBlank) return undefined;
  return wasWhole && !part.includes('=') ? 'unknown' : line;
}

/** The length of AWS's secret access keys. */
const secretLength = 40;
/** Lines of this length or more are not something else by accident. */
const shortest = 16;

/** A word of a language or a shell, such as `EOF`, `fi`, or `region`. */
function isWord(text: string): boolean {
  return /^(?:[a-z]{1,12}|[A-Z]{1,12}|[A-Z][a-z]{1,11})$/u.test(text);
}

const spacedToken = new RegExp(
  `(?<=${tokenName}["']?)(${characters}{20,})((?:[ \\t]+${characters}+={0,2})+)(?=["']?[;,)]?$)`,
  'iu',
);

/** Removes spaces from a token. What follows it must not be words of a command. */
function withoutSpaces(line: string): string {
  return line.replace(spacedToken, (whole, first: string, rest: string) => {
    const parts = rest.trim().split(/\s+/u);
    return parts.some(isWord) ? whole : first + parts.join('');
  });
}
