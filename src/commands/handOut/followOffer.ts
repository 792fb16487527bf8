import * as vscode from 'vscode';
import { fitsIntoToast, showInformation } from '../../display/toasts.ts';
import type { OpenShell } from '../../delivery/terminals/terminalFacts.ts';
import { type Target, targetName } from '../../profiles/profiles.ts';
import type { HandOut } from '../../delivery/record/handOuts.ts';
import { withAccess, withPolicies } from '../../views/accessWords.ts';
import { appliedTarget } from './appliedTarget.ts';
import { type ApplyContext, applyTo } from './applyToTerminals.ts';
import { writeUserSetting } from '../userSetting.ts';
import { relaunchTerminals } from './relaunchTerminals.ts';
import { staleTerminals, windowTerminals } from './staleTerminals.ts';

/**
 * Offers to give open terminals the profile in use, if some have another one. Resolves when the user has answered or
 * closed the offer. If the window uses another profile by then, the answer was about something else, and the offer is
 * made again.
 */
export async function offerToFollow(context: ApplyContext): Promise<void> {
  await context.openTerminals.refresh();
  const { state } = context.active;
  if (state.kind !== 'ready') return;
  const { target } = state;
  const stale = staleTerminals(target, context);
  if (stale.length === 0) return;
  const chosen = await showInformation(
    messageFor(stale, nameOf(target, context)),
    ...buttonsFor(stale, target, context),
  );
  if (chosen?.isAboutProfile && !context.active.isUsing(target)) return offerToFollow(context);
  await chosen?.follow();
}

interface Button extends vscode.MessageItem {
  readonly isAboutProfile: boolean;
  readonly follow: () => Promise<unknown>;
}

function buttonsFor(stale: readonly OpenShell[], target: Target, context: ApplyContext): readonly Button[] {
  const t = vscode.l10n.t;
  const current = (): readonly vscode.Terminal[] => terminalsOf(staleTerminals(target, context));
  const apply = {
    title: stale.length === 1 ? t('Apply') : t('Apply to Them'),
    isAboutProfile: true,
    follow: () => applyTo(current(), appliedTarget(target), context),
  };
  const relaunch = {
    title: t('Relaunch'),
    isAboutProfile: true,
    follow: () => relaunchTerminals(current(), targetName(target), context),
  };
  const live = {
    title: t('Always Follow'),
    isAboutProfile: true,
    follow: () => followAlways(target, context),
  };
  const never = {
    title: t('Don’t Ask Again'),
    isAboutProfile: false,
    follow: () => context.attempt(t('Terminals'), () => writeUserSetting('terminals.offerToFollow', false)),
  };
  const isLive = context.terminalMode.value === 'live';
  return [apply, relaunch, ...(isLive ? [] : [live]), never];
}

function nameOf(target: Target, { views: { planOf, production } }: ApplyContext): string {
  const planned = planOf(target);
  const name = withAccess(targetName(target), planned);
  return production.of(planned) ? vscode.l10n.t('{0} (production)', name) : name;
}

/** Without the list of profiles if that needs a button for the rest: VS Code cuts off the titles of five buttons. */
function messageFor(stale: readonly OpenShell[], name: string): string {
  const counts = countProfiles(stale);
  const short = sentence(stale, counts, name);
  if (counts.size === 1) return short;
  const list = [...counts].map(([profile, count]) => `${profile} (${count})`).join(', ');
  const whole = `${short} ${vscode.l10n.t('Their profiles: {0}.', list)}`;
  return fitsIntoToast(whole) ? whole : short;
}

/** How many terminals have each profile. */
function countProfiles(stale: readonly OpenShell[]): ReadonlyMap<string, number> {
  const t = vscode.l10n.t;
  const counts = new Map<string, number>();
  for (const { has } of stale) {
    const profile = !has ? t('none') : (profileIn(has) ?? t('unknown'));
    counts.set(profile, (counts.get(profile) ?? 0) + 1);
  }
  return counts;
}

function profileIn({ profile, access }: HandOut): string | undefined {
  return profile && withPolicies(profile, access);
}

function sentence(stale: readonly OpenShell[], counts: ReadonlyMap<string, number>, name: string): string {
  const t = vscode.l10n.t;
  const [first] = stale;
  const [[only = ''] = []] = counts;
  if (stale.length === 1 && first)
    return first.has?.profile === undefined
      ? t('The terminal “{0}” does not use {1} yet.', first.terminal.name, name)
      : t('The terminal “{0}” still uses {1}, not {2}.', first.terminal.name, only, name);
  if (counts.size === 1 && first?.has?.profile !== undefined)
    return t('{0} open terminals still use {1}, not {2}.', stale.length, only, name);
  return t('{0} open terminals do not use {1} yet.', stale.length, name);
}

/** Turns the mode `live` on, and gives it to the open terminals, too. */
export async function followAlways(target: Target, context: ApplyContext): Promise<void> {
  const t = vscode.l10n.t;
  await context.attempt(t('Terminals'), async () => {
    const before = vscode.workspace.getConfiguration('rolecall').inspect('terminals.mode')?.globalValue;
    await writeUserSetting('terminals.mode', 'live');
    const open = windowTerminals(context).filter(({ has }) => !has?.isFollowing);
    await applyTo(terminalsOf(open), appliedTarget(target), context);
    const undo = { title: t('Undo') };
    const said = t(
      'From now on, terminals follow the profile in use. Programs that read only AWS_ACCESS_KEY_ID, and containers, get nothing in this mode.',
    );
    void showInformation(said, undo).then(
      (chosen) => chosen && context.attempt(t('Terminals'), () => writeUserSetting('terminals.mode', before)),
    );
  });
}

function terminalsOf(shells: readonly OpenShell[]): readonly vscode.Terminal[] {
  return shells.map(({ terminal }) => terminal);
}
