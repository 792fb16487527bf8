import type { ParseResult, ParsedSections } from '../../../../src/profiles/readers/parsedFiles.ts';

export interface Texts {
  readonly config: string;
  readonly credentials: string;
}

/** The texts after writing them to files and reading them back: UTF-8 cannot encode lone surrogates. */
export function asWritten({ config, credentials }: Texts): Texts {
  return { config: Buffer.from(config).toString(), credentials: Buffer.from(credentials).toString() };
}

/** A result without locations, to compare with the real tool's: sections by name, values by key. */
export interface Plain {
  readonly profiles: PlainSections;
  readonly ssoSessions: PlainSections;
  readonly services: PlainSections;
}

export type PlainSections = ReadonlyMap<string, ReadonlyMap<string, string>>;

export function plain(reading: ParseResult): Plain | 'fails' {
  if (reading.kind === 'fails') return 'fails';
  return {
    profiles: plainSections(reading.profiles),
    ssoSessions: plainSections(reading.ssoSessions),
    services: plainSections(reading.services),
  };
}

function plainSections(sections: ParsedSections): PlainSections {
  return new Map(
    [...sections].map(([name, { values }]) => [
      name,
      new Map([...values].map(([key, { text }]) => [key, text])),
    ]),
  );
}

/** Prints a result as `a(k=1, s3.x=2) sso-session b()`, or a failure as `why: the line`. */
export function print(reading: ParseResult, texts: Texts): string {
  if (reading.kind === 'fails')
    return `${reading.why}: ${texts[reading.at.file].slice(reading.at.start, reading.at.end)}`;
  return [
    ...printAll('', reading.profiles),
    ...printAll('sso-session ', reading.ssoSessions),
    ...printAll('services ', reading.services),
  ].join(' ');
}

function printAll(prefix: string, sections: ParsedSections): string[] {
  return [...sections].map(([name, { values }]) => {
    const inside = [...values].map(([key, { text }]) => `${key}=${text}`);
    return `${prefix}${name}(${inside.join(', ')})`;
  });
}

/** The result without empty values and without sections that have no values. */
export function effective({ profiles, ssoSessions, services }: Plain): Plain {
  return {
    profiles: withoutEmpty(profiles),
    ssoSessions: withoutEmpty(ssoSessions),
    services: withoutEmpty(services),
  };
}

function withoutEmpty(sections: PlainSections): PlainSections {
  const filled = [...sections].map(
    ([name, values]) => [name, new Map([...values].filter(([, text]) => text !== ''))] as const,
  );
  return new Map(filled.filter(([, values]) => values.size > 0));
}
