import * as vscode from 'vscode';
import { commandIds } from '../contributions.ts';
import type { Disposable } from '../event.ts';
import { prefixFingerprints } from '../plan/fingerprints.ts';
import { accountOf, isPlan, type Plan } from '../plan/plan.ts';
import { targetName } from '../profiles/profiles.ts';
import { settled, targetOf } from '../session/activeState.ts';
import { type IdentityCommandParts, identityOf } from './identity.ts';

/**
 * What `${command:…}` stands for in `launch.json` and `tasks.json`: facts of the profile in use, as text. Where there is
 * none it is empty, since VS Code would go no further without an answer.
 */
export function registerInUse(parts: IdentityCommandParts): Disposable {
  const accounts = new Map<string, string>();
  const inUse = (): Plan | undefined => {
    const target = targetOf(settled(parts.active.state));
    const planned = target && parts.sessions.planOf(target);
    return planned && isPlan(planned) ? planned : undefined;
  };
  return vscode.Disposable.from(
    vscode.commands.registerCommand(commandIds.profileName, () => {
      const target = targetOf(settled(parts.active.state));
      return target?.kind === 'profile' ? target.name : '';
    }),
    vscode.commands.registerCommand(commandIds.region, () => inUse()?.region?.name ?? ''),
    vscode.commands.registerCommand(commandIds.accountId, async () => {
      const plan = inUse();
      return plan ? ((await accountIn(plan, accounts, parts)) ?? '') : '';
    }),
  );
}

/** As the ARNs of the plan have it, or else AWS, who is asked once. */
async function accountIn(
  plan: Plan,
  accounts: Map<string, string>,
  parts: IdentityCommandParts,
): Promise<string | undefined> {
  const fingerprint = prefixFingerprints(plan).at(-1)!;
  const known = accountOf(plan) ?? accounts.get(fingerprint);
  if (known !== undefined) return known;
  const identity = await parts.perform(targetName(plan.target), (anew) =>
    identityOf(plan.target, anew, parts),
  );
  if (identity) accounts.set(fingerprint, identity.account);
  return identity?.account;
}
