import * as vscode from 'vscode';
import type { Item } from '../../display/quickPick.ts';
import type { ConsolePlace } from '../../plan/console/consolePlace.ts';
import { type ConsoleService, consoleService, consoleServices } from '../../plan/console/consoleServices.ts';
import {
  arnElsewhere,
  type Destination,
  destinationUrl,
  isGuess,
  parseDestination,
} from '../../plan/console/destination.ts';
import type { DescribeFailure } from '../viewSources.ts';
import { normalized, searchWords } from './wordSearch.ts';

export type DestinationChoice =
  { readonly kind: 'destination'; readonly destination: Destination } | { readonly kind: 'otherProfile' };

export interface DestinationRow extends Item {
  /** Undefined for a row that only informs. */
  readonly choice?: DestinationChoice;
}

export interface DestinationFrame {
  readonly place: ConsolePlace;
  /** The IDs of services, the one that was opened last first. */
  readonly recent: readonly string[];
  readonly describeReason: DescribeFailure;
}

/** More recent ones would be below what the picker shows at once. */
const maxRecent = 5;

/** The rows for a typed text: Home and all services for none; otherwise those that match, and a guessed page. */
export function destinationRows(typed: string, frame: DestinationFrame): readonly DestinationRow[] {
  const text = typed.trim();
  if (text === '') return allRows(frame);
  const destination = parseDestination(text);
  if (destination?.kind === 'url' || destination?.kind === 'arn') return [pastedRow(destination, frame)];
  const found = [
    ...[homeRow(frame), otherProfileRow()].filter(({ label }) => hasWords(label, text)),
    ...servicesFor(text, frame).map(serviceRow),
    ...(destination && isGuess(destination) ? [guessRow(text, destination)] : []),
  ];
  return found.length > 0
    ? found
    : [{ icon: 'info', label: vscode.l10n.t('No service matches'), alwaysShow: true }];
}

function allRows(frame: DestinationFrame): readonly DestinationRow[] {
  const t = vscode.l10n.t;
  const recent = recentServices(frame);
  const others = consoleServices.filter((service) => !recent.includes(service));
  return [
    homeRow(frame),
    ...section(t('recent'), recent.map(serviceRow)),
    ...section(t('services'), others.map(serviceRow)),
    ...section(t('more'), [otherProfileRow()]),
  ];
}

function recentServices({ recent }: DestinationFrame): readonly ConsoleService[] {
  return recent
    .flatMap((id) => consoleServices.find((service) => service.id === id) ?? [])
    .slice(0, maxRecent);
}

/** A word that names a service by its ID or by an alias means that service, whatever else contains the word. */
function servicesFor(text: string, frame: DestinationFrame): readonly ConsoleService[] {
  const recent = recentServices(frame);
  const all = consoleServices.map((service) => ({
    service,
    name: normalized(service.name),
    text: normalized([service.name, service.id, ...service.aliases].join('\n')),
  }));
  const { first } = searchWords(all, text, all.length, ({ service }) => recent.includes(service));
  const named = consoleService(text);
  const others = first.map(({ service }) => service).filter((service) => service !== named);
  return named ? [named, ...others] : others;
}

function hasWords(label: string, text: string): boolean {
  return normalized(label).includes(normalized(text));
}

function homeRow({ place }: DestinationFrame): DestinationRow {
  const choice = chosen({ kind: 'home' });
  return {
    icon: 'home',
    label: vscode.l10n.t('Console Home'),
    description: place.region,
    choice,
    alwaysShow: true,
  };
}

function serviceRow({ id, name, isGlobal }: ConsoleService): DestinationRow {
  const description = isGlobal && { description: vscode.l10n.t('all regions') };
  return {
    icon: 'browser',
    label: name,
    ...description,
    choice: chosen({ kind: 'service', id }),
    alwaysShow: true,
  };
}

/** The row names the pasted page, or says why it cannot be opened. */
function pastedRow(
  destination: Destination & { kind: 'url' | 'arn' },
  frame: DestinationFrame,
): DestinationRow {
  const t = vscode.l10n.t;
  const url = destinationUrl(destination, frame.place);
  if (typeof url !== 'string') return { icon: 'error', label: frame.describeReason(url), alwaysShow: true };
  const choice = chosen(destination);
  if (destination.kind === 'url')
    return { icon: 'link', label: t('Open this page'), detail: shortUrl(url), choice, alwaysShow: true };
  const trouble = otherAccount(destination.arn, frame.place);
  return {
    icon: trouble === undefined ? 'link' : 'warning',
    label: t('Open this resource'),
    ...(trouble !== undefined && { description: trouble }),
    detail: destination.arn,
    choice,
    alwaysShow: true,
  };
}

/** The console of the profile would not find a resource of another account. */
function otherAccount(text: string, place: ConsolePlace): string | undefined {
  const account = arnElsewhere(text, place)?.account;
  if (account === undefined) return undefined;
  return vscode.l10n.t('in account {0}, not in that of {1}', account, place.profile);
}

function guessRow(word: string, destination: Destination): DestinationRow {
  const t = vscode.l10n.t;
  return {
    icon: 'question',
    label: t('Open “{0}”', word),
    description: t('a guess: the console may not have this page'),
    choice: chosen(destination),
    alwaysShow: true,
  };
}

function otherProfileRow(): DestinationRow {
  const label = vscode.l10n.t('Another profile…');
  return { icon: 'account', label, choice: { kind: 'otherProfile' }, alwaysShow: true };
}

function chosen(destination: Destination): DestinationChoice {
  return { kind: 'destination', destination };
}

function shortUrl(url: string): string {
  const { host, pathname } = new URL(url);
  return host + pathname;
}

function section(title: string, rows: readonly DestinationRow[]): readonly DestinationRow[] {
  return rows.length === 0 ? [] : [{ label: title, kind: vscode.QuickPickItemKind.Separator }, ...rows];
}
