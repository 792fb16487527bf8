import type { RequestHandlers, OtherWindows } from '../../src/session/otherWindows.ts';

/** Connects windows without sockets. Messages are serialized to JSON as they would be on a socket. */
export class ConnectedWindows {
  readonly #windows = new Map<OtherWindows, RequestHandlers>();
  /** The names of all requests. */
  readonly requests: string[] = [];

  open(): OtherWindows {
    const window: OtherWindows = {
      listen: async (answers) => void this.#windows.set(window, answers),
      ask: async (name, request, read) => {
        this.requests.push(name);
        const others = [...this.#windows].filter(([other]) => other !== window);
        const answers = await Promise.all(others.map(([, { [name]: answer }]) => answer?.(copyOf(request))));
        return answers.map((answer) => read(copyOf(answer))).find((answer) => answer !== undefined);
      },
    };
    return window;
  }
}

function copyOf(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null));
}
