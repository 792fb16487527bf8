import { isTag, type Tag } from '../../profiles/sessionTags.ts';
import type { AgentMarks } from './scopePlan.ts';

/** The settings under `rolecall.agents.` that mark the sessions of AI agents, as written. */
export interface MarkSettings {
  /** `{session}` stands for the name of the user's session. */
  readonly sessionName: unknown;
  readonly sessionTags: unknown;
  readonly sourceIdentity: unknown;
}

/** AWS's limits (STS API, `AssumeRole`). */
const mostName = 64;
const leastName = 2;

export const usualAgentName = '{session}-agent';

/** Reads how agents are marked. What AWS would not take is left out. */
export function agentMarks({ sessionName, sessionTags, sourceIdentity }: MarkSettings): AgentMarks {
  const template =
    typeof sessionName === 'string' && sessionName.trim() ? sessionName.trim() : usualAgentName;
  const identity = typeof sourceIdentity === 'string' ? nameOf(sourceIdentity.trim()) : '';
  const tags: readonly (readonly [string, unknown])[] =
    typeof sessionTags === 'object' && !Array.isArray(sessionTags) ? Object.entries(sessionTags ?? {}) : [];
  return {
    sessionName: (own) => named(template, own),
    tags: accepted(tags),
    sourceIdentity: identity.length >= leastName ? identity.slice(0, mostName) : undefined,
  };
}

/** AWS ignores the case of keys and refuses one that is there twice: the last one counts. */
function accepted(tags: readonly (readonly [string, unknown])[]): readonly Tag[] {
  const valid = tags.filter((tag): tag is Tag => typeof tag[1] === 'string' && isTag(tag[0], tag[1]));
  return [...new Map(valid.map((tag) => [tag[0].toLowerCase(), tag])).values()];
}

/** Shortens the user's part of a name that would be too long, since the rest tells an agent. */
function named(template: string, own: string): string {
  const [before = '', ...after] = template.split('{session}').map(nameOf);
  if (after.length === 0) return filled(before, own);
  const room = Math.max(0, mostName - before.length - after.join('').length);
  return filled([before, ...after].join(own.slice(0, Math.floor(room / after.length))), own);
}

function filled(name: string, own: string): string {
  return name.length >= leastName ? name.slice(-mostName) : own;
}

/** The characters that AWS takes in the name of a session and in a source identity. */
function nameOf(text: string): string {
  return text.replaceAll(/[^\w+=,.@-]+/gu, '-');
}
