import { placeOf, type ProfilePlace } from './profilePlace.ts';
import type { ReferringKind } from './referringFiles.ts';
import { terraformPlaces } from './terraformPlaces.ts';

/** Longer texts are not read. UTF-16 code units. */
const maxLength = 1_000_000;

/**
 * Where a file names profiles or can name them, first to last. The languages are not parsed: patterns find what is
 * written in the usual form.
 */
export function profilePlaces(text: string, kind: ReferringKind): readonly ProfilePlace[] {
  if (text.length > maxLength || !/profile/iu.test(text)) return [];
  if (kind === 'terraform') return terraformPlaces(text);
  return patterns[kind]
    .flatMap((pattern) => [...text.matchAll(pattern)].flatMap((found) => placeOf(found) ?? []))
    .toSorted((a, b) => a.span.start - b.span.start);
}

/**
 * The value is in the group that says how it is quoted. The pattern of JSON has alternatives for comments and other
 * strings, in which nothing is to be found. In the others, what follows a value shows that it has ended. In YAML, a
 * sign such as `*` begins something else than a name.
 */
const patterns: Readonly<Record<Exclude<ReferringKind, 'terraform'>, readonly RegExp[]>> = {
  json: [
    /\/\/.*|\/\*[^*]*(?:\*(?!\/)[^*]*)*|"(?:rolecall\.profile|AWS_(?:DEFAULT_)?PROFILE)"\s*:[ \t]*(?:"(?<double>[^"\\\r\n]*)(?:"|(?=[\r\n]|$))|(?<missing>)(?=[,}\r\n]|$))|"(?:[^"\\\r\n]|\\.)*"?/dgu,
  ],
  env: [
    /^[ \t]*(?:export[ \t]+)?AWS_(?:DEFAULT_)?PROFILE[ \t]*=[ \t]*(?![ \t])(?:"(?<double>[^"\\\r\n]*)(?:"(?![^\s#;&|])|$)|'(?<single>[^'\r\n]*)(?:'(?![^\s#;&|])|$)|(?<bare>[^\s"'`\\;&|]*)(?=[ \t]*(?:[#;&|]|$)|[ \t]+\w+=))/dgmu,
  ],
  compose: [
    /^[ \t]*["']?AWS_(?:DEFAULT_)?PROFILE["']?[ \t]*:[ \t]+(?![ \t])(?:"(?<double>[^"\\\r\n]*)(?:"|$)|'(?<single>[^'\r\n]*)(?:'(?!')|$)|(?![*&!|>@%[]|(?:~|null)[ \t]*(?:#|$))(?<bare>[^\s"'#]*)(?=[ \t]*(?:$|(?<=[ \t])#)))/dgmu,
    /^[ \t]*-[ \t]+(?:"AWS_(?:DEFAULT_)?PROFILE=(?<double>[^"\\\r\n]*)(?:"|$)|'AWS_(?:DEFAULT_)?PROFILE=(?<single>[^'\r\n]*)(?:'|$)|AWS_(?:DEFAULT_)?PROFILE=(?<bare>[^\s"'#]*)(?=[ \t]*(?:$|(?<=[ \t])#)))/dgmu,
  ],
};

/** Whether the file leads programs to other AWS files, so that its names need not be in those of the user. */
export function leadsToOtherFiles(text: string): boolean {
  return /\b(?:AWS_CONFIG_FILE|AWS_SHARED_CREDENTIALS_FILE|shared_(?:config|credentials)_files?)\b/u.test(
    text,
  );
}
