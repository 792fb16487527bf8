import { joinBrokenValues, withoutMarks } from './brokenLines.ts';

/**
 * Rewrites copied text to lines with one name and value each, as far as possible: JSON, XML, and tables of programs and
 * spreadsheets. Quotes become straight, and invisible characters disappear.
 */
export function linesOfCopy(text: string): readonly string[] {
  const plain = withoutMarks(text)
    .replaceAll(/[\u00AD\u200B-\u200F\u2060\uFEFF]/gu, '')
    .replaceAll(/[\u00A0\u2007\u202F]/gu, ' ')
    .replaceAll(/[“”„]/gu, '"')
    .replaceAll(/[‘’`]/gu, "'")
    .replaceAll('=>', '=')
    .replaceAll(/&#(x?[\dA-Fa-f]{1,6});/gu, (_, code: string) => characterOf(code))
    .replaceAll(blockMark, ': ');
  const lines = (expandJson(plain) ?? expandXml(plain)).split(/\r\n|[\r\n]/u);
  const cells = lines.map(cellsOfBox);
  return (
    linesOfTable(cells.flatMap((row) => (row ? [row] : []))) ??
    linesOfSheet(lines) ??
    joinBrokenValues(lines.map((line, i) => pairOf(cells[i]) ?? withoutBox(line)))
  );
}

/** YAML begins a value of several lines so. */
const blockMark = /:[ \t]*[>|][+-]?[ \t]*\r?\n/gu;

/** Reformats JSON to several lines with minimal escapes; undefined if the text is not JSON. */
function expandJson(text: string): string | undefined {
  // A terminal also wraps within the values.
  const value = parseJson(text) ?? parseJson(text.replaceAll(/[\r\n]+[ \t]*/gu, ''));
  return value === undefined ? undefined : JSON.stringify(value, undefined, 1);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text, (_, value: unknown) => unwrapped(value));
  } catch {
    return undefined;
  }
}

/**
 * Terraform wraps each output in an object. The value of a secret in Secrets Manager is JSON in a text. The variables
 * of an ECS task are a list of names and values.
 */
function unwrapped(value: unknown): unknown {
  if (Array.isArray(value) && value.length > 0 && value.every(isVariable))
    return Object.fromEntries(value.map((each) => [each.name, each.value]));
  if (typeof value === 'string') return (value.startsWith('{') ? parseJson(value) : undefined) ?? value;
  const isOutput = typeof value === 'object' && value !== null && 'sensitive' in value && 'value' in value;
  return isOutput ? value.value : value;
}

function isVariable(value: unknown): value is { readonly name: string; readonly value: unknown } {
  return typeof value === 'object' && value !== null && 'name' in value && 'value' in value;
}

/** Writes `<Name>value</Name>` as `Name = value` in a line of its own, as in an answer of STS. */
function expandXml(text: string): string {
  if (!text.includes('</')) return text;
  return text
    .replaceAll(/<(\w{1,64})>([^<>]*)<\/\w{1,64}>/gu, '\n$1 = $2\n')
    .replaceAll(/<\/\w{1,64}>/gu, '\n}\n');
}

function characterOf(code: string): string {
  const point = code.startsWith('x') ? Number.parseInt(code.slice(1), 16) : Number(code);
  return point > 0x1f && point < 0x7f ? String.fromCodePoint(point) : '';
}

/** The cells of a row of the CLI's table output; undefined for any other line. */
function cellsOfBox(line: string): readonly string[] | undefined {
  const row = line.trim();
  if (!row.startsWith('|') || !row.endsWith('|')) return undefined;
  const cells = row
    .split('|')
    .map((cell) => cell.trim())
    .filter((cell) => cell !== '');
  return cells.length > 1 ? cells : undefined;
}

/** A row with a cell that a terminal wrapped is not whole. */
function withoutBox(line: string): string {
  const row = line.trim();
  return row.startsWith('|') || row.endsWith('|') ? row.replaceAll('|', ' ') : line;
}

function pairOf(cells: readonly string[] | undefined): string | undefined {
  return cells?.length === 2 ? `${cells[0]} = ${cells[1]}` : undefined;
}

/** Reads a sheet with the columns `Access key ID,Secret access key`, such as IAM's `accessKeys.csv`. */
function linesOfSheet(lines: readonly string[]): readonly string[] | undefined {
  for (const separator of [',', ';', '\t']) {
    const found = linesOfTable(lines.map((line) => line.split(separator)));
    if (found) return found;
  }
  return undefined;
}

/** The rows below the one that has the names of the columns; undefined if there is none. */
function linesOfTable(rows: readonly (readonly string[])[]): readonly string[] | undefined {
  const head = rows.findIndex((row) => row.some(isIdColumn) && row.some(isSecretColumn));
  if (head === -1) return undefined;
  const names = rows[head]!.map((name) => name.replaceAll(/[\s"]/gu, ''));
  return rows
    .slice(head + 1)
    .flatMap((row) => ['}', ...row.map((value, i) => `${names[i] ?? ''} = ${value}`)]);
}

function isIdColumn(name: string): boolean {
  return /^"?access_?\s?key_?\s?id"?$/iu.test(name.trim());
}

function isSecretColumn(name: string): boolean {
  return /^"?secret_?\s?access_?\s?key"?$/iu.test(name.trim());
}
