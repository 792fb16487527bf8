import { setTimeout } from 'node:timers/promises';

/** Repeats a check until it stops throwing, and gives what it returned; its last error if it never does. */
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
