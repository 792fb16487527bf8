import type { CommandContext } from '../commands/context.ts';
import type { Requester } from '../credentials/run/mfa.ts';
import type { Target } from '../profiles/profiles.ts';
import type { AgentAccess } from '../session/agents/agentAccess.ts';
import type { PromptPauses } from '../session/promptPauses.ts';
import { targetData } from './toolText.ts';
import { ToolError } from './toolInput.ts';

/** What the tools for language models use. */
export interface ToolContext extends Pick<
  CommandContext,
  'active' | 'identify' | 'log' | 'ownTerminals' | 'progressOf' | 'sessions' | 'shortPath' | 'store' | 'views'
> {
  readonly agents: Pick<AgentAccess, 'grantFor' | 'settings' | 'targetFor'>;
  /** Resolves when the AWS files, the names of accounts, and the policy files have been read. Does not reject. */
  readonly ready: () => Promise<unknown>;
  /**
   * Asks before something other than the user uses a production or guarded profile. Rejects with `Cancelled` if the
   * user declines.
   */
  readonly confirmOutside: (target: Target, requester: Promise<Requester>) => Promise<void>;
  /** The switches that the user has just declined. */
  readonly declined: PromptPauses;
  /** Whether the user trusts the workspace. */
  readonly isTrusted: () => boolean;
}

/**
 * The profile that a model names, as it is written in the files or as `dataName` shows it. Throws `ToolError` if there
 * is none. Call it after the files are read.
 */
export function profileNamed(name: string, { store }: Pick<ToolContext, 'store'>): Target {
  const { profiles } = store.state.profiles;
  if (profiles.has(name)) return { kind: 'profile', name };
  const alike = [...profiles.keys()].filter((each) => targetData({ kind: 'profile', name: each }) === name);
  const [only, ...others] = alike;
  if (only !== undefined && others.length === 0) return { kind: 'profile', name: only };
  const shown = targetData({ kind: 'profile', name });
  throw new ToolError(
    only === undefined
      ? `There is no profile "${shown}". Call rolecall_profiles to get the names.`
      : `Several profiles are shown as "${shown}". Ask the user to choose one in VS Code.`,
  );
}
