import type { ConfigKey } from './keys/configKey.ts';
import { credentialRows } from './keys/credentialRows.ts';
import { otherRows } from './keys/otherRows.ts';
import { settingRows } from './keys/settingRows.ts';

const rows = { ...credentialRows, ...settingRows, ...otherRows } as const satisfies Readonly<
  Record<string, ConfigKey>
>;

export type KeyName = keyof typeof rows;

type CamelCase<Name extends string> = Name extends `${infer First}_${infer Rest}`
  ? `${First}${Capitalize<CamelCase<Rest>>}`
  : Name;

/** The names of all keys: `keys.roleArn` is `role_arn`. */
export const keys = Object.fromEntries(
  Object.keys(rows).map((name) => [
    name.replaceAll(/_(\w)/gu, (_, letter: string) => letter.toUpperCase()),
    name,
  ]),
) as { readonly [Name in KeyName as CamelCase<Name>]: Name };

/** Undefined for a key that the product does not know. `name` is in lower case. */
export function configKey(name: string): ConfigKey | undefined {
  return Object.hasOwn(rows, name) ? rows[name as KeyName] : undefined;
}

/** The names of the keys for which `is` holds, in the order of the table. */
export function keysWhere(is: (key: ConfigKey) => unknown): readonly KeyName[] {
  return (Object.entries(rows) as [KeyName, ConfigKey][]).flatMap(([name, key]) => (is(key) ? name : []));
}

/** Whether AWS could accept the value for the key, as far as its form tells. */
export function acceptsValue(name: string, value: string): boolean {
  return configKey(name)?.accepts?.(value) ?? true;
}

/** A value to follow, for a key or an environment variable. */
export function exampleFor(name: string): string | undefined {
  return configKey(keysWhere(({ variables }) => variables?.includes(name))[0] ?? name.toLowerCase())?.example;
}
