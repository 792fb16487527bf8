/** The last lines of what somebody writes, however much it is. */
export class Tail {
  readonly #bytes: number;
  #kept: Buffer = Buffer.alloc(0);
  #isCut = false;

  /** `bytes`: how much of it is kept at most. */
  constructor(bytes: number) {
    this.#bytes = bytes;
  }

  add(chunk: Buffer): void {
    const all = Buffer.concat([this.#kept, chunk.subarray(-this.#bytes)]);
    this.#isCut ||= all.length > this.#bytes || chunk.length > this.#bytes;
    this.#kept = all.subarray(-this.#bytes);
  }

  /** Whole lines: what the beginning of the first one said of the rest of it is not known. */
  get text(): string {
    const text = this.#kept.toString('utf8');
    if (!this.#isCut) return text;
    const end = text.indexOf('\n');
    return end < 0 ? '' : text.slice(end + 1);
  }
}
