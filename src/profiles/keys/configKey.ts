/** What the product knows about a key of the AWS files. All lists of keys derive from these rows. */
export interface ConfigKey {
  /** The sections in which it counts. A profile can be in both files, the other sections only in the config file. */
  readonly sections: readonly ('profile' | 'sso-session' | 'services')[];
  /**
   * Part of an access key, which `aws configure set` writes to the credentials file (`configure/set.py` of the CLI).
   * `secret`: never shown.
   */
  readonly accessKey?: 'id' | 'secret';
  /** When temporary access keys beside it expire. Other tools leave it; none of AWS's reads it. */
  readonly expiresKeys?: true;
  /** Some AWS tool finds credentials by it, so the live mirror replaces it with its own source. */
  readonly leadsToCredentials?: true;
  /**
   * Counts only in a profile that assumes a role. `signed`: AssumeRoleWithWebIdentity has no such parameter (API model
   * of STS).
   */
  readonly role?: 'any' | 'signed';
  /** Affects every call to STS for the profile, with or without a role. */
  readonly affectsCalls?: true;
  /** Decides how AWS is called, and counts only in the chosen profile, not in the profiles that it refers to. */
  readonly chosenOnly?: true;
  /** Its value is the name of another profile. */
  readonly namesProfile?: true;
  /** aws-vault takes it from an included profile (`vault/config.go`, populateFromConfigFile); never access keys. */
  readonly isIncluded?: true;
  /** Shows that a section without the prefix `profile` is meant as a profile. */
  readonly typicalOfProfile?: true;
  /** Whether AWS accepts the value, as far as its form tells. */
  readonly accepts?: (value: string) => boolean;
  /** A value to follow. Messages show it, because they show no value that AWS does not accept. */
  readonly example?: string;
  /** The environment variables that win over it, first to last. */
  readonly variables?: readonly string[];
  /** The only tool that reads it, besides Rolecall; unset for keys of AWS's own tools. */
  readonly onlyReadBy?: 'aws-vault';
}

/** The sections of keys that count only in profiles. */
export const profile = ['profile'] as const;

export const matches = (form: RegExp) => (value: string) => form.test(value);

export const regionPattern = /^[a-z0-9-]{1,63}$/iu;
