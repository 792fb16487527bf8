import * as vscode from 'vscode';
import type { HandOut } from '../../delivery/record/handOuts.ts';
import { agentName } from '../../display/agentWords.ts';
import type { Mark } from '../../display/marks.ts';
import type { Target } from '../../profiles/profiles.ts';
import type { SettledState } from '../../session/activeState.ts';
import { accessMark, accessOf, shortNames } from '../../views/accessWords.ts';
import { labelOfName } from '../../views/alibaba/alibabaNames.ts';
import type { CommandContext } from '../context.ts';

/** The mark of a target that is production. Of targets that are only named, profiles are known. */
function productionMark(target: Target | string | undefined, { planOf, production }: Views): readonly Mark[] {
  if (target === undefined) return [];
  const known = typeof target === 'string' ? ({ kind: 'profile', name: target } as const) : target;
  return production.of(planOf(known)) ? [{ icon: 'flame', text: vscode.l10n.t('production') }] : [];
}

/** The marks of a target that is known as a whole. */
export function marksOf(target: Target, views: Views): readonly Mark[] {
  const access = accessMark(accessOf(views.planOf(target)));
  return [...productionMark(target, views), ...(access ? [access] : [])];
}

/** The marks of a hand-out, which was made with the access that it names. */
export function handOutMarks(
  {
    cloud,
    profile,
    access,
  }: Pick<HandOut, 'profile'> & { readonly [K in 'cloud' | 'access']?: HandOut[K] | undefined },
  views: Views,
): readonly Mark[] {
  if (cloud !== undefined) return [{ icon: '', text: vscode.l10n.t('Alibaba Cloud') }];
  return [...productionMark(profile, views), ...(access ? [{ icon: 'eye', text: shortNames(access) }] : [])];
}

/** The name of the profile that was handed out, as views show it. */
export function profileOf({
  cloud,
  profile = '',
}: Pick<HandOut, 'profile'> & { readonly cloud?: HandOut['cloud'] }): string {
  return cloud === 'alibaba' ? labelOfName(profile) : profile;
}

export type Views = Pick<CommandContext['views'], 'planOf' | 'production'>;

export function validity(state: SettledState): string {
  const expiration = state.kind === 'ready' ? state.session.credentials.expiration : undefined;
  return expiration === undefined ? '' : vscode.l10n.t('until {0}', timeOf(expiration));
}

/**
 * The name of a recipient, or what its kind is called. Another window may know kinds that this one does not. `cloud`:
 * that of the credentials.
 */
export function labelOf(
  { kind, name }: { readonly kind: string; readonly name?: string | undefined },
  cloud?: HandOut['cloud'],
): string {
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
      return cloud === 'alibaba' ? t('Alibaba Cloud console') : t('AWS console');
    default:
      return t('unknown program');
  }
}

/** The AI agent that runs the program. */
export function forAgent(program: object): readonly string[] {
  const { agent }: { readonly agent?: string } = program;
  return agent === undefined ? [] : [vscode.l10n.t('for {0}', agentName(agent))];
}

export function consequenceOf({ what, expiration, isLongTerm = false }: Consequence): string {
  const t = vscode.l10n.t;
  if (what === 'unknown') return t('may have credentials');
  if (what === 'access') return t('each of its programs asks for credentials');
  if (isLongTerm) return t('its keys do not expire');
  return expiration === undefined
    ? t('its keys stay valid')
    : t('its keys stay valid until {0}', timeOf(expiration));
}

type Consequence = Pick<HandOut, 'what' | 'expiration' | 'isLongTerm'>;

export function timeOf(ms: number): string {
  const isToday = new Date(ms).toDateString() === new Date().toDateString();
  return new Date(ms).toLocaleString(vscode.env.language, {
    timeStyle: 'short',
    ...(isToday ? {} : { dateStyle: 'short' }),
  });
}
