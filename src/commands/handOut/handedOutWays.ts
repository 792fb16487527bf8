import * as vscode from 'vscode';
import { alibabaCommandIds } from '../../base/contributions.ts';
import { isAtAddressNamed } from '../../delivery/handover/recipient.ts';
import type { HandOut } from '../../delivery/record/handOuts.ts';
import type { Mark } from '../../display/marks.ts';
import type { Item } from '../../display/quickPick.ts';
import { targetName } from '../../profiles/profiles.ts';
import { settled, targetOf } from '../../session/activeState.ts';
import type { CommandContext } from '../context.ts';
import { extensionName } from '../use/apiAccess.ts';
import {
  consequenceOf,
  forAgent,
  handOutMarks,
  labelOf,
  marksOf,
  profileOf,
  timeOf,
  validity,
  type Views,
} from './handedOutWords.ts';

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
export function newTerminals({ active, views, handOuts }: WaysContext): Way {
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
  return {
    heading: t('New terminals and tasks'),
    rows: [...(row ? [row] : []), ...own, ...besideNewTerminals(handOuts, views)],
  };
}

/** What new terminals get of another cloud, which is the same in all folders. */
function besideNewTerminals(handOuts: WaysContext['handOuts'], views: Views): readonly HandedOut[] {
  const t = vscode.l10n.t;
  const found = handOuts.current('newTerminals').filter(({ cloud }) => cloud !== undefined);
  return found.map((handOut) => ({
    label: profileOf(handOut),
    description: [
      ...handOutMarks(handOut, views),
      t('in this window'),
      handOut.expiration === undefined ? '' : t('until {0}', timeOf(handOut.expiration)),
    ],
    revoke: () => vscode.commands.executeCommand(alibabaCommandIds.alibabaStopUsing),
  }));
}

/** What has the variables of a profile. Nothing can take them away. */
export function openTerminals({ handOuts, views }: WaysContext): Way {
  const rows = handOuts.current('terminal', 'task', 'debugSession', 'extensionHost').map((handOut) => ({
    label: labelOf(handOut.recipient),
    description: [profileOf(handOut), ...handOutMarks(handOut, views), consequenceOf(handOut)],
  }));
  return { heading: vscode.l10n.t('Open terminals, tasks, and debug sessions'), rows };
}

/** The programs that asked by way of the live mirror. */
export function programs({ handOuts, views }: WaysContext): Way {
  const t = vscode.l10n.t;
  const rows = handOuts.current('program').map((handOut) => ({
    label: labelOf(handOut.recipient),
    description: [
      ...forAgent(handOut.recipient),
      profileOf(handOut),
      ...handOutMarks(handOut, views),
      t('asked last at {0}', timeOf(handOut.at)),
      consequenceOf(handOut),
    ],
  }));
  return { heading: t('Programs in terminals'), rows: rows.toReversed() };
}

export function endpointAddresses({ endpoint, handOuts, views }: WaysContext): Way {
  const t = vscode.l10n.t;
  const rowOf = (address: EndpointAddress): HandedOut => {
    const { name, cloud, marks, copiedAt } = address;
    const isAsked = ({ recipient, ...handOut }: HandOut): boolean =>
      recipient.kind === 'endpoint' && recipient.address === name && handOut.cloud === cloud;
    const asked = handOuts.current('endpoint').findLast(isAsked);
    const program = asked?.recipient.kind === 'endpoint' ? asked.recipient.program : undefined;
    return {
      label: name === undefined ? t('The profile of this window') : profileOf({ cloud, profile: name }),
      description: [
        ...marks,
        cloud ? t('since {0}', timeOf(copiedAt)) : t('copied at {0}', timeOf(copiedAt)),
        ...(asked ? [t('asked last at {0}', timeOf(asked.at)), program ?? ''] : []),
      ],
      revoke: () => {
        address.revoke();
        handOuts.end('revoked', (each, handed) => handed.cloud === cloud && isAtAddressNamed(each, name));
      },
    };
  };
  const own = (endpoint.current?.copied ?? []).map(({ target, copiedAt }) => ({
    name: target && targetName(target),
    cloud: undefined,
    marks: target ? marksOf(target, views) : [],
    copiedAt,
    revoke: () => endpoint.current?.revoke(target),
  }));
  const routed = (endpoint.current?.routed ?? []).map(({ profile: name, copiedAt, revoke }) => {
    const cloud = 'alibaba' as const;
    return { name, cloud, marks: handOutMarks({ cloud, profile: name }, views), copiedAt, revoke };
  });
  return { heading: t('Credential endpoint'), rows: [...own, ...routed].map(rowOf) };
}

interface EndpointAddress {
  /** Undefined for the address that follows the window's profile. */
  readonly name: string | undefined;
  readonly cloud: HandOut['cloud'];
  readonly marks: readonly Mark[];
  readonly copiedAt: number;
  readonly revoke: () => void;
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

/** The console of a cloud, as long as browsers are signed in to it. */
export function consoles({ handOuts, views }: WaysContext, cloud?: HandOut['cloud']): Way {
  const t = vscode.l10n.t;
  const ofCloud = handOuts.current('console').filter((handOut) => handOut.cloud === cloud);
  const rows = ofCloud.map((handOut) => ({
    label: profileOf(handOut),
    description: [
      ...handOutMarks(handOut, views),
      handOut.expiration === undefined ? '' : t('signed in until {0}', timeOf(handOut.expiration)),
    ],
  }));
  return { heading: labelOf({ kind: 'console' }, cloud), rows: rows.toReversed() };
}

/** Copies on the clipboard and in files, of which only those on the clipboard can be removed. */
export function copies({ handOuts, clipboard, views }: WaysContext): Way {
  const t = vscode.l10n.t;
  const rows = handOuts
    .current('clipboard', 'copiedEndpoint', 'file', 'cliCache')
    .map((handOut): HandedOut => {
      const { recipient } = handOut;
      const profile = [profileOf(handOut), ...handOutMarks(handOut, views)];
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
    label: labelOf(each, each.cloud),
    description: [...forAgent(each), profileOf(each), ...handOutMarks(each, views), consequenceOf(each)],
  }));
  return { heading: vscode.l10n.t('Other windows'), rows };
}
