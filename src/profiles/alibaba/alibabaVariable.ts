import type { Environment } from '../../base/environment.ts';

/**
 * A variable of the environment, in which a blank one counts as unset: dev containers pass on variables that their host
 * does not have as empty ones, and PAI DSW does so for an instance without a RAM role.
 */
export function alibabaVariable(environment: Environment, name: string): string | undefined {
  const value = Object.hasOwn(environment, name) ? environment[name] : undefined;
  return value?.trim() ? value : undefined;
}

/** The first of the variables that is set, with its name. */
export function firstVariable(
  environment: Environment,
  names: readonly string[],
): { readonly name: string; readonly value: string } | undefined {
  for (const name of names) {
    const value = alibabaVariable(environment, name);
    if (value !== undefined) return { name, value };
  }
  return undefined;
}

/** Whether a switch is on, as the SDKs read it: `true`, case-insensitive. */
export function isSwitchedOn(environment: Environment, name: string): boolean {
  return alibabaVariable(environment, name)?.toLowerCase() === 'true';
}
