// Recognizes keys and tokens by their random characters, where nothing else tells what a text is. It leaves the names
// and IDs alone that AWS and its tools generate, as far as they can be told apart.

export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * The parts of a text that look random, as keys and tokens do. Access key IDs, ARNs, paths, and names consist of words
 * and short numbers.
 */
export function randomSpans(text: string): readonly Span[] {
  // Most texts are short, and lists have thousands of them.
  if (!mayHaveRun.test(text)) return [];
  return [...text.replaceAll(generated, (id) => '.'.repeat(id.length)).matchAll(run)].flatMap(
    ({ 0: found, index }) => {
      const span = secretIn(found);
      return span ? [{ start: index + span.start, end: index + span.end }] : [];
    },
  );
}

/**
 * IDs that are public: names of the CLI's cache files, task IDs in ARNs of ECS roles, IDs of IAM (IAM User Guide,
 * "Unique identifiers"), and access key IDs of Alibaba Cloud, to which nothing is joined.
 */
const generated =
  /(?<=[/\\])[\da-f]{40}(?=\.json\b)|(?<=:assumed-role\/[\w+=,.@-]{1,64}\/)[\da-f]{32}\b|\bA(?:GP|ID|IP|NP|NV|RO)A[A-Z0-9]{16,17}\b|(?<![\w+/=.~%-])(?:LTAI[A-Za-z0-9]{12,20}|STS\.[A-Za-z0-9]{20,32})(?!\.?[\w+/=~%-])/gu;
/** All characters of keys and tokens in base64 and base64url, JWTs, and percent-encoded values. */
const run = /[A-Za-z0-9+/=_.~%-]{18,}/gu;
const mayHaveRun = /[A-Za-z0-9+/=_.~%-]{18}/u;

/** As many characters outside of words are no coincidence. */
const maxRandom = 17;
/** The alphabet of secret access keys, which have 40 characters. */
const keyRun = /[A-Za-z0-9+/]{32,}={0,2}/gu;
const maxRandomInKey = 10;

function secretIn(found: string): Span | undefined {
  const random = randomParts(found);
  const keys = [...found.matchAll(keyRun)].filter(([text]) => isKey(text));
  if (keys.length === 0 && sumOf(random, weightOf) <= maxRandom) return undefined;
  // Parts of a token can look like joined words.
  const parts = partsOf(found).filter(([part]) => isRandom(part) || /[a-z][A-Z]/u.test(part));
  const starts = [
    ...parts.slice(0, 1).map((part) => part.index - shortBefore(found, part)),
    ...keys.map(startOf),
  ];
  const ends = [...parts.slice(-1).map((part) => endOf(part) + shortAfter(found, part)), ...keys.map(endOf)];
  return { start: Math.min(...starts), end: Math.max(...ends) };
}

function startOf({ index }: RegExpExecArray): number {
  return index;
}

function endOf({ 0: part, index }: RegExpExecArray): number {
  return index + part.length;
}

/** How many characters before a random part belong to it in base64: its short beginnings. */
function shortBefore(found: string, { index }: RegExpExecArray): number {
  const text = found.slice(0, index);
  return /$(?<=((?:(?<![A-Za-z0-9])[A-Za-z0-9]{0,4}[+/])*))/u.exec(text)?.[1]?.length ?? 0;
}

function shortAfter(found: string, part: RegExpExecArray): number {
  const text = found.slice(endOf(part));
  return /^(?:[+/=][A-Za-z0-9]{0,4}(?![A-Za-z0-9]))*/u.exec(text)?.[0].length ?? 0;
}

/** Whether a text in the alphabet of secret access keys may contain one. */
function isKey(text: string): boolean {
  return (
    /[A-Z]/u.test(text) && /[a-z]/u.test(text) && sumOf(randomParts(text), outsideOfWords) > maxRandomInKey
  );
}

function randomParts(text: string): readonly RegExpExecArray[] {
  return partsOf(text).filter(([part]) => isRandom(part));
}

function partsOf(text: string): readonly RegExpExecArray[] {
  return [...text.matchAll(/[A-Za-z0-9]+/gu)];
}

function sumOf(parts: readonly RegExpExecArray[], count: (part: string) => number): number {
  return parts.reduce((sum, [part]) => sum + count(part), 0);
}

/** How many characters look random. What CloudFormation and others add to names does not count. */
function weightOf(part: string): number {
  if (suffix.test(part)) return 0;
  const outside = outsideOfWords(part);
  return outside > part.length * 0.6 ? part.length : outside;
}

function outsideOfWords(part: string): number {
  const named = part.replace(hash, '');
  return named.replaceAll(possibleWord, (found) => (unlikely.test(found) ? found : '')).length;
}

/** IDs of instances, groups of UUIDs, times, and the ends of names in CloudFormation. */
const suffix = /^(?:[A-Z0-9]{1,17}|[a-z0-9]{1,17}|\d+)$/u;
/** The CDK adds it to the IDs of resources. */
const hash = /(?<=[a-z])[\dA-F]{8}$/u;
const possibleWord = /(?:[A-Z][a-z]|[a-z]{2})[a-z]{2,20}/gu;
/** Sequences of letters that almost no word has. */
const unlikely =
  /[^aeiouys]{4}|[^aeiouy]{5}|[^aeiouy]{2}[^aeiouydhkst]$|^(?!s|[bcdfgkpt][lr]|[cptw]h|kn|wr|qu|tw|ps)[^aeiouy]{2}|[aeiouy]{4}|[jqv][^aeiouy]|[^aeiouy][qx]/iu;

const shortWord = /^(?:[A-Z]?[a-z]*\d*|[A-Z]+\d*|\d+[a-z]*|[a-z]\d[a-z])$/u;
const capitals = /^[A-Z]{1,15}\d{0,4}$/u;
/** `administrator`, `AWSAdministratorAccess2`, `AmazonS3FullAccess` */
const joinedWords =
  /^(?:[a-z]{2,24})?(?:[A-Z][a-z]{2,20}|(?:S3|EC2|Ec2|K8s|V\d)(?=[A-Z]|$)|[A-Z]{2,5}(?=[A-Z][a-z]|\d|$))*\d{0,4}$/u;
const unpronounceable = /[^aeiouy]{5}/iu;

/** Whether letters and digits are neither a word, nor joined words, nor a number. */
function isRandom(part: string): boolean {
  if (isKeyId(part)) return false;
  if (part.length <= 4) return !shortWord.test(part);
  if (new Set(part).size <= Math.min(4, part.length / 4)) return false;
  if (/^\d+$/u.test(part)) return part.length > 12;
  if (capitals.test(part)) return unpronounceable.test(part.replaceAll(/\d/gu, ''));
  if (part.length > 80 || !joinedWords.test(part)) return true;
  const words = part.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])/gu) ?? [];
  const areShort = words.length * 3.5 > part.length + 1.5;
  return areShort || words.some((word) => unpronounceable.test(word) || !/[aeiouy]|^.{1,3}$/iu.test(word));
}

/** Whether a text consists of words and short numbers. */
export function isLegible(text: string): boolean {
  return ![...text.matchAll(/[A-Za-z0-9]+/gu)].some(([part]) => isRandom(part));
}

/** Whether a text has the form of AWS's access key IDs (IAM User Guide, "Unique identifiers"). */
export function isKeyId(text: string): boolean {
  return /^(?:AKIA|ASIA)[A-Z0-9]{16}$/u.test(text);
}
