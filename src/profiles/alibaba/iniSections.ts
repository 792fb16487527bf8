/** The sections of an INI file by name, with their values by key. May contain secrets. */
export type IniSections = ReadonlyMap<string, ReadonlyMap<string, string>>;
