/** Runs `action` with changed environment variables and restores the previous values. Undefined removes a variable. */
export async function withEnvironment<T>(
  variables: Readonly<Record<string, string | undefined>>,
  action: () => Promise<T>,
): Promise<T> {
  const before = Object.fromEntries(Object.keys(variables).map((name) => [name, process.env[name]]));
  set(variables);
  try {
    return await action();
  } finally {
    set(before);
  }
}

function set(variables: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined) {
      delete process.env[name];
    } else {
      process.env[name] = value;
    }
  }
}
