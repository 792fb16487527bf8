import type { Failure } from '../../base/failure.ts';
import { aws, partitionOf } from '../endpoints/regions.ts';
import { type Arn, arnPage, mayHavePage, readArn } from './arn.ts';
import type { ConsolePlace } from './consolePlace.ts';
import { consoleService, serviceWord } from './consoleServices.ts';
import { consoleAddress } from './consoleAddress.ts';

/** Where in the console a link leads. */
export type Destination =
  | { readonly kind: 'home' }
  /** The ID of a row of `consoleServices`, or a guess: the word that the service has in its address. */
  | { readonly kind: 'service'; readonly id: string }
  /** The address of a page of the console, as it is copied from a browser. */
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'arn'; readonly arn: string };

/** What a user typed or pasted. Undefined if it can be no destination. */
export function parseDestination(text: string): Destination | undefined {
  const typed = text.trim();
  if (typed === '') return { kind: 'home' };
  if (/^arn:[\w-]+:/u.test(typed)) return { kind: 'arn', arn: typed };
  if (/^https?:\/\//iu.test(typed)) return { kind: 'url', url: typed };
  const id = serviceWord(typed);
  return isServiceWord(id) ? { kind: 'service', id } : undefined;
}

/** Whether the console may not have this page: its path is guessed from a word. */
export function isGuess(destination: Destination): boolean {
  return destination.kind === 'service' && !consoleService(destination.id);
}

/** The address of the page, or why there is none. */
export function destinationUrl(destination: Destination, place: ConsolePlace): string | Failure {
  switch (destination.kind) {
    case 'home':
      return pageUrl('console/home', place);
    case 'service':
      return serviceUrl(destination.id, place);
    case 'url':
      return pastedUrl(destination.url, place);
    case 'arn':
      return arnUrl(destination.arn, place);
  }
}

/** AWS's own form has the region twice: without it, the console opens the region that the browser used last. */
function pageUrl(page: string, { consoleDomain, region }: ConsolePlace): string {
  const [path, ...route] = page.split('#');
  return [`https://${region}.${consoleDomain}/${path}?region=${region}`, ...route].join('#');
}

function globalUrl(page: string, { partition, consoleDomain, region }: ConsolePlace): string {
  // Without its region, the console of this partition cannot be reached.
  const host = partition === 'aws-eusc' ? `${region}.${consoleDomain}` : consoleDomain;
  return `https://${host}/${page}`;
}

function serviceUrl(id: string, place: ConsolePlace): string | Failure {
  const service = consoleService(id);
  if (service) return (service.isGlobal ? globalUrl : pageUrl)(service.path, place);
  return isServiceWord(id) ? pageUrl(`${id}/home`, place) : unknown(place);
}

function isServiceWord(text: string): boolean {
  return /^[a-z][a-z0-9-]{1,39}$/u.test(text);
}

function pastedUrl(text: string, place: ConsolePlace): string | Failure {
  const found = consoleAddress(text);
  if (!found) return unknown(place);
  return found.partition === place.partition ? found.url : elsewhere(found.partition, place);
}

/** Of the known partitions, only the public one has a page that finds a resource by its ARN. */
function arnUrl(text: string, place: ConsolePlace): string | Failure {
  const arn = readArn(text);
  if (!arn || !partitionOf(text)) return unknown(place);
  const { profile } = place;
  const { partition } = arn;
  if (partition !== place.partition) return elsewhere(partition, place);
  if (partition !== aws.id) return { code: 'arnNotOpenable', profile, partition };
  return mayHavePage(arn) ? arnPage(arn) : unknown(place);
}

/** The ARN, if it is known to be of another account than that of the console. */
export function arnElsewhere(text: string, { account: own }: ConsolePlace): Arn | undefined {
  const arn = readArn(text);
  return own !== undefined && arn?.account !== undefined && arn.account !== own ? arn : undefined;
}

function unknown({ profile }: ConsolePlace): Failure {
  return { code: 'destinationUnknown', profile };
}

function elsewhere(partition: string, { profile, partition: own }: ConsolePlace): Failure {
  return { code: 'destinationElsewhere', profile, partition, own };
}
