import { aws } from '../endpoints/regions.ts';

/** An ARN as AWS writes it (AWS General Reference, "Amazon Resource Names"). */
export interface Arn {
  readonly text: string;
  /** `aws`, `aws-cn`. */
  readonly partition: string;
  readonly service: string;
  /** Empty for resources without a region, such as a role. */
  readonly region: string;
  /** Twelve digits. Undefined for resources whose ARN has no account, such as a bucket, and for those of AWS. */
  readonly account: string | undefined;
  readonly resource: string;
}

/** An ARN in a text, in UTF-16 code units. */
export interface ArnPlace {
  readonly arn: Arn;
  readonly start: number;
  readonly end: number;
}

/**
 * Quotes, spaces, brackets, and commas end an ARN. The signs of patterns and templates do not, so that an ARN with one
 * of them is seen as a whole. An ARN in a path is part of another text, such as the URI of an integration.
 */
const form =
  /(?<![\w/.%+-])arn:(aws(?:-[a-z]+)*):([a-z\d-]+):([a-z\d-]*):(\d{12}|aws)?:([\w+=.@:/~!*?%$#-]+)/gu;

/** The maximum in AWS's APIs. */
const maxLength = 2048;

/** The complete ARNs in a text, first to last. Those with a wildcard or a placeholder name no resource. */
export function arnsIn(text: string): readonly ArnPlace[] {
  return [...text.matchAll(form)].flatMap((found) => placeOf(found, text));
}

/** The ARN that the whole text is; undefined if it is anything else. Only here can it contain a comma. */
export function readArn(text: string): Arn | undefined {
  if (text.length > maxLength || text.endsWith(',')) return undefined;
  const [place] = arnsIn(text.replaceAll(',', '_'));
  if (place?.start !== 0 || !['', allStreams].includes(text.slice(place.end))) return undefined;
  const { arn, end } = place;
  return { ...arn, text: text.slice(0, end), resource: text.slice(end - arn.resource.length, end) };
}

/** What the ARN of a log group ends with where CloudWatch Logs lists it (API reference, LogGroup). */
const allStreams = ':*';

function placeOf(found: RegExpExecArray, text: string): readonly ArnPlace[] {
  const [whole, partition = '', service = '', region = '', account, rest = ''] = found;
  const end = found.index + whole.length;
  const resource = resourceIn(rest, service, text.slice(end, end + 2));
  if (resource === undefined) return [];
  const length = whole.length - rest.length + resource.length;
  if (length > maxLength) return [];
  const arn: Arn = {
    text: whole.slice(0, length),
    partition,
    service,
    region,
    account: account === 'aws' ? undefined : account,
    resource,
  };
  return [{ arn, start: found.index, end: found.index + length }];
}

/** The resource at the beginning of `rest`; undefined if it is not complete. `next`: what follows in the text. */
function resourceIn(rest: string, service: string, next: string): string | undefined {
  // A bracket begins a placeholder, unless it is that of a closing tag. A backslash escapes a sign of the ARN, unless
  // it escapes the end of a text. Points stand for a part that was cut off.
  if (/^(?:[{([…]|<(?!\/)|\\(?!$|[\\"'`nrt\r\n]))/u.test(next) || /\.{2}$/u.test(rest)) return undefined;
  const isGroup = service === 'logs' && rest.endsWith(allStreams);
  const named = isGroup ? rest.slice(0, -allStreams.length) : rest;
  const isEndOfSentence = next === '' || /^\s/u.test(next);
  const resource = named.replace(isEndOfSentence ? /[.:!]$/u : /[.!]$/u, '');
  const isComplete = /[a-z\d]/iu.test(resource) && !/[*?%#]|\$(?!LATEST$)|[/:]$/u.test(resource);
  return isComplete ? resource : undefined;
}

/** ARNs without a page: those of sessions, sign-ins, and the methods of APIs. */
const withoutPage: ReadonlySet<string> = new Set(['execute-api', 'signin', 'sts']);

/**
 * Whether AWS's console may have a page for the ARN. Only the public partition opens pages by ARN. AWS does not say for
 * which types, and its page says so if there is none.
 */
export function mayHavePage({ partition, service, region, account, resource }: Arn): boolean {
  if (partition !== aws.id || withoutPage.has(service)) return false;
  // The account in a policy, and a call that a state machine makes.
  if (service === 'iam' && resource === 'root') return false;
  return service !== 'states' || region !== '' || account !== undefined;
}

/** The page in the account that the browser is signed in to. */
export function arnPage({ text }: Arn): string {
  return `https://${aws.consoleDomain}/go/view?${new URLSearchParams({ arn: text }).toString()}`;
}
