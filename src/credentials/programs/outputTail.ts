/** Keeps the last lines of a stream of any length. */
export class Tail {
  readonly #bytes: number;
  #kept: Buffer = Buffer.alloc(0);
  #isCut = false;

  /** `bytes`: the maximum number of bytes to keep. */
  constructor(bytes: number) {
    this.#bytes = bytes;
  }

  add(chunk: Buffer): void {
    const all = Buffer.concat([this.#kept, chunk.subarray(-this.#bytes)]);
    this.#isCut ||= all.length > this.#bytes || chunk.length > this.#bytes;
    this.#kept = all.subarray(-this.#bytes);
  }

  /** Only whole lines: a truncated first line cannot be redacted reliably because its beginning is missing. */
  get text(): string {
    const text = this.#kept.toString('utf8');
    if (!this.#isCut) return text;
    const end = text.indexOf('\n');
    return end < 0 ? '' : text.slice(end + 1);
  }
}
