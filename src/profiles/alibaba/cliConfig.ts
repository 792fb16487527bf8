/** The Alibaba Cloud CLI's `config.json`, as far as it has the expected shape. */
export interface CliConfig {
  readonly current: string | undefined;
  /** By name; of two with the same name, the first counts. */
  readonly profiles: ReadonlyMap<string, CliProfile>;
}

/** The fields of a profile that are texts or numbers, as texts. May contain secrets. */
export type CliProfile = ReadonlyMap<string, string>;
