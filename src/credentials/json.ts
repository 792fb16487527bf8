/** The members of a JSON object; undefined if the text is not a JSON object. */
export function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a member is a text, and not an empty one. */
export function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
