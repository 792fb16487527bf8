import type { Answers, OtherWindows } from '../../src/session/otherWindows.ts';

/** Windows that hear each other without a line; what they say is put through JSON, as a line would. */
export class Street {
  readonly #houses = new Map<OtherWindows, Answers>();
  /** The requests that were made, by name. */
  readonly asked: string[] = [];

  move(): OtherWindows {
    const house: OtherWindows = {
      listen: async (answers) => void this.#houses.set(house, answers),
      ask: async (name, request, read) => {
        this.asked.push(name);
        const others = [...this.#houses].filter(([other]) => other !== house);
        const answers = await Promise.all(others.map(([, { [name]: answer }]) => answer?.(copyOf(request))));
        return answers.map((answer) => read(copyOf(answer))).find((answer) => answer !== undefined);
      },
    };
    return house;
  }
}

function copyOf(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null));
}
