import * as vscode from 'vscode';
import { isPlan, type Planned } from '../../plan/plan.ts';
import { accessKey, accessWord, fullAccess } from '../../profiles/access/access.ts';
import { type Target, targetKey, targetName, withoutAccess } from '../../profiles/profiles.ts';
import { shortAccess } from '../accessWords.ts';
import type { ViewSources } from '../viewSources.ts';

type AgentSources = Pick<ViewSources, 'agents' | 'planOf' | 'describeReason'>;

/** What AI agents get in place of what the user has, or why they get nothing: `Agents: read-only`. */
export function agentLine(own: Planned, sources: AgentSources): string {
  const line = accessLine(own, sources);
  if (!sources.agents.settings.isHeld) return line;
  const held = vscode.l10n.t(
    'The settings of this workspace were changed to give agents more. Reload the window if you want that.',
  );
  return `${line} (${held})`;
}

function accessLine(own: Planned, sources: AgentSources): string {
  const t = vscode.l10n.t;
  const { agents, planOf, describeReason } = sources;
  const found = agents.plannedFor(own.target);
  if ('code' in found) {
    // The tooltip says already why the user has none either.
    if (found.code === 'agentsHaveNoAccess' || !isPlan(own)) return t('Agents: no access');
    return found.code === 'agentsUnlimited' && found.why === 'ownPolicy'
      ? t('Agents: no access, because AWS cannot combine your policy with theirs')
      : t('Agents: no access. {0}', describeReason(found));
  }
  if (targetKey(withoutAccess(found)) !== targetKey(withoutAccess(own.target)))
    return t('Agents: profile {0}', targetName(found));
  const planned = planOf(found);
  if (!isPlan(planned)) return withoutSession(found, planned, sources);
  const isSame = isPlan(own) && policiesOf(own) === policiesOf(planned);
  return isSame ? t('Agents: the same') : t('Agents: {0}', shortAccess(planned.access ?? fullAccess));
}

function withoutSession(
  found: Target,
  { failure }: Exclude<Planned, { readonly steps: unknown }>,
  { describeReason }: AgentSources,
): string {
  const t = vscode.l10n.t;
  if (failure.code !== 'accessImpossible') return t('Agents: no access. {0}', describeReason(failure));
  const { why } = failure;
  if (why === 'identityCenter' && accessWord(found.access) !== 'custom')
    return t(
      'Agents: your read-only permission set in this account, if there is one. AWS cannot limit others (rolecall.agents.profile).',
    );
  return t(
    'Agents: no access. {0} You can also choose a profile for agents ({1}), or run “Rolecall: Let Agents Write…”.',
    describeReason(failure),
    'rolecall.agents.profile',
  );
}

function policiesOf({ access = fullAccess }: { readonly access?: typeof fullAccess | undefined }): string {
  return accessKey({ managed: access.managed, ...(access.document && { document: access.document }) });
}
