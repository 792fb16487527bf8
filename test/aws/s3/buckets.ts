import { createHash } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { World } from '../world.ts';

export type StoredObject = {
  readonly content: Buffer;
  readonly contentType: string;
  /** With its quotation marks. */
  readonly etag: string;
  /** Milliseconds since the epoch. */
  readonly lastModified: number;
};

export type StoredBucket = {
  readonly name: string;
  readonly accountId: string;
  /** Milliseconds since the epoch. */
  readonly created: number;
  readonly objects: Map<string, StoredObject>;
};

/** The buckets of all accounts, in memory. No two accounts can have buckets with the same name. */
export class Buckets {
  readonly #clock: Clock;
  readonly #buckets = new Map<string, StoredBucket>();

  constructor(world: World, clock: Clock) {
    this.#clock = clock;
    const created = clock.now();
    for (const { id, buckets = [] } of world.accounts) {
      for (const { name, objects = {} } of buckets) {
        const bucket = { name, accountId: id, created, objects: new Map<string, StoredObject>() };
        this.#buckets.set(name, bucket);
        for (const [key, text] of Object.entries(objects)) {
          this.put(bucket, key, Buffer.from(text), 'text/plain');
        }
      }
    }
  }

  find(name: string): StoredBucket | undefined {
    return this.#buckets.get(name);
  }

  ofAccount(accountId: string): readonly StoredBucket[] {
    return [...this.#buckets.values()].filter((bucket) => bucket.accountId === accountId);
  }

  put(bucket: StoredBucket, key: string, content: Buffer, contentType: string): StoredObject {
    const etag = `"${createHash('md5').update(content).digest('hex')}"`;
    const stored = { content, contentType, etag, lastModified: this.#clock.now() };
    bucket.objects.set(key, stored);
    return stored;
  }

  /** The text of an object, for assertions. Undefined if there is no such object. */
  text(bucket: string, key: string): string | undefined {
    return this.find(bucket)?.objects.get(key)?.content.toString();
  }
}
