import type { Reading, ReadSections } from '../../../../src/profiles/readers/reading.ts';

export interface Texts {
  readonly config: string;
  readonly credentials: string;
}

/** What comes back when texts have been written to files: UTF-8 has no halves of characters. */
export function asWritten({ config, credentials }: Texts): Texts {
  return { config: Buffer.from(config).toString(), credentials: Buffer.from(credentials).toString() };
}

/** A reading without its places, to be held against what the tool itself gives: sections by name, texts by key. */
export interface Plain {
  readonly profiles: PlainSections;
  readonly ssoSessions: PlainSections;
  readonly services: PlainSections;
}

export type PlainSections = ReadonlyMap<string, ReadonlyMap<string, string>>;

export function plain(reading: Reading): Plain | 'fails' {
  if (reading.kind === 'fails') return 'fails';
  return {
    profiles: plainSections(reading.profiles),
    ssoSessions: plainSections(reading.ssoSessions),
    services: plainSections(reading.services),
  };
}

function plainSections(sections: ReadSections): PlainSections {
  return new Map(
    [...sections].map(([name, { values }]) => [
      name,
      new Map([...values].map(([key, { text }]) => [key, text])),
    ]),
  );
}

/** The same as one line, `a(k=1, s3.x=2) sso-session b()`; of a tool that fails, `why: the line it stops at`. */
export function print(reading: Reading, texts: Texts): string {
  if (reading.kind === 'fails')
    return `${reading.why}: ${texts[reading.at.file].slice(reading.at.start, reading.at.end)}`;
  return [
    ...printAll('', reading.profiles),
    ...printAll('sso-session ', reading.ssoSessions),
    ...printAll('services ', reading.services),
  ].join(' ');
}

function printAll(prefix: string, sections: ReadSections): string[] {
  return [...sections].map(([name, { values }]) => {
    const inside = [...values].map(([key, { text }]) => `${key}=${text}`);
    return `${prefix}${name}(${inside.join(', ')})`;
  });
}

/** What a program can find in it: an empty value is as good as none, and a section without values as none. */
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
