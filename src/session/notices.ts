import type { Neighbours } from './neighbours.ts';

/** What has been said of sessions, in any window: a person who is told once is not told again. */
export class Notices {
  readonly #neighbours: Neighbours;
  readonly #given = new Set<string>();

  constructor(neighbours: Neighbours) {
    this.#neighbours = neighbours;
  }

  /** Whether it is for this window to say, which it then must: nobody has, and nobody else will. Does not reject. */
  async take(accessKeyId: string): Promise<boolean> {
    if (this.#given.has(accessKeyId)) return false;
    this.#given.add(accessKeyId);
    if (await this.#neighbours.ask('wasNoticeGiven', accessKeyId, wasGiven)) return false;
    await this.#neighbours.listen({
      wasNoticeGiven: (request) => typeof request === 'string' && this.#given.has(request),
    });
    return true;
  }
}

function wasGiven(answer: unknown): true | undefined {
  return answer === true ? true : undefined;
}
