import { withDeadline } from '../../base/deadline.ts';
import { deadlines } from '../../base/deadlines.ts';
import { plainText, shorten } from '../../base/plainText.ts';
import { callerAt } from '../record/callingProgram.ts';
import { type Ancestor, readProc } from '../record/lineage.ts';
import {
  agentNameVariable,
  type AgentRow,
  agentRows,
  type Markers,
  markersIn,
  olderNameVariable,
} from './agentMarkers.ts';

/** An AI agent for which a program runs. */
export interface Agent {
  /** Undefined if it only says that it is one: `AI_AGENT=1`. A name that is not in the table comes from outside. */
  readonly name: string | undefined;
  /**
   * The agent's own program asks, and not a command that it runs: for example, for a model on Amazon Bedrock, with the
   * credentials that the user has chosen for that. Never true on Windows, where such a program is no agent.
   */
  readonly asksForItself: boolean;
}

export interface Traces {
  /** What the helper found in its environment, which is that of the program. */
  readonly markers: Markers;
  readonly lineage: readonly Ancestor[];
  /** The markers of VS Code itself. By default, those of the extension host. */
  readonly baseline?: Markers;
}

/**
 * The agent for which a program asks for credentials; undefined if it seems to be a user. This is a hint and not a
 * wall: an agent can unset its markers, and a program can have any name.
 *
 * The nearest process with the name of an agent decides, then the environment of the program, and then those of the
 * processes above it, which tell where `env -i` or `sudo` has dropped the variables. A marker that VS Code has with the
 * same value says nothing: an agent has started VS Code, or the user exports it for every shell. Does not reject.
 */
export async function findAgent(traces: Traces): Promise<Agent | undefined> {
  const { markers, baseline = markersIn(process.env) } = traces;
  const lineage = traces.lineage.filter(({ isEditor }) => !isEditor);
  const marked = markedAgent(markers, baseline);
  const rows = lineage.map(agentOfProgram);
  const at = rows.findIndex((row) => row !== undefined);
  if (at >= 0) return { name: rows[at]?.name, asksForItself: !marked && at === callerAt(lineage) };
  const found = marked ?? (await markedAbove(lineage, baseline));
  return found && { ...found, asksForItself: false };
}

type Named = Pick<Agent, 'name'>;

function agentOfProgram({ name, otherNames }: Ancestor): AgentRow | undefined {
  return agentRows.find(({ programs = [] }) =>
    programs.some((each) => each === name || otherNames.includes(each)),
  );
}

/** The agent that the markers of one environment show. */
function markedAgent(markers: Markers, baseline: Markers): Named | undefined {
  const isNews = (name: string): boolean => markers[name] !== undefined && markers[name] !== baseline[name];
  const valueOf = (name: string): string => (isNews(name) ? (markers[name] ?? '') : '');
  const [named, older] = [valueOf(agentNameVariable), wordOf(valueOf(olderNameVariable))];
  const word = wordOf(named);
  const row = agentRows.find(
    ({ variables = [], words }) =>
      variables.some(isNews) || words.some((each) => each === older || `${word}-`.startsWith(`${each}-`)),
  );
  if (row) return { name: row.name };
  if (named === '') return undefined;
  return { name: yes.has(word) ? undefined : shorten(plainText(named)) || undefined };
}

/** Values that say that there is an agent, but not which one. */
const yes = new Set(['1', 'true', 'yes', 'on', 'agent', 'unknown']);

/** `Claude-Code/2.1` and `claude_code_2.1_agent` become `claude-code-2-1…`. */
function wordOf(value: string): string {
  return value
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, '-')
    .replaceAll(/^-|-$/gu, '');
}

/** The agent of the nearest process whose environment, at its start, has the marker of one. */
async function markedAbove(lineage: readonly Ancestor[], baseline: Markers): Promise<Named | undefined> {
  if (process.platform !== 'linux') return undefined;
  const all = Promise.all(lineage.map(({ pid }) => markersOf(pid)));
  const found = await withDeadline(deadlines.lookupMs, new AbortController().signal, () => all).catch(
    () => [],
  );
  for (const markers of found) {
    const agent = markedAgent(markers, baseline);
    if (agent) return agent;
  }
  return undefined;
}

/** Far more than a shell inherits, in bytes. What is behind is not read. */
const maxEnvironmentBytes = 128 * 1024;

/** The environments that are being read: programs that ask at the same time have the same processes above them. */
const reading = new Map<number, Promise<Markers>>();

function markersOf(pid: number): Promise<Markers> {
  const found = reading.get(pid) ?? readMarkers(pid).finally(() => reading.delete(pid));
  reading.set(pid, found);
  return found;
}

/** None if the process belongs to another user. Of its environment, only markers are kept. */
async function readMarkers(pid: number): Promise<Markers> {
  const text = await readProc(`/proc/${pid}/environ`, maxEnvironmentBytes).catch(() => '');
  const entries = text.split('\0').map((each) => {
    const end = each.indexOf('=');
    return [each.slice(0, end), each.slice(end + 1)] as const;
  });
  return markersIn(Object.fromEntries(entries));
}
