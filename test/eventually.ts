import { setTimeout } from 'node:timers/promises';

/**
 * Repeats `check` until it succeeds and returns its result. Rejects with its last error after `timeout` milliseconds.
 */
export async function eventually<T>(check: () => Promise<T> | T, timeout = 10_000): Promise<T> {
  const end = Date.now() + timeout;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
      await setTimeout(50);
    }
  }
}
