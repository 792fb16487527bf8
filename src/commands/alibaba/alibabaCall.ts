import { alibabaKey, type AlibabaSource, type AlibabaTarget } from '../../profiles/alibaba/alibabaTarget.ts';
import { isAlibabaTarget } from '../../profiles/alibaba/storedAlibabaTarget.ts';
import { settled, targetOf } from '../../session/activeState.ts';
import type { AlibabaContext } from './alibabaContext.ts';

/** What a command was called for. */
export interface AlibabaCall {
  readonly target: AlibabaTarget;
  /**
   * Whether it is the user's own: a source, which their files or their environment define, or a role that they have
   * assumed. Tasks, keybindings, links, and other extensions can name any other role.
   */
  readonly isOwn: boolean;
}

type CallContext = Pick<AlibabaContext, 'active' | 'recentRoles'>;

/** What an argument names: a row of the tree, or a target. Undefined if it names nothing. */
export function callOf(argument: unknown, { active, recentRoles }: CallContext): AlibabaCall | undefined {
  const { target = argument } = { ...(argument as { readonly target?: unknown } | undefined) };
  if (!isAlibabaTarget(target)) return undefined;
  const inUse = targetOf(settled(active.state));
  const roles = [...(inUse ? [inUse] : []), ...recentRoles.value];
  const isKnown = (): boolean => roles.some((role) => alibabaKey(role) === alibabaKey(target));
  return { target, isOwn: target.kind !== 'ramRole' || isKnown() };
}

/** The source of a target. */
export function sourceOf(target: AlibabaTarget): AlibabaSource {
  return target.kind === 'ramRole' ? target.source : target;
}
