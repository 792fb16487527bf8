import { dataText } from './toolText.ts';

/** A failure whose message is a sentence for the model: what is wrong, and what to do. */
export class ToolError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ToolError';
  }
}

type Field =
  /** `most` is a number of characters. */
  | { readonly kind: 'text'; readonly most: number }
  | { readonly kind: 'integer'; readonly least: number; readonly most: number };

type Fields = Readonly<Record<string, Field>>;

/** An absent field is undefined. */
type Values<F extends Fields> = {
  readonly [K in keyof F]: (F[K]['kind'] extends 'text' ? string : number) | undefined;
};

/**
 * Reads the input of a tool, which may be any JSON: VS Code does not compare it with the schema. Throws `ToolError` if
 * something in it is wrong. Models send null and empty texts for what they leave out.
 */
export function readInput<F extends Fields>(input: unknown, fields: F): Values<F> {
  const given = input ?? {};
  if (typeof given !== 'object' || Array.isArray(given))
    throw new ToolError(`The input must be an object${listOf(fields)}.`);
  for (const name of Object.keys(given))
    if (!Object.hasOwn(fields, name))
      throw new ToolError(
        `There is no input "${dataText(name, 40)}". The input is an object${listOf(fields)}.`,
      );
  const values = Object.entries(fields).map(([name, field]) => [
    name,
    valueOf(name, (given as Readonly<Record<string, unknown>>)[name], field),
  ]);
  return Object.fromEntries(values) as Values<F>;
}

function listOf(fields: Fields): string {
  const names = Object.keys(fields).map((name) => `"${name}"`);
  return names.length === 0 ? ' without properties' : ` with ${names.join(' and ')}`;
}

function valueOf(name: string, value: unknown, field: Field): string | number | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (field.kind === 'text') {
    if (typeof value !== 'string') throw new ToolError(`The input "${name}" must be a string.`);
    if (value.length > field.most)
      throw new ToolError(`The input "${name}" must have at most ${field.most} characters.`);
    return value;
  }
  const { least, most } = field;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most)
    throw new ToolError(`The input "${name}" must be a whole number from ${least} to ${most}.`);
  return value;
}

/** The longest name of a profile that a tool accepts. */
export const nameField = { kind: 'text', most: 500 } as const;
