import { type Disposable, Emitter } from '../../base/event.ts';
import { type Failure, FailureError } from '../../base/failure.ts';
import type { RunPlan } from '../../credentials/run/runner.ts';
import { anyKey, type AnyPlan } from '../../plan/anyPlan.ts';
import { prefixFingerprints } from '../../plan/fingerprints.ts';
import type { Plan } from '../../plan/plan.ts';

/**
 * Remembers why the last run of each plan has failed, until there is a new session. A changed plan has not failed yet.
 * If a renewal fails, the window goes on with the session that it has, which says nothing about the next one.
 */
export class LastFailures<P extends AnyPlan = Plan> implements Disposable {
  readonly #changed = new Emitter<void>();
  readonly #failures = new Map<string, Failure>();
  /** The access key ID that each plan has yielded last. */
  readonly #lastKeyIds = new Map<string, string>();

  readonly onDidChange = this.#changed.event;

  /** Undefined if the last run has succeeded, or if there was none. */
  of(plan: P): Failure | undefined {
    return this.#failures.get(keyOf(plan));
  }

  /** Runs plans as `run` does, and remembers their failures. */
  follow(run: RunPlan<P>): RunPlan<P> {
    return async (plan, from, ...others) => {
      const key = keyOf(plan);
      try {
        const credentials = await run(plan, from, ...others);
        const { accessKeyId } = credentials;
        const isKnown = from?.done === plan.steps.length && accessKeyId === this.#lastKeyIds.get(key);
        this.#lastKeyIds.set(key, accessKeyId);
        // A session that another window has made is new, too.
        if (!isKnown && this.#failures.delete(key)) this.#changed.fire();
        return credentials;
      } catch (error) {
        if (error instanceof FailureError) {
          this.#failures.set(key, error.failure);
          this.#changed.fire();
        }
        throw error;
      }
    };
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

function keyOf(plan: AnyPlan): string {
  return `${anyKey(plan.target)} ${prefixFingerprints(plan).at(-1)}`;
}
