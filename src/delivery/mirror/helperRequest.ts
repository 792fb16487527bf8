import { type Markers, markersIn } from '../agents/agentMarkers.ts';

/** What the helper asks the window for. The helper and the window always have the same version. */
export interface HelperRequest {
  /** An encoded target. */
  readonly target: string;
  /** The process ID of the program that started the helper. */
  readonly pid: number | undefined;
  /** The markers of AI agents in the environment of the helper, which is that of the program. */
  readonly markers: Markers;
}

export function formatRequest(request: HelperRequest): string {
  return JSON.stringify(request);
}

/** Every text is a request: a part that is missing or wrong is empty. */
export function parseRequest(text: string): HelperRequest {
  const { target, pid, markers } = objectIn(text);
  return {
    target: typeof target === 'string' ? target : '',
    pid: typeof pid === 'number' ? pid : undefined,
    markers: markersIn(textsIn(markers)),
  };
}

function objectIn(text: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text)) as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
}

function textsIn(value: unknown): Readonly<Record<string, string>> {
  const entries = Object.entries(Object(value) as Readonly<Record<string, unknown>>);
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
