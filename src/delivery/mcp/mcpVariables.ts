import type { Environment } from '../../base/environment.ts';
import { Cancelled, type Failure, FailureError, failureOf } from '../../base/failure.ts';
import type { Log } from '../../base/log.ts';
import type { Planned } from '../../plan/plan.ts';
import { type Target, targetName } from '../../profiles/profiles.ts';
import type { Session, SessionRequest } from '../../session/sessions.ts';
import { agentNameVariable } from '../agents/agentMarkers.ts';
import { assignmentsOf } from '../handover/handover.ts';
import type { MirrorPaths } from '../handover/standIns.ts';
import { terminalHandover } from '../handover/terminalModes.ts';

export interface McpDependencies {
  /** What the user reads when they are asked: `MCP server aws`. */
  readonly label: string;
  /** Resolves when the AWS files have been read. */
  readonly ready: () => Promise<unknown>;
  /** What the window uses. */
  readonly inUse: () => Target | undefined;
  readonly isTrusted: () => boolean;
  /** What AI agents get in place of a target. */
  readonly agents: { targetFor(target: Target): Promise<Target> };
  readonly get: (target: Target, request: SessionRequest) => Promise<Session>;
  /** Adds a section for a target to the mirror. */
  readonly prepareMirror: (target: Target) => Promise<void>;
  readonly planOf: (target: Target) => Planned;
  readonly mirror: MirrorPaths;
  /** The environment of the extension host, which starts the servers. */
  readonly environment: Environment;
  readonly describe: (failure: Failure) => string;
  readonly log: Pick<Log, 'error'>;
}

type McpVariables = Readonly<Record<string, string | null>>;

/**
 * The variables for an MCP server that starts: a profile of the mirror by name, and no keys. The session exists then,
 * so that no program has to wait for the user, who may be asked here. Rejects with an `Error` for the user.
 */
export async function mcpVariables(
  server: string,
  signal: AbortSignal,
  dependencies: McpDependencies,
): Promise<McpVariables> {
  const { inUse, describe, log } = dependencies;
  const prepared = await prepare(server, signal, dependencies).catch((error: unknown): Failure => {
    if (error instanceof Cancelled) return { code: 'mcpServerDeclined', server };
    const target = inUse();
    const failure = failureOf(error, target ? targetName(target) : server);
    if (failure.code === 'unexpected' && error instanceof Error) log.error(error);
    return failure;
  });
  if ('code' in prepared) throw new Error(describe(prepared));
  return variablesFor(server, prepared.target, dependencies);
}

/** Gets the session of agents. Resolves to the target that the window uses. */
async function prepare(
  server: string,
  signal: AbortSignal,
  { label, ready, inUse, isTrusted, agents, get, prepareMirror }: McpDependencies,
): Promise<{ readonly target: Target }> {
  // A program such as `uvx` may read files of the workspace.
  if (!isTrusted()) throw new FailureError({ code: 'mcpServerUntrusted', server });
  await ready();
  const target = inUse();
  if (!target) throw new FailureError({ code: 'mcpServerWithoutProfile', server });
  const served = await agents.targetFor(target);
  const requester = Promise.resolve({ kind: 'program', name: undefined, agent: label } as const);
  await get(served, { mayAsk: true, signal, requester });
  await prepareMirror(target);
  return { target };
}

/** What a server gets on top of the environment of the extension host; null removes a variable. */
function variablesFor(
  server: string,
  target: Target,
  { planOf, mirror, environment }: McpDependencies,
): McpVariables {
  const give = (): never => {
    throw new Error(`no keys for ${targetName(target)}`);
  };
  const delivering = { mode: 'environment', agentsGetLess: true, mirror, planOf, give } as const;
  const handover = terminalHandover(target, undefined, delivering);
  return {
    ...Object.fromEntries(assignmentsOf(handover, environment)),
    // AWS's servers prefer these to `AWS_PROFILE` (awslabs/mcp, `aws-api-mcp-server`; aws/mcp-proxy-for-aws).
    AWS_API_MCP_PROFILE_NAME: null,
    AWS_MCP_PROXY_PROFILES: null,
    // Whatever starts the server, and whatever it starts: the broker gives it what agents get.
    [agentNameVariable]: `mcp_server_${server.replaceAll(/[^\w.-]+/gu, '_')}`,
    AWS_SDK_UA_APP_ID: 'rolecall-agent',
  };
}
