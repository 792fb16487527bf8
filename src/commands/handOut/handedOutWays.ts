import * as vscode from 'vscode';
import { isAtAddress } from '../../delivery/handover/recipient.ts';
import type { HandOut } from '../../delivery/record/handOuts.ts';
import { agentName } from '../../display/agentWords.ts';
import type { Mark } from '../../display/marks.ts';
import type { Item } from '../../display/quickPick.ts';
import { type Target, targetName } from '../../profiles/profiles.ts';
import { type SettledState, settled, targetOf } from '../../session/activeState.ts';
import { accessMark, accessOf, shortNames } from '../../views/accessWords.ts';
import type { CommandContext } from '../context.ts';
import { extensionName } from '../use/apiAccess.ts';

export type WaysContext = Pick<
  CommandContext,
  | 'active'
  | 'views'
  | 'endpoint'
  | 'api'
  | 'handOuts'
  | 'handedOutElsewhere'
  | 'writtenSessions'
  | 'clipboard'
>;

/** Something that has access to credentials now. */
export interface HandedOut extends Item {
  /** Ends the access. Undefined if that is impossible. */
  readonly revoke?: () => unknown;
}

/** One way to hand out access, under its heading. */
export interface Way {
  readonly heading: string;
  readonly rows: readonly HandedOut[];
}

/** What new terminals and tasks get in the window, and in folders with a profile of their own. */
export function newTerminals({ active, views }: WaysContext): Way {
  const t = vscode.l10n.t;
  const window = settled(active.state);
  const target = targetOf(window);
  const own = views.bound.folders.map(({ name, state }) => ({
    label: targetName(state.target),
    description: [...marksOf(state.target, views), t('in folder {0}', name), validity(state)],
  }));
  const row = target && {
    label: targetName(target),
    description: [...marksOf(target, views), t('in this window'), validity(window)],
    revoke: () => active.stop(),
  };
  return { heading: t('New terminals and tasks'), rows: [...(row ? [row] : []), ...own] };
}

/** The mark of a target that is production. Of targets that are only named, profiles are known. */
function productionMark(target: Target | string | undefined, { planOf, production }: Views): readonly Mark[] {
  if (target === undefined) return [];
  const known = typeof target === 'string' ? ({ kind: 'profile', name: target } as const) : target;
  return production.of(planOf(known)) ? [{ icon: 'flame', text: vscode.l10n.t('production') }] : [];
}

/** The marks of a target that is known as a whole. */
function marksOf(target: Target, views: Views): readonly Mark[] {
  const access = accessMark(accessOf(views.planOf(target)));
  return [...productionMark(target, views), ...(access ? [access] : [])];
}

/** The marks of a hand-out, which was made with the access that it names. */
function handOutMarks(
  {
    profile,
    access,
  }: { readonly profile: string | undefined; readonly access?: readonly string[] | undefined },
  views: Views,
): readonly Mark[] {
  return [...productionMark(profile, views), ...(access ? [{ icon: 'eye', text: shortNames(access) }] : [])];
}

type Views = Pick<WaysContext['views'], 'planOf' | 'production'>;

function validity(state: SettledState): string {
  const expiration = state.kind === 'ready' ? state.session.credentials.expiration : undefined;
  return expiration === undefined ? '' : vscode.l10n.t('until {0}', timeOf(expiration));
}

/** What has the variables of a profile. Nothing can take them away. */
export function openTerminals({ handOuts, views }: WaysContext): Way {
  const rows = handOuts.current('terminal', 'task', 'debugSession', 'extensionHost').map((handOut) => ({
    label: labelOf(handOut.recipient),
    description: [handOut.profile ?? '', ...handOutMarks(handOut, views), consequenceOf(handOut)],
  }));
  return { heading: vscode.l10n.t('Open terminals, tasks, and debug sessions'), rows };
}

/** The name of a recipient, or what its kind is called. Another window may know kinds that this one does not. */
function labelOf({ kind, name }: { readonly kind: string; readonly name?: string | undefined }): string {
  const t = vscode.l10n.t;
  if (name) return name;
  switch (kind) {
    case 'newTerminals':
      return t('New terminals and tasks');
    case 'extensionHost':
      return t('Programs that other extensions start');
    case 'clipboard':
    case 'copiedEndpoint':
      return t('Clipboard');
    case 'cliCache':
      return t('Cache of the AWS CLI');
    case 'console':
      return t('AWS console');
    default:
      return t('unknown program');
  }
}

/** The AI agent that runs the program. */
function forAgent(program: object): readonly string[] {
  const { agent }: { readonly agent?: string } = program;
  return agent === undefined ? [] : [vscode.l10n.t('for {0}', agentName(agent))];
}

function consequenceOf({ what, expiration, isLongTerm = false }: Consequence): string {
  const t = vscode.l10n.t;
  if (what === 'unknown') return t('may have credentials');
  if (what === 'access') return t('each of its programs asks for credentials');
  if (isLongTerm) return t('its keys do not expire');
  return expiration === undefined
    ? t('its keys stay valid')
    : t('its keys stay valid until {0}', timeOf(expiration));
}

type Consequence = Pick<HandOut, 'what' | 'expiration' | 'isLongTerm'>;

/** The programs that asked by way of the live mirror. */
export function programs({ handOuts, views }: WaysContext): Way {
  const t = vscode.l10n.t;
  const rows = handOuts.current('program').map((handOut) => ({
    label: labelOf(handOut.recipient),
    description: [
      ...forAgent(handOut.recipient),
      handOut.profile ?? '',
      ...handOutMarks(handOut, views),
      t('asked last at {0}', timeOf(handOut.at)),
      consequenceOf(handOut),
    ],
  }));
  return { heading: t('Programs in terminals'), rows: rows.toReversed() };
}

export function endpointAddresses({ endpoint, handOuts, views }: WaysContext): Way {
  const t = vscode.l10n.t;
  const rows = (endpoint.current?.copied ?? []).map(({ target, copiedAt }) => {
    const name = target && targetName(target);
    const asked = handOuts
      .current('endpoint')
      .findLast(({ recipient }) => recipient.kind === 'endpoint' && recipient.address === name);
    const program = asked?.recipient.kind === 'endpoint' ? asked.recipient.program : undefined;
    return {
      label: name ?? t('The profile of this window'),
      description: [
        ...(target ? marksOf(target, views) : []),
        t('copied at {0}', timeOf(copiedAt)),
        ...(asked ? [t('asked last at {0}', timeOf(asked.at)), program ?? ''] : []),
      ],
      revoke: () => {
        endpoint.current?.revoke(target);
        handOuts.end('revoked', (each) => isAtAddress(each, target));
      },
    };
  });
  return { heading: t('Credential endpoint'), rows };
}

export async function extensions({ api }: WaysContext): Promise<Way> {
  const t = vscode.l10n.t;
  const { consents } = await api.get();
  const allowed = [...consents.all].filter(([, consent]) => consent === 'allowed');
  const rows = allowed.map(([id]) => ({
    label: extensionName(id),
    description: [id, t('all profiles')],
    revoke: () => consents.set(id, 'never'),
  }));
  return { heading: t('Extensions'), rows };
}

export function writtenSessions({ writtenSessions: written, handOuts }: WaysContext): Way {
  const t = vscode.l10n.t;
  const rows = written.current.map(({ name, expiration }) => ({
    label: name,
    description: t('until {0}', timeOf(expiration)),
    revoke: async () => {
      await written.remove(name);
      handOuts.end('revoked', (each) => each.kind === 'credentialsFile' && each.profile === name);
    },
  }));
  return { heading: t('Credentials file'), rows };
}

/** The AWS console, as long as browsers are signed in to it. */
export function consoles({ handOuts, views }: WaysContext): Way {
  const t = vscode.l10n.t;
  const rows = handOuts.current('console').map((handOut) => ({
    label: handOut.profile ?? '',
    description: [
      ...handOutMarks(handOut, views),
      handOut.expiration === undefined ? '' : t('signed in until {0}', timeOf(handOut.expiration)),
    ],
  }));
  return { heading: t('AWS console'), rows: rows.toReversed() };
}

/** Copies on the clipboard and in files, of which only those on the clipboard can be removed. */
export function copies({ handOuts, clipboard, views }: WaysContext): Way {
  const t = vscode.l10n.t;
  const rows = handOuts
    .current('clipboard', 'copiedEndpoint', 'file', 'cliCache')
    .map((handOut): HandedOut => {
      const { recipient } = handOut;
      const profile = [handOut.profile ?? '', ...handOutMarks(handOut, views)];
      if (recipient.kind === 'file')
        return { label: recipient.path, description: [...profile, consequenceOf(handOut)] };
      if (recipient.kind === 'cliCache')
        return { label: labelOf(recipient), description: [...profile, consequenceOf(handOut)] };
      return { label: labelOf(recipient), description: profile, revoke: () => clipboard.clear() };
    });
  return { heading: t('Copies'), rows };
}

/** What other windows have handed out. Only they can revoke it. */
export async function elsewhere({ handedOutElsewhere, views }: WaysContext): Promise<Way> {
  const rows = (await handedOutElsewhere()).map((each) => ({
    label: labelOf(each),
    description: [...forAgent(each), each.profile ?? '', ...handOutMarks(each, views), consequenceOf(each)],
  }));
  return { heading: vscode.l10n.t('Other windows'), rows };
}

function timeOf(ms: number): string {
  const isToday = new Date(ms).toDateString() === new Date().toDateString();
  return new Date(ms).toLocaleString(vscode.env.language, {
    timeStyle: 'short',
    ...(isToday ? {} : { dateStyle: 'short' }),
  });
}
